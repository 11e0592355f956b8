"""Amounts, durations and weekly hours inside a sentence: the longest words that the strict readers accept."""

import re
from collections.abc import Callable, Collection
from decimal import Decimal
from itertools import pairwise

from bot.dialogue.readers.durations import read_months
from bot.dialogue.readers.fillers import vocabulary
from bot.dialogue.readers.money import read_amount
from bot.dialogue.readers.number_words import WORDS as NUMBER_WORDS
from bot.dialogue.readers.quick.pieces import Line, Span

_WIDEST = 14
"""Pieces that one value may take."""

_MONEY_END = vocabulary("€ euro euros eur k ke keur keuro keuros m me meur million millions milliard ht")
_MONEY_HEAD = vocabulary("€ demi")
_MONEY_MARK = re.compile(r"€|\beur|euro|\d\s*k|\d\s*M\b|\bmeur|\d\s*m€|million|milliard|\bHT\b|\bht\b|\bk€")
_LABELS = vocabulary("budget montant estimation estime estimee enveloppe cout total")
_UNITS = vocabulary(
    "an ans annee annees mois semaine semaines sem jour jours trimestre trimestres semestre semestres",
    "demi demie",
    "year years month months week weeks half",
)
_BETWEEN = vocabulary("a et ou - – / and or to")
_NOT_TOTAL = re.compile(
    r"^(?:ht |hors taxes? |\( ?|, ?|h \. t \. )*(?:ttc|t \. t|toutes taxes|tva|par |/|annuel|an\b"
    r"|l an|chacun|chaque"
    r"|mensuel|l heure|de l heure|le m|max|mini|d aide|de subvention|incl|a year|per )"
)
_BOUNDED = re.compile(
    r"(?:\b(?:jusqu ' a|jusqu a|moins de|plus de|maxi|maximum|max|mini|minimum|entre|au plus|au moins|dont"
    r"|subvention\w*|penalites?|loyer|aide|caution|inferieur a|superieur a|seuil|ttc|annuel|par an|up to"
    r"|under|between|over)\b[^,]{0,12}|\d (?:[.,] \d+ )?(?:a|-|ou|et|/|to|or))$"
)
_NOT_LENGTH = re.compile(
    r"^(?:\( ?)?(?:d ' exp|d exp|experience|of exp|mini|d ' anciennete|d anciennete|apres|avant"
    r"|plus tard|fois"
    r"|maxi?\b|maximum|minimum|ago|d ' essai|d essai|de garantie|ou |/|a \d|- \d|et plus|old|environ ou)"
)
_ASIDE_AFTER = re.compile(r"^(?:mini\w* |et plus )?(?:d ' |d |of |de )?(?:exp|anciennete|essai|garantie)")
_ASIDE = re.compile(
    r"\b(?:experience|exp|depuis|garantie|garantis?|age\w*|preavis|essai|anciennete)\b[^,]{0,14}$"
)
_RENEWED = re.compile(r"^[,( ]*(?:ferme\w* )?(?:\+|renouvel|reconduct|puis|et \d|tacite)")
_LENGTH_OF_ELSE = re.compile(
    r"(?:\b(?:experience|exp|depuis|il y a|d ' ici|d ici|sous|garantie|garantis?|age\w*|moins de"
    r"|plus de|preavis"
    r"|essai|tous les|toutes les|chaque|entre|avant|apres|jusqu|reconduct\w*|renouvel\w*|remise|reponse"
    r"|minimum|maximum|max|au moins|au plus|dans|fois|retard|anciennete)\b[^,]{0,14}"
    r"|\d (?:[.,] \d+ )?(?:a|-|ou|et|/|x|\+|to|or))$"
)


def find_amounts(line: Line) -> None:
    """Take the amounts; one with VAT, by the year, bounded or of a range is taken without a value."""
    _find(line, "amount", _amount_window, _amount_sure)
    _forget_ranges(line, "amount")


