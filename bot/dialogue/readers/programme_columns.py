"""The columns of a programme: which field a heading names, and the unit it gives to bare numbers."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from bot.dialogue.readers.fillers import vocabulary
from bot.dialogue.readers.fold import fold, words


class Slot(StrEnum):
    """The fields of a line, in their usual order."""

    TITLE = "title"
    COMMUNE = "commune"
    AMOUNT = "amount"
    START = "start"
    MONTHS = "months"
    CATEGORY = "category"
    CONSULTATION = "consultation"


SLOTS = tuple(Slot)
Cells = tuple[str, ...]
"""The texts of a line, one for each slot; empty where nothing is said."""

NOTHING = frozenset(
    ("", "-", "--", "?", "??", "/", "x", "nc", "n.c.", "n.c", "nd", "n.d.", "n/a", "na", "neant", "inconnu",
     "inconnue", "a definir", "a preciser", "non defini", "non connu", "non connue", "tbd", "none", "unknown")
)  # fmt: skip
"""What people write where they know nothing yet, folded."""

_HEADINGS = (
    (Slot.CONSULTATION, vocabulary("consultation publication lancement aapc")),
    (Slot.CATEGORY, vocabulary("type categorie category")),
    (Slot.AMOUNT, vocabulary("montant budget estimation estime cout enveloppe amount")),
    (Slot.MONTHS, vocabulary("duree delai duration")),
    (Slot.START, vocabulary("debut demarrage commencement start")),
    (Slot.COMMUNE, vocabulary("commune communes lieu lieux ville localisation town place")),
    (Slot.TITLE, vocabulary("objet intitule libelle designation titre subject title")),
    (Slot.TITLE, vocabulary("marche marches operation operations projet projets contract")),
)
"""Words of headings, those that say most first: "durée du marché" is a duration."""
_OTHERS = vocabulary(
    "fin end reference ref numero n no nb nombre min mini minimum max maxi maximum notification"
)
"""Words of headings that name none of our fields, whatever else they say."""

_AMOUNT_UNITS = (
    (" TTC", r"\bttc\b"),
    (" k€", r"\bk ?€|\bk ?euros?\b|\bkeur\b|milliers"),
    (" M€", r"\bm ?€|million"),
)
_MONTH_UNITS = ((" mois", r"\b(?:mois|months)\b"), (" semaines", r"\b(?:semaines?|weeks)\b"))
_MORE_UNITS = ((" ans", r"\b(?:ans?|annees?|years)\b"), (" jours", r"\b(?:jours?|days)\b"))
_UNIT_IN_BRACKETS = re.compile(r"\([^)]*\)")
_BARE = re.compile(r"\d[\d\u00a0\u202f ]*(?:[.,]\d+)?")
_LONGEST_HEADING = 60
_LEAST_EUROS = 1000


@dataclass(frozen=True, slots=True)
class Column:
    """Where a field stands in a row, and the unit of its bare numbers."""

    place: int
    unit: str = ""


Columns = Mapping[Slot, Column]


def find_columns(row: Sequence[str]) -> Columns:
    """The fields that the headings of a row name; the clearest heading of each, else the first."""
    named = [(_rank(cell), place) for place, cell in enumerate(row)]
    found: dict[Slot, Column] = {}
    for rank, place in sorted((rank, place) for rank, place in named if rank is not None):
        slot = _HEADINGS[rank[1]][0]
        found.setdefault(slot, Column(place, _unit(slot, row[place])))
    return found


def is_heading(row: Sequence[str]) -> bool:
    """Whether a typed row names fields and says nothing else."""
    said = [cell for cell in row if cell]
    columns = find_columns(said)
    named = all(_rank(cell) is not None or _names_another(cell) for cell in said)
    return len(columns) > 1 and Slot.TITLE in columns and named


def arrange(row: Sequence[str], columns: Columns) -> Cells:
    """The cells of a row, in the order of the slots, bare numbers with the unit of their column."""
    return tuple(_cell(row, columns[slot]) if slot in columns else "" for slot in SLOTS)


def _cell(row: Sequence[str], column: Column) -> str:
    text = row[column.place] if column.place < len(row) else ""
    if fold(text) in NOTHING:
        return ""
    if not _BARE.fullmatch(text) or (column.unit == " €" and _small(text)):
        return text
    return text + column.unit


def _small(text: str) -> bool:
    """Whether a number is so small that thousands of euros may be meant."""
    return float(re.sub(r"[^\d,.]", "", text).replace(",", ".")) < _LEAST_EUROS


def _rank(cell: str) -> tuple[bool, int] | None:
    """How clearly a cell names a field; None when it is no heading."""
    if not _may_head(cell) or _names_another(cell):
        return None
    said = set(words(cell))
    if said == {"date"}:
        return False, 4
    place = next((place for place, (_, known) in enumerate(_HEADINGS) if said & known), None)
    return None if place is None else ("ttc" in said, place)


def _may_head(cell: str) -> bool:
    """Whether a cell is short and has no figures, but for a unit."""
    return 0 < len(cell) <= _LONGEST_HEADING and not re.search(r"\d", _UNIT_IN_BRACKETS.sub("", cell))


def _names_another(cell: str) -> bool:
    """Whether a cell is the heading of a column that is none of ours."""
    return _may_head(cell) and not _OTHERS.isdisjoint(words(cell))


def _unit(slot: Slot, heading: str) -> str:
    text = fold(heading)
    if slot is Slot.AMOUNT:
        return next((unit for unit, pattern in _AMOUNT_UNITS if re.search(pattern, text)), " €")
    if slot is Slot.MONTHS:
        units = (*_MONTH_UNITS, *_MORE_UNITS)
        return next((unit for unit, pattern in units if re.search(pattern, text)), "")
    return ""
