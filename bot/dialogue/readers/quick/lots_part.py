"""The lots named in a sentence: from the word "lots" to where something else begins."""

import re

from bot.dialogue.readers.fillers import vocabulary
from bot.dialogue.readers.fold import words as folded_words
from bot.dialogue.readers.lots import LotLine, read_lots
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
    "technique techniques maximum environ reunion dont plus",
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
    last = _end(line, start + 1)
    counted = start > 0 and (_small(line, start - 1) or words[start - 1] in _NUMBERS)
    opened = words[start + 1 : start + 2] in ([":"], ["("])
    first = start - 1 if counted else start
    lots = () if counted and not opened else _lots(line.cut(start, last))
    line.spans = [span for span in line.spans if not (first <= span.first < last)]
    line.take(Span("lots", first, max(last, start + 1), lots))


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
        if free and (_amount_opens(line, at) or _amount_closes(line, at)):
            last, at = at + 1, at + 1
            continue
        if at in stopping or (at == segment and word in _LABELS) or word in (")", "?", "!"):
            break
        if line.border(at):
            if word in (".", "—", "–") and free:
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


def _amount_opens(line: Line, at: int) -> bool:
    """The bracket before the amount of a lot: "gros œuvre (2 M€)"."""
    return line.pieces[at].word == "(" and _amount_ends(line, at + 1)


def _amount_closes(line: Line, at: int) -> bool:
    return line.pieces[at].word == ")" and any(
        span.kind == "amount" and span.last == at for span in line.spans
    )


def _amount_ends(line: Line, at: int) -> bool:
    return any(span.kind == "amount" and span.first == at for span in line.spans)


def _lots(text: str) -> tuple[LotLine, ...]:
    """The lots of the text, all with a believable title; () otherwise."""
    said = re.sub(r"^(lots?)\s*[:(]\s*", r"\1 ", text, flags=re.IGNORECASE)
    if "\n" in said:
        said = re.sub(r"^lots?\s*[:(]?\s*\n", "", said, flags=re.IGNORECASE).replace(":\n", "\n")
    lots = read_lots(said.strip(" ,;:-–—.\n"))
    if not lots or not all(_believable(lot) for lot in lots):
        return ()
    listed = re.search(r"[,;\n\d]", said) is not None
    if not listed and any(len(set(folded_words(lot.title)) & _TRADES) > 1 for lot in lots):
        return ()
    if len(lots) > 1 and lots[-1].amount and not any(lot.amount for lot in lots[:-1]):
        return tuple(LotLine(lot.number, lot.title, None) for lot in lots)
    return tuple(lots)


def _believable(lot: LotLine) -> bool:
    words = folded_words(lot.title)
    digits = any(word.isdigit() for word in words) or bool(set("()[]") & set(lot.title))
    return 0 < len(words) <= 8 and not digits and not set(words) & _TALK and not lot.amount_unread
