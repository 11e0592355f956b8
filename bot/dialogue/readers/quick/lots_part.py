"""The lots named in a sentence: from the word "lots" to where something else begins."""

import re

from bot.dialogue.readers.fillers import vocabulary
from bot.dialogue.readers.fold import words as folded_words
from bot.dialogue.readers.lots import LotLine, read_lots
from bot.dialogue.readers.numbers import read_whole_number
from bot.dialogue.readers.quick.pieces import Line, Span

_LABELS = vocabulary(
    "demarrage debut duree budget montant consultation travaux chantier livraison pour pendant",
    "estimation estime",
    "enveloppe appel date commune lieu a partir commencement remise delai environ env merci clause",
    "notification",
)
_TALK = vocabulary(
    "je nous vous on il elle merci me pas est sont sera avec votre notre nos qui que quoi mais si svp",
    "bonjour",
    "cordialement rappeler rappelez definir determiner confirmer preciser venir prevoir a distincts",
    "separes",
    "lot lots",
    "technique techniques maximum environ reunion dont plus unique seul uniques uniquement seulement",
)
_TRADES = vocabulary(
    "maconnerie peinture plomberie electricite menuiserie menuiseries couverture charpente terrassement vrd",
    "carrelage chauffage ventilation cvc sols cloisons platrerie facade facades isolation "
    "etancheite serrurerie",
    "metallerie demolition desamiantage ascenseur assainissement enrobes voirie elec gros second",
)


def find_lots(line: Line) -> None:
    """Take the region of the lots; its value is the lots, or empty when they are not all sure."""
    words = line.words
    start = next(
        (at for at, word in enumerate(words) if word in ("lot", "lots") and at not in line.taken), None
    )
    if start is None:
        return
    last = _without_total(line, start, _end(line, start + 1))
    counted = start > 0 and (_small(line, start - 1) or words[start - 1] in _NUMBERS)
    opened = words[start + 1 : start + 2] in ([":"], ["("])
    first = start - 1 if counted else start
    lots = () if {"lot", "lots"} & set(words[last:]) else _lots(line.cut(start, last))
    if counted and not _as_many(line.pieces[start - 1].word, len(lots), opened=opened):
        lots = ()
    line.spans = [span for span in line.spans if not (first <= span.first < last)]
    line.take(Span("lots", first, max(last, start + 1), lots))


def _as_many(said: str, found: int, *, opened: bool) -> bool:
    """Whether as many lots are named as were counted: "3 lots : sols, bois, murs"."""
    count = read_whole_number(said, 1, 99)
    return opened if count is None else count == found


def _without_total(line: Line, start: int, last: int) -> int:
    """The end without the one amount after a dash, the whole contract's: "lot 2 peinture - 250 k€"."""
    amounts = [span for span in line.of("amount") if start < span.first < last]
    if len(amounts) != 1 or amounts[0].last != last or line.words[start:last].count("lot") == 1:
        return last
    dash = amounts[0].first - 1
    return dash if line.pieces[dash].word in ("-", "–", "—") else last


_NUMBERS = vocabulary("deux trois quatre cinq six sept huit neuf dix plusieurs en")


def _small(line: Line, at: int) -> bool:
    return line.pieces[at].word.isdigit() and len(line.pieces[at].word) < 3 and at not in line.taken


def _end(line: Line, at: int) -> int:
    """Where the lots end: at a segment of something else, or at a date, a duration or a place."""
    last, free, segment = at, 0, at
    stopping = {
        span.first for span in line.spans if span.kind in ("date", "months", "place", "hours", "contract")
    }
    while at < len(line.pieces):
        word = line.pieces[at].word
        if free and (_amount_opens(line, at) or _amount_closes(line, at) or _amount_leads(line, at)):
            last, at = at + 1, at + 1
            continue
        if _numbers(line, at):
            segment, free, at = at + 1, 0, at + 1
            continue
        if at in stopping or (at == segment and word in _LABELS) or word in (")", "?", "!"):
            break
        if line.border(at):
            if word in (".", "—", "–") and free and line.words[at + 1 : at + 2] != ["lot"]:
                break
            segment, free = at + 1, 0
        elif at not in line.taken:
            free += 1
            last = at + 1
        elif free or _amount_ends(line, at):
            last = max(last, at + 1) if free else last
            if not free:
                break
        at += 1
    return last


def _numbers(line: Line, at: int) -> bool:
    """The sign after the number of a lot: "1) gros œuvre", "2/ peinture", "3. sols"."""
    if line.pieces[at].word not in (")", "/", ".", "-", "°", ":") or not _small(line, at - 1):
        return False
    return at + 1 < len(line.pieces) and line.pieces[at + 1].word.isalpha()