def find_lengths(line: Line) -> None:
    """Take the durations, in months; one of a range, of experience, a delay or a renewal has no value."""
    _find(line, "months", _months_window, _months_sure)
    _forget_ranges(line, "months")


def _find(
    line: Line,
    kind: str,
    read: Callable[[Line, int, int], Decimal | None],
    sure: Callable[[Line, int, int], bool],
) -> None:
    at = 0
    while at < len(line.pieces):
        last, value = _longest(line, at, read) if _numeric(line, at) else (at, None)
        if value is not None:
            aside = kind == "months" and _aside(line, at, last)
            line.take(Span("aside" if aside else kind, at, last, value if sure(line, at, last) else None))
        at = max(last, at + 1)


def _numeric(line: Line, at: int) -> bool:
    word = line.pieces[at].word
    if word == "€" and not (at + 1 < len(line.pieces) and line.pieces[at + 1].word.isdigit()):
        return False
    pointed = at > 1 and line.pieces[at - 1].word in (",", ".") and not line.border(at - 1)
    glued = pointed and line.pieces[at - 2].word.isdigit()
    return (
        at not in line.taken and not glued and (word.isdigit() or word in NUMBER_WORDS or word in _MONEY_HEAD)
    )


def _longest(
    line: Line, first: int, read: Callable[[Line, int, int], Decimal | None]
) -> tuple[int, Decimal | None]:
    stop = first
    while stop < min(first + _WIDEST, len(line.pieces)) and not line.border(stop) and stop not in line.taken:
        stop += 1
    for last in range(stop, first, -1):
        value = read(line, first, last)
        if value is not None:
            return last, value
    return first, None


def _amount_window(line: Line, first: int, last: int) -> Decimal | None:
    text = line.cut(first, last)
    ending = line.pieces[last - 1].word
    if line.pieces[first].word.startswith("0") and "," not in text:
        return None
    if last < len(line.pieces) and (
        line.pieces[last].word in ("²", "m", "%", "³", "h") or _glued(line, last)
    ):
        return None
    labelled = ending.isdigit() and bool(_LABELS & set(line.before(first, 4))) and len(text) > 3
    marked = _MONEY_MARK.search(text) and (ending in _MONEY_END or ending.isdigit() or ending in NUMBER_WORDS)
    if not (marked or labelled or _stands_alone(line, first, last)):
        return None
    return read_amount(text)


def _glued(line: Line, at: int) -> bool:
    """Whether a figure is stuck to the unit before it: "1M2", "3K5"."""
    return line.pieces[at].word.isdigit() and line.pieces[at - 1].end == line.pieces[at].start


def _stands_alone(line: Line, first: int, last: int) -> bool:
    """ "…; 800 000; …": a large figure between two borders, and no postcode."""
    large = len(line.cut(first, last)) > 4 and not re.fullmatch(r"14\d{3}", line.cut(first, last))
    return large and first > 0 and line.border(first - 1) and (last == len(line.pieces) or line.border(last))


def _amount_sure(line: Line, first: int, last: int) -> bool:
    right = " ".join(line.after(last))
    return not _NOT_TOTAL.match(right) and not _BOUNDED.search(" ".join(_left(line, first)))


def _left(line: Line, first: int) -> list[str]:
    """The words left of a value, spans included, back to a border."""
    found: list[str] = []
    at = first - 1
    while at >= 0 and len(found) < 6 and not line.border(at):
        found.append(line.pieces[at].word)
        at -= 1
    return found[::-1]


def _months_window(line: Line, first: int, last: int) -> Decimal | None:
    if line.pieces[last - 1].word not in _UNITS:
        return None
    months = read_months(line.cut(first, last))
    return months if months is not None and months == round(months, 2) else None


