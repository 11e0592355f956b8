"""Hours worked, by placement and month: declared, asked back, validated; and what they make of a lot."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import sqlalchemy as sa
from sqlmodel import col, select

from bot.rules.placements import Terms
from bot.store.database import Session
from bot.store.tables import HoursState, Placement, PlacementState, WorkedMonth, rows_of
from bot.store.types import literal
from bot.store.worked_lines import Line, to_validate

_rows = rows_of(WorkedMonth)
VALIDATED_HOURS = sa.case((_rows.c.state == literal(HoursState.VALIDATED), _rows.c.hours), else_=0)
"""The hours of a month that are validated."""
_placements = rows_of(Placement)
_BATCH = 5000


@dataclass(frozen=True, slots=True)
class Totals:
    """Hours of a lot: declared (those validated included, those asked back not), and validated."""

    declared: Decimal = Decimal()
    validated: Decimal = Decimal()


@dataclass(frozen=True, slots=True)
class Entry:
    """Hours to be written for a placement."""

    line: Line
    hours: Decimal


@dataclass(frozen=True, slots=True)
class Declarer:
    """Who declares, for which organisation, for which month named by its first day."""

    person_id: int
    declaring_id: int
    month: date


def declare(session: Session, by: Declarer, entries: Sequence[Entry], now: datetime) -> None:
    """Write the hours of these lines, all as locked in this transaction: new rows, or new hours in the rows
    there are; each is declared."""
    new = [_new(by, entry, now) for entry in entries if entry.line.worked_id is None]
    for begin in range(0, len(new), _BATCH):
        session.core.execute(sa.insert(_rows), new[begin : begin + _BATCH])
    changed = [
        {"which": entry.line.worked_id, "worked": entry.hours}
        for entry in entries
        if entry.line.worked_id is not None
    ]
    if changed:
        values = {
            "hours": sa.bindparam("worked"),
            "state": HoursState.DECLARED,
            "declared_by": by.person_id,
            "declared_at": now,
            "settled_by": None,
            "settled_at": None,
        }
        statement = sa.update(_rows).where(_rows.c.id == sa.bindparam("which")).values(values)
        session.core.execute(statement, changed)


def _new(by: Declarer, entry: Entry, now: datetime) -> dict[str, Any]:
    return {
        "placement_id": entry.line.placement_id,
        "lot_id": entry.line.lot_id,
        "declaring_id": by.declaring_id,
        "month": by.month,
        "hours": entry.hours,
        "state": HoursState.DECLARED,
        "declared_by": by.person_id,
        "declared_at": now,
    }


def get(session: Session, worked_id: int) -> WorkedMonth | None:
    """The hours of this number as they are now, if any."""
    query = select(WorkedMonth).where(WorkedMonth.id == worked_id)
    return session.exec(query.execution_options(populate_existing=True)).first()


def of_placement(session: Session, placement_id: int) -> list[WorkedMonth]:
    """The months declared of a placement, first to last."""
    query = select(WorkedMonth).where(WorkedMonth.placement_id == placement_id)
    ordered = query.order_by(col(WorkedMonth.month))
    return list(session.exec(ordered.execution_options(populate_existing=True)).all())


def lot_totals(session: Session, lot_id: int) -> Totals:
    """The hours declared and validated of a lot."""
    return totals(session, [lot_id])[lot_id]


def totals(session: Session, lot_ids: Collection[int]) -> Mapping[int, Totals]:
    """The hours declared and validated of each of these lots; reads `ix_worked_months_lot_id` alone."""
    query = sa.select(_rows.c.lot_id, sa.func.sum(_rows.c.hours), sa.func.sum(VALIDATED_HOURS)).where(
        _rows.c.lot_id.in_(lot_ids), _rows.c.state != HoursState.ASKED_BACK
    )
    found = {
        row[0]: Totals(hundredths(row[1]), hundredths(row[2]))
        for row in session.core.execute(query.group_by(_rows.c.lot_id))
    }
    return {lot_id: found.get(lot_id, Totals()) for lot_id in lot_ids}


def hundredths(hours: Any) -> Decimal:
    """A sum of hours as a database gives it, exact; none is nought. SQLite adds floating numbers."""
    return Decimal(str(hours or 0)).quantize(Decimal("0.01"))


def contracts_of_lot(session: Session, lot_id: int) -> list[tuple[Terms, list[date]]]:
    """The placements that stand of a lot, each with the months already declared."""
    return contracts_of_lots(session, [lot_id])[lot_id]


def contracts_of_lots(
    session: Session, lot_ids: Collection[int]
) -> Mapping[int, list[tuple[Terms, list[date]]]]:
    """The placements that stand of each of these lots, each with the months already declared."""
    here = sa.and_(_placements.c.lot_id.in_(lot_ids), _placements.c.state == PlacementState.CONFIRMED)
    columns = ("id", "lot_id", "starts_on", "ended_on", "planned_end", "weekly_hours")
    found = session.core.execute(sa.select(*(_placements.c[name] for name in columns)).where(here)).all()
    months: dict[int, list[date]] = {row.id: [] for row in found}
    written = sa.select(_rows.c.placement_id, _rows.c.month).where(
        _rows.c.lot_id.in_(lot_ids), _rows.c.state != HoursState.ASKED_BACK
    )
    for placement_id, month in session.core.execute(written):
        months.get(placement_id, []).append(month)
    contracts: dict[int, list[tuple[Terms, list[date]]]] = {lot_id: [] for lot_id in lot_ids}
    for row in found:
        terms = Terms(row.starts_on, row.ended_on or row.planned_end, Decimal(row.weekly_hours))
        contracts[row.lot_id].append((terms, months[row.id]))
    return contracts


@dataclass(frozen=True, slots=True)
class Waiting:
    """Hours to validate, as they are now."""

    id: int
    placement_id: int
    lot_id: int | None
    hours: Decimal
    declared_at: datetime


def waiting(session: Session, declaring_id: int, month: date, *, lock: bool = False) -> list[Waiting]:
    """All the hours to validate of a month; with `lock`, nobody else changes them meanwhile."""
    columns = (_rows.c.id, _rows.c.placement_id, _rows.c.lot_id, _rows.c.hours, _rows.c.declared_at)
    query = sa.select(*columns).where(to_validate(declaring_id, month)).order_by(_rows.c.id)
    found = session.core.execute(query.with_for_update() if lock else query)
    return [Waiting(row[0], row[1], row[2], Decimal(row[3]), row[4]) for row in found]


def validate_all(session: Session, seen: Sequence[Waiting], by: int, now: datetime) -> None:
    """Validate these hours, locked before; not what others declare of the same month meanwhile."""
    statement = sa.update(_rows).where(_rows.c.id == sa.bindparam("which"))
    values = {"state": HoursState.VALIDATED, "settled_by": by, "settled_at": now}
    if seen:
        session.core.execute(statement.values(values), [{"which": one.id} for one in seen])


def settle(
    session: Session,
    worked_id: int,
    whence: Collection[HoursState],
    to: HoursState,
    by: int,
    now: datetime,
    seen: Decimal | None = None,
) -> bool:
    """Validate hours or ask them back, where they are in one of these states and, if `seen` is given, still
    this many. Returns whether they were: of two people at once, one."""
    here = sa.and_(_rows.c.id == worked_id, _rows.c.state.in_(list(whence)))
    if seen is not None:
        here = sa.and_(here, _rows.c.hours == seen)
    values = {"state": to, "settled_by": by, "settled_at": now}
    return bool(session.core.execute(sa.update(_rows).where(here).values(values)).rowcount)
