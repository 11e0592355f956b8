"""Lots typed one per line, or named on one line: number, title, and amount when it is sure."""

import re
from dataclasses import dataclass
from decimal import Decimal

from bot.dialogue.readers.fillers import vocabulary
from bot.dialogue.readers.fold import fold
from bot.dialogue.readers.money import read_amount

MOST_LOTS = 60
LONGEST_TITLE = 200
_LONGEST_TEXT = 20_000
_LONGEST_AMOUNT = 12
"""Words that an amount may take at the end of a line."""

_BULLET = re.compile(r"^[\s\-–—•*·>]+")
_NUMBERED = re.compile(
    r"^(?:lots?\s*(?:n\s*[°ºo]\s*\.?|num[ée]ro|no\.?)?\s*(?P<named>\d{1,3}(?:\.\d{1,2})?[a-z]?|[a-z])\b(?:\s*[:.)=–—-]+|\s|$)"
    r"|(?:n\s*[°º]\s*)(?P<marked>\d{1,3}[a-z]?)(?:\s*[:.)=–—-]+|\s)"
    r"|(?P<listed>\d{1,3}[a-z]?)(?:\s*[:)–—-]+\s*|\.\s+)(?!\d)"
    r"|(?P<bare>\d{1,2}[a-z]?)\s+(?=[^\W\d]))\s*",
    re.IGNORECASE,
)
_LOTS_WORD = re.compile(r"^(?:les\s+)?lots?\s*:?\s+(?=\S)", re.IGNORECASE)
_COMMA = re.compile(r"\s*[;\n]\s*|,\s+(?!\d{3}\b)|(?<=\D),(?=\D)")
_NONE = frozenset(
    ("aucun", "aucun lot", "non", "pas de lot", "pas de lots", "sans lot", "sans lots", "neant", "no", "none")
)
_PLACES = vocabulary(
    "batiment bat tranche phase lot ilot zone niveau etage secteur hall aile bloc n numero ecole rue"
)
_AMOUNT_WORDS = vocabulary(
    "a an annee annuel annuels approx au autour budget cent cents cinq cinquante compris d de des deux dix",
    "e en entre env environ est estimatif estime estimee et eur euro euros hors ht jusqu k ke keur keuro",
    "keuros keurs m max maxi maximum me mensuel meur meuros mille milliard milliards million millions min",
    "mini minimum moins mois montant ou par plus quarante quatre sept six soixante taxe taxes trente trois",
    "ttc tva un vingt",
)
_MARK = re.compile(
    r"€|\$|£|\b(?:k?euros?|k?eur|k|ke|me|meur|millions?|milliards?|mille|ttc|ht)\b"
    r"|\d\s?[km]\b|\d{4,}|\d \d{3}\b"
)
_MARK_INSIDE = re.compile(r"€|\b(?:euros?|ttc)\b|\d\s?(?:k€|k|m€)(?!\w)|\d{3} \d{3}\b|\d{5,}")
_TWO_FIGURES = re.compile(r"\d{1,2} \d{3} ?[km]")
"""In "École Molière 2 450 k€" nobody knows whose figure the 2 is."""
_YEAR = re.compile(r"(?:19|20)\d\d")


@dataclass(frozen=True, slots=True)
class LotLine:
    """A lot as typed: its amount in euros excl. VAT, or `amount_unread` when the one typed is not sure."""

    number: str | None
    title: str
    amount: Decimal | None
    amount_unread: bool = False


def read_lots(text: str) -> list[LotLine] | None:
    """The lots in their order; None when there is none, over sixty, or a line is no lot."""
    if len(text) > _LONGEST_TEXT or fold(text).strip(" .!-") in _NONE:
        return None
    lines = [line for line in _lines(text) if line]
    lots = [_lot(line) for line in lines]
    named = [lot for lot in lots if lot]
    return named if named and len(named) == len(lots) <= MOST_LOTS else None


def _lines(text: str) -> list[str]:
    typed = [" ".join(line.split()) for line in text.splitlines() if line.strip()]
    return (
        [_BULLET.sub("", line) for line in typed] if len(typed) > 1 else _one_line(typed[0] if typed else "")
    )


def _one_line(line: str) -> list[str]:
    """The lots named on one line: "gros œuvre, peinture", "1 terrassement, 2 enrobés", "lots A et B"."""
    several = re.match(r"(?:les\s+)?lots\b", line, re.IGNORECASE) is not None
    line = _LOTS_WORD.sub("", line) if several else line
    parts = [_BULLET.sub("", part).strip(" ,;") for part in _COMMA.split(line)]
    if several:
        parts[-1:] = re.split(r"\s+et\s+", parts[-1])
    numbered = [_NUMBERED.match(part) is not None for part in parts]
    return [line] if numbered[0] and not all(numbered) else parts


def _lot(line: str) -> LotLine | None:
    match = _NUMBERED.match(line)
    number = next((group for group in match.groups() if group), None) if match else None
    rest = line[match.end() :] if match else line
    title, amount, unread = _title_and_amount(rest)
    if not re.search(r"[^\W\d_]", title) or len(title) > LONGEST_TITLE:
        return None
    return LotLine(number, title, amount, amount_unread=unread)


def _title_and_amount(rest: str) -> tuple[str, Decimal | None, bool]:
    words = rest.split()
    at = _amount_start(words)
    tail = " ".join(words[at:])
    if at == len(words) or not _MARK.search(fold(tail)) or _YEAR.fullmatch(tail):
        return rest.strip(), None, _MARK_INSIDE.search(fold(rest)) is not None
    amount = read_amount(tail.strip("()[]-–—:=, "))
    numbered = at > 0 and fold(words[at - 1]).strip(".°") in _PLACES
    if amount is None or numbered or _TWO_FIGURES.match(fold(tail)):
        return rest.strip(), None, True
    title = " ".join(words[:at]).rstrip(" -–—:=,;(")
    return title, amount, False


def _amount_start(words: list[str]) -> int:
    """Where the amount begins: at the last run of figures and amount words of the line."""
    at = len(words)
    while at and len(words) - at < _LONGEST_AMOUNT and _amountish(words[at - 1]):
        at -= 1
    while at < len(words) and fold(words[at]) in ("d", "de", "des", "et", "en", "au"):
        at += 1
    return at


def _amountish(word: str) -> bool:
    parts = re.findall(r"[a-z]+|[^a-z]+", fold(word))
    return all(part in _AMOUNT_WORDS or not part[0].isalpha() for part in parts)