def _aside(line: Line, first: int, last: int) -> bool:
    """Years of experience or of age, a trial, a notice: not the length of what is announced."""
    return bool(_ASIDE_AFTER.match(" ".join(line.after(last))) or _ASIDE.search(" ".join(_left(line, first))))


def _months_sure(line: Line, first: int, last: int) -> bool:
    right = " ".join(line.after(last))
    left = " ".join(_left(line, first))
    if not line.pieces[first].word.isdigit():
        left = re.sub(r"\d et$", "", left)
    if _NOT_LENGTH.match(right) or _LENGTH_OF_ELSE.search(left):
        return False
    employed = {"cdd", "interim", "cddi"} & set(line.words)
    return bool(employed) or not _RENEWED.match(right)


def _forget_ranges(line: Line, kind: str) -> None:
    """Two values with "à", "ou" between them are neither one nor the other."""
    spans = line.of(kind)
    for one, other in pairwise(spans):
        between = [piece.word for piece in line.pieces[one.last : other.first]]
        if len(between) <= 2 and _linked(between):
            line.spans = [
                Span(kind, span.first, span.last) if span in (one, other) else span for span in line.spans
            ]


def _linked(between: Collection[str]) -> bool:
    return bool(between) and all(word in _BETWEEN or word == "+" for word in between)


_HOURS = re.compile(
    r"(?P<n>\d{1,2})(?: ?(?P<sep>[.,]) ?(?P<half>5))? (?:h|heures?"
    r"|hrs?|hours?)\b"
    r"(?P<minutes> 30\b)?(?P<tail>(?: \S+){0,4})"
)
_WEEKLY = re.compile(r"^ (?:/ |par |a )?(?:la )?(?:semaines?|sem|hebdo\w*|s)\b|^ (?:a|per) week\b|^ / week\b")
_CLOCK = re.compile(r"(?:^|\s)(?:a|vers|des|avant|apres|jusqu ' a|de|entre|et|\d -|partir de|horaires?) $")
_ANOTHER = re.compile(
    r"^ (?:-|a \d|ou |et |/ (?:mois|jour|an)|par (?:mois|jour|an)|de (?:formation|nuit)|\d\d (?!mois|sem))"
)
_CONTRACT_BEFORE = re.compile(
    r"(?:cdi|cdd|cddi|interim|partiel|contrat|semaine|plein|hebdo\w*) (?:de |: |a |\( )?$"
)
_CONTRACT_AFTER = re.compile(r"^ (?:en )?(?:cdi|cdd|cddi|interim)\b")


def find_hours(line: Line) -> None:
    """Take the weekly hours of a contract, 1 to 48; times of the day and hours a day or a month are left."""
    words = line.words
    for at, word in enumerate(words):
        if not word.isdigit() or len(word) > 2 or at in line.taken:
            continue
        first = max(at - 3, 0)
        match = _HOURS.match(" ".join(words[at : at + 9]))
        if match:
            lead = " ".join(words[first:at]) + " "
            _take_hours(line, at, match, lead)


def _take_hours(line: Line, at: int, match: re.Match[str], lead: str) -> None:
    tail = match["tail"]
    weekly = _WEEKLY.match(tail)
    value = Decimal(match["n"]) + (Decimal("0.5") if match["half"] or match["minutes"] else 0)
    length = len(match[0].removesuffix(tail).split()) + (len(weekly[0].split()) if weekly else 0)
    doubtful = bool(_ANOTHER.match(tail)) or bool(re.search(r"\d (?:a|-|ou|et|/) $", lead))
    clock = (
        bool(_CLOCK.search(" " + lead)) and not weekly and not lead.endswith(("semaine de ", "partiel de "))
    )
    usual = (
        weekly
        or _CONTRACT_AFTER.match(tail)
        or (value >= 24 and not match["minutes"])
        or _CONTRACT_BEFORE.search(lead)
    )
    sure = usual and not doubtful and not clock and 1 <= value <= 48
    line.take(Span("hours", at, at + length, value if sure else None))
