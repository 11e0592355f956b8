"""The lines of a list as records: lots joined to their procurement, what does not go together found."""

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from itertools import pairwise
from typing import Any

from bot.dialogue.answers import Understood
from bot.dialogue.translations import N_
from bot.reports.imports.columns import FULL_NAME, LISTS, UNSAID
from bot.reports.imports.rows import Line, Reader, why
from bot.rules.requirements import to_bits
from bot.rules.siret import clean_siret
from bot.store.imports import ImportKind, folded
from bot.store.imports.waiting import Record
from bot.store.organisations import name_key

TWICE = N_("This reference is already on row {row}.")
OTHERWISE = N_("This differs from row {row}, which has the same reference.")
LOT_TWICE = N_("This lot is already on row {row}.")
_NO_CLAUSE_DAY = N_("The day on which the clause was retained is needed here.")
_NO_SUPPLIER = N_("The company that was awarded the lot is needed here.")
_NO_AMOUNT = N_("The amount of the lot is needed for an award.")
_NO_AWARD = N_("The day of the award is needed here.")
EARLIER = N_("This day comes before “{other}”.")
_TOO_MANY_HOURS = N_(
    "The amount cannot pay so many hours: are two columns swapped, or the amount in thousands?"
)
_SHARED = ("title", "category", "commune", "start", "months", "consultation")
_LOT = ("hours", "confirmed", "published", "supplier", "supplier_siret", "awarded", "awarded_amount",
        "kicked_off", "completed", "amount")  # fmt: skip
_AWARDED = ("awarded", "kicked_off", "completed")
_IN_ORDER = ("confirmed", "published", *_AWARDED)
_CHEAPEST = 10
"""Euros: no hour of work costs less."""

Lines = Sequence[Line]


def of(kind: ImportKind, lines: Lines, reader: Reader) -> list[Record]:
    """The records of these lines; what keeps one from being made is told to the reader."""
    return _MAKERS[kind](lines, reader)


def _procurements(lines: Lines, reader: Reader) -> list[Record]:
    """A record for each buyer and reference, with the lots of all its rows."""
    grouped: dict[tuple[str, str], list[Line]] = {}
    for line in lines:
        buyer = str(line.values["buyer"])
        grouped.setdefault((clean_siret(buyer) or name_key(buyer), _folded(line)), []).append(line)
    return [_procurement(rows, reader) for rows in grouped.values()]


def _procurement(rows: Lines, reader: Reader) -> Record:
    first = rows[0]
    shared: dict[str, Any] = {name: first.values.get(name) for name in ("buyer", *_SHARED)}
    lots: dict[str, int] = {}
    made = []
    for place, line in enumerate(rows, 1):
        _same_as_first(first, line, reader)
        _ordered(line, reader)
        number = line.values.get("number") or str(place)
        if number in lots:
            reader.fault(line.number, "number", number, LOT_TWICE, {"row": lots[number]})
        lots.setdefault(number, line.number)
        made.append(_lot(line, number, first.values["title"]))
    read = tuple(line.number for line in rows)
    return Record(first.number, first.values["reference"], shared | {"lots": made}, read)


def _lot(line: Line, number: str, title: str) -> dict[str, Any]:
    said = {name: line.values.get(name) for name in _LOT}
    return said | {"number": number, "title": line.values.get("lot") or title}


def _same_as_first(first: Line, line: Line, reader: Reader) -> None:
    for name in _SHARED:
        if line.values.get(name) != first.values.get(name):
            cell = str(line.values.get(name) or "")
            reader.fault(line.number, name, cell, OTHERWISE, {"row": first.number})


def _ordered(line: Line, reader: Reader) -> None:
    """What must be said with the dates of a lot, and that they follow each other."""
    said = line.values
    late = any(said.get(name) for name in ("published", "hours", *_AWARDED))
    if late and not said.get("confirmed"):
        reader.fault(line.number, "confirmed", "", _NO_CLAUSE_DAY)
    if said.get("awarded"):
        if not (said.get("supplier") or said.get("supplier_siret")):
            reader.fault(line.number, "supplier", "", _NO_SUPPLIER)
        if not (said.get("awarded_amount") or said.get("amount")):
            reader.fault(line.number, "awarded_amount", "", _NO_AMOUNT)
    elif any(said.get(name) for name in ("supplier", "supplier_siret", "awarded_amount", *_AWARDED)):
        reader.fault(line.number, "awarded", "", _NO_AWARD)
    _follow(line, reader)
    amount = max(Decimal(said.get(name) or 0) for name in ("amount", "awarded_amount"))
    if amount and (said.get("hours") or 0) * _CHEAPEST > amount:
        reader.fault(line.number, "hours", str(said["hours"]), _TOO_MANY_HOURS)


def _follow(line: Line, reader: Reader) -> None:
    """Each day of a lot comes after those before it."""
    said = line.values
    dated = [(name, said[name]) for name in _IN_ORDER if said.get(name)]
    for (before, day), (after, later) in pairwise(dated):
        if later < day:
            reader.fault(line.number, after, later, EARLIER, {"other": _heading(reader, before)})


def _heading(reader: Reader, name: str) -> str:
    return next(column.heading for column in LISTS[reader.kind] if column.name == name)


def _companies(lines: Lines, reader: Reader) -> list[Record]:
    once = _each_once(lines, reader)
    return [Record(line.number, line.values["reference"], {"name": line.values["name"]}) for line in once]


def _candidates(lines: Lines, reader: Reader) -> list[Record]:
    return [record for line in _each_once(lines, reader) if (record := _candidate(line, reader))]


def _candidate(line: Line, reader: Reader) -> Record | None:
    said = dict(line.values)
    typed = " ".join(filter(None, [said.pop("name"), said.pop("first_name", "")]))
    name = FULL_NAME.read(typed, reader.context)
    if not isinstance(name, Understood):
        reader.fault(line.number, "name", typed, *why(name))
        return None
    if said.get("contacted", said["consent"]) < said["consent"]:
        said["contacted"] = said["consent"]
    whole = {
        "name": name.value,
        "phone": None,
        "sex": UNSAID,
        "district": None,
        "jobs": [],
        "available": f"{said['consent']}/day",
        "adviser": None,
        "contacted": said["consent"],
        "distinct": False,
    }
    reference = said.pop("reference")
    held = to_bits(said.pop("held", []))
    return Record(line.number, reference, whole | said | {"held": held, "level": int(said["level"])})


def _each_once(lines: Lines, reader: Reader) -> list[Line]:
    """The lines, a second one of the same reference being at fault."""
    seen: dict[str, int] = {}
    for line in lines:
        reference = line.values["reference"]
        if _folded(line) in seen:
            reader.fault(line.number, "reference", reference, TWICE, {"row": seen[_folded(line)]})
        seen.setdefault(_folded(line), line.number)
    return list(lines)


def _folded(line: Line) -> str:
    return folded(str(line.values["reference"]))


_MAKERS: Mapping[ImportKind, Callable[[Lines, Reader], list[Record]]] = {
    ImportKind.PROCUREMENT: _procurements,
    ImportKind.COMPANY: _companies,
    ImportKind.CANDIDATE: _candidates,
}