def _amount_opens(line: Line, at: int) -> bool:
    """The bracket before the amount of a lot: "gros œuvre (2 M€)"."""
    return line.pieces[at].word == "(" and _amount_ends(line, at + 1)


def _amount_leads(line: Line, at: int) -> bool:
    """The sign before the amount of a lot: "gros œuvre : 2 M€", "gros œuvre - 2 M€"."""
    return line.pieces[at].word in (":", "-", "–", "—", "=", "→") and _amount_ends(line, at + 1)


def _amount_closes(line: Line, at: int) -> bool:
    return line.pieces[at].word == ")" and any(
        span.kind == "amount" and span.last == at for span in line.spans
    )


def _amount_ends(line: Line, at: int) -> bool:
    return any(span.kind == "amount" and span.first == at for span in line.spans)


def _lots(text: str) -> tuple[LotLine, ...]:
    """The lots of the text, all with a believable title; () otherwise."""
    said = _OPENS.sub(r"\1 ", text)
    if "\n" in said:
        said = re.sub(r"^lots?\s+(?=[•·*\-–—])", "", said, flags=re.IGNORECASE)
        said = re.sub(r"^lots?\s*[:(]?\s*\n", "", said, flags=re.IGNORECASE).replace(":\n", "\n")
    said = _UNNUMBERED.sub(lambda match: ", " if "et" in match[0].lower() else match["sign"], said)
    lots = read_lots(_apart(said).strip(" ,;:-–—.•·*\n"))
    if not lots or not all(_believable(lot) for lot in lots):
        return ()
    lots = [LotLine(lot.number, _OF.sub("", lot.title), lot.amount) for lot in lots]
    listed = re.search(r"[,;\n\d]", said) is not None
    if not listed and any(len(set(folded_words(lot.title)) & _TRADES) > 1 for lot in lots):
        return ()
    if len(lots) > 1 and lots[-1].amount and not any(lot.amount for lot in lots[:-1]):
        return tuple(LotLine(lot.number, lot.title, None) for lot in lots)
    return tuple(lots)


_OPENS = re.compile(r"^(lots?)(?:(?:\s+[^\W\d]+){0,2}\s*:|\s*[(,])\s*(?!\n)", re.IGNORECASE)
"""The word "lots" and what announces their list: "lots concernés :"."""
_OF = re.compile(r"^(?:de\s+|du\s+|d')", re.IGNORECASE)
"""As in "lots de gros œuvre, de peinture"."""
_UNNUMBERED = re.compile(r"(?P<sign>^|[,;\n]\s*|\s+et\s+)lot\s+(?=[^\W\d_]{3,})", re.IGNORECASE)
"""The word "lot" before a title without a number: "lot nord 30 k€, lot sud 25 k€"."""


def _apart(text: str) -> str:
    """The lots one per line when something else than commas and lines tells them apart."""
    text = re.sub(
        r"(?:[.;,]\s*|\s+[-/]\s+|\s+et\s+|\s+)(?=lot\s*(?:n\W{0,2})?\d)", "\n", text, flags=re.IGNORECASE
    )
    for marking in (_MARKS, _BARE_MARKS):
        marks = [int(match[1]) for match in marking.finditer(text)]
        if len(marks) > 1 and marks == list(range(1, len(marks) + 1)) and not re.search(r"[;\n]", text):
            body = re.sub(r"^lots?\s*", "", text, flags=re.IGNORECASE)
            return re.sub(r"(?:\s*,|\s+et)?\s*\n", "\n", marking.sub(r"\n\1 ", body))
    if not re.search(r"[,;\n]", text):
        for sign in (" / ", " + ", " - ", "/"):
            if text.count(sign) > (1 if sign == "/" else 0):
                return text.replace(sign, ", ")
    return text


_MARKS = re.compile(r"(?:(?<=\s)|(?<=^))(\d{1,2})\s?[/).°:-]+\s*(?=[^\W\d])")

_BARE_MARKS = re.compile(r"(?<!timent )(?<!tranche )(?<!secteur )(?<!zone )(?<=\s)(\d)\s+(?=[^\W\d]{2})")
"""The numbers of "lots 1 sols 2 bois 3 murs"."""


def _believable(lot: LotLine) -> bool:
    words = folded_words(lot.title)
    odd = re.search(r"[\d()\[\]:]", lot.title)
    return 0 < len(words) <= 8 and not odd and not set(words) & _TALK and not lot.amount_unread
