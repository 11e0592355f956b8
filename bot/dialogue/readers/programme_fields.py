"""The fields of a programme's line: a contract to come, or what is wrong with it."""

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache

from bot.dialogue.fitting import units
from bot.dialogue.readers.choices import match_options
from bot.dialogue.readers.communes import read_commune
from bot.dialogue.readers.dates import read_date
from bot.dialogue.readers.durations import read_months
from bot.dialogue.readers.fillers import phrases, strip, vocabulary
from bot.dialogue.readers.fold import words
from bot.dialogue.readers.money import read_amount
from bot.dialogue.readers.programme_columns import SLOTS, Cells, Slot
from bot.dialogue.readers.quick.announced import Category
from bot.dialogue.readers.quick.objects import category_of
from bot.dialogue.readers.when import When

LEAST_TITLE, LONGEST_TITLE = 3, 200
_LONGEST_NAME = 60
_YEARS_AHEAD = 3
_ELSEWHERE = re.compile(r"(?:\d{5} (?P<after>[^\d()]+)|(?P<before>[^\d()]+?) \(?\d{2}(?:\d{3})?\)?)")
"""A commune outside the territory, sure with its postcode or its department."""
_WHOLE = frozenset(
    ("caen la mer", "caen la mer communaute urbaine", "communaute urbaine", "communaute urbaine caen la mer",
     "communaute urbaine de caen la mer", "agglomeration de caen", "agglomeration caennaise")
)  # fmt: skip
_TYPE_NAMES: tuple[dict[Category, str], ...] = (
    {"works": "Travaux", "services": "Services", "supplies": "Fournitures"},
    {"works": "Works", "services": "Services", "supplies": "Supplies"},
)
_TYPE_WORDS: dict[Category, frozenset[str]] = {
    "works": vocabulary("travaux works"),
    "services": vocabulary("service services prestation prestations"),
    "supplies": vocabulary("fourniture fournitures supplies"),
}
_BEFORE_OBJECT = phrases(
    "le", "la", "les", "l", "un", "une", "marche", "marche de", "marche d", "de", "d", "du", "des",
    "accord cadre", "accord cadre de", "accord cadre d", "marche public de", "lancement de",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Contract:
    """A contract to come: amount in euros excl. VAT, duration in months."""

    title: str
    category: Category
    commune: str
    amount: Decimal | None
    start: When
    months: Decimal
    consultation: When | None

    @property
    def key(self) -> str:
        """What makes it the same contract when it is sent again: subject, commune and start, folded."""
        return "|".join((" ".join(words(self.title)), " ".join(words(self.commune)), str(self.start.day)))


@dataclass(frozen=True, slots=True)
class Trouble:
    """Why a line is not understood: `missing`, `unread`, `several`, `far`, `late`, `length`, `form` or
    `repeat`, in which field, and what is said there."""

    code: str
    slot: Slot = Slot.TITLE
    said: str = ""
    choices: tuple[str, ...] = ()


Troubles = tuple[Trouble, ...]


@lru_cache(4096)
def read_contract(cells: Cells, year: int, today: date) -> Contract | Troubles:
    """The contract that the cells of a line say, or everything that is wrong with it.

    A start without a year is in the programme's `year`; "dans 3 mois" counts from `today`.
    """
    if not any(cells[1:]):
        return (Trouble("form"),)
    said = dict(zip(SLOTS, cells, strict=True))
    title, commune = _title(said[Slot.TITLE]), _commune(said[Slot.COMMUNE])
    amount, months = _amount(said[Slot.AMOUNT]), _months(said[Slot.MONTHS])
    start = _start(said[Slot.START], year, today)
    category = _category(said[Slot.CATEGORY], said[Slot.TITLE])
    consultation = _consultation(said[Slot.CONSULTATION], start, year, today)
    if (
        isinstance(title, Trouble) or isinstance(commune, Trouble) or isinstance(amount, Trouble)
        or isinstance(months, Trouble) or isinstance(start, Trouble) or isinstance(category, Trouble)
        or isinstance(consultation, Trouble)
    ):  # fmt: skip
        read = (title, commune, amount, start, months, category, consultation)
        return tuple(value for value in read if isinstance(value, Trouble))
    return Contract(title, category, commune, amount, start, months, consultation)


def kinds_of(piece: str, year: int, today: date) -> list[Slot]:
    """The slots a piece can be read in; a date counts as the start."""
    reads = {
        Slot.COMMUNE: _commune(piece),
        Slot.AMOUNT: _amount(piece),
        Slot.START: _date(piece, year, today),
        Slot.MONTHS: _months(piece),
        Slot.CATEGORY: _said_category(piece),
    }
    return [slot for slot, value in reads.items() if value is not None and not isinstance(value, Trouble)]


def _title(text: str) -> str | Trouble:
    if not text:
        return Trouble("missing", Slot.TITLE)
    fits = LEAST_TITLE <= units(text) <= LONGEST_TITLE and re.search(r"[^\W\d_]", text)
    return text if fits else Trouble("length", Slot.TITLE)


def _commune(text: str) -> str | Trouble:
    if not text:
        return Trouble("missing", Slot.COMMUNE)
    names = read_commune(text)
    if len(names) == 1:
        return names[0]
    if names:
        return Trouble("several", Slot.COMMUNE, text, tuple(names))
    if " ".join(words(text)) in _WHOLE or (_ELSEWHERE.fullmatch(text) and units(text) <= _LONGEST_NAME):
        return text
    return Trouble("unread", Slot.COMMUNE, text)


def _amount(text: str) -> Decimal | Trouble | None:
    read = read_amount(text) if text else None
    return Trouble("unread", Slot.AMOUNT, text) if text and read is None else read


def _months(text: str) -> Decimal | Trouble:
    if not text:
        return Trouble("missing", Slot.MONTHS)
    return read_months(text) or Trouble("unread", Slot.MONTHS, text)


def _start(text: str, year: int, today: date) -> When | Trouble:
    if not text:
        return Trouble("missing", Slot.START)
    when = _date(text, year, today)
    if when is None:
        return Trouble("unread", Slot.START, text)
    near = year - 1 <= when.day.year <= year + _YEARS_AHEAD
    return when if near else Trouble("far", Slot.START, text)


def _date(text: str, year: int, today: date) -> When | None:
    """The date meant: without a year in the programme's, counted from today only when it is so meant."""
    when = read_date(text, date(year, 1, 1))
    if when is None or when == read_date(text, date(year + 1, 1, 1)):
        return when
    later = read_date(text, date(year, 7, 1))
    if when.day.year == year and (
        later is None or (later.day.month, later.day.day) == (when.day.month, when.day.day)
    ):
        return when
    relative = read_date(text, today)
    return relative if relative is not None and relative.day.year == year else None


def _consultation(text: str, start: When | Trouble, year: int, today: date) -> When | Trouble | None:
    """The date of the consultation; without a year the last one before the start."""
    if not text:
        return None
    when = _date(text, year, today)
    if when is None:
        return Trouble("unread", Slot.CONSULTATION, text)
    if isinstance(start, Trouble) or when.day <= start.day:
        return when
    before = _date(text, year - 1, today)
    return before if before and before.day <= start.day else Trouble("late", Slot.CONSULTATION, text)


def _category(text: str, title: str) -> Category | Trouble:
    if text:
        return _said_category(text) or Trouble("unread", Slot.CATEGORY, text)
    head = strip(words(title), _BEFORE_OBJECT, ())
    return (category_of(head, words(title)) if head else None) or Trouble("missing", Slot.CATEGORY)


def _said_category(text: str) -> Category | None:
    said = set(words(text))
    found = {code for code, known in _TYPE_WORDS.items() if said & known}
    for names in _TYPE_NAMES:
        if not found:
            codes = match_options(text, {str(code): name for code, name in names.items()})
            found = {code for code in _TYPE_WORDS if code in codes}
    return found.pop() if len(found) == 1 else None
