"""What the rows of a list tell, read at once for a page."""

from collections.abc import Collection, Mapping, Sequence
from decimal import Decimal
from typing import Any

import sqlalchemy as sa

from bot.store.database import Session
from bot.store.indicators.behind.lists import worked
from bot.store.indicators.behind.things import Thing
from bot.store.indicators.counted import EXITS, INTERVIEWS, OFFERS, REFERRALS, WORKED
from bot.store.indicators.scope import LOTS, PLACEMENTS, PROCUREMENTS, Asked
from bot.store.tables import Candidate, rows_of
from bot.store.worked import hundredths

_candidates = rows_of(Candidate)
_PERSON = (
    _candidates.c.uid,
    _candidates.c.name,
    _candidates.c.reference,
    _candidates.c.state.label("file_state"),
)


def _with_person(table: sa.Table, *columns: sa.ColumnElement[Any]) -> sa.Select[Any]:
    person = table.c.candidate_id == _candidates.c.id
    return sa.select(table.c.id, *columns, *_PERSON).join_from(table, _candidates, person)


_MONTHS = sa.select(WORKED.c.id, WORKED.c.month, WORKED.c.hours, WORKED.c.state, *_PERSON)
_LINES: Mapping[Thing, sa.Select[Any]] = {
    Thing.PROCUREMENT: sa.select(PROCUREMENTS.c.id, PROCUREMENTS.c.reference, PROCUREMENTS.c.title),
    Thing.LOT: sa.select(
        LOTS.c.id,
        LOTS.c.procurement_id,
        LOTS.c.number,
        LOTS.c.title,
        LOTS.c.state,
        LOTS.c.supplier_id,
        LOTS.c.hours_owed,
        PROCUREMENTS.c.reference,
    ).join_from(LOTS, PROCUREMENTS, LOTS.c.procurement_id == PROCUREMENTS.c.id),
    Thing.MONTH: _MONTHS.join_from(WORKED, PLACEMENTS, WORKED.c.placement_id == PLACEMENTS.c.id).join(
        _candidates, PLACEMENTS.c.candidate_id == _candidates.c.id
    ),
    Thing.CANDIDATE: sa.select(_candidates.c.id, *_PERSON),
    Thing.EXIT: _with_person(EXITS, EXITS.c.left_on, EXITS.c.kind),
    Thing.PLACEMENT: _with_person(
        PLACEMENTS, PLACEMENTS.c.reference.label("placement"), PLACEMENTS.c.ended_on, PLACEMENTS.c.end_reason
    ),
    Thing.INTERVIEW: _with_person(INTERVIEWS, INTERVIEWS.c.held_on, INTERVIEWS.c.outcome),
    Thing.REFERRAL: _with_person(REFERRALS, REFERRALS.c.state, OFFERS.c.reference.label("offer")).join(
        OFFERS, REFERRALS.c.offer_id == OFFERS.c.id
    ),
}
_TABLES: Mapping[Thing, sa.Table] = {
    Thing.PROCUREMENT: PROCUREMENTS,
    Thing.LOT: LOTS,
    Thing.MONTH: WORKED,
    Thing.CANDIDATE: _candidates,
    Thing.EXIT: EXITS,
    Thing.PLACEMENT: PLACEMENTS,
    Thing.INTERVIEW: INTERVIEWS,
    Thing.REFERRAL: REFERRALS,
}


def rows(session: Session, thing: Thing, numbers: Sequence[int]) -> list[Any]:
    """The things of these numbers, in their order, with what a list tells of each."""
    query = _LINES[thing].where(_TABLES[thing].c.id.in_(numbers))
    found = {row.id: row for row in session.core.execute(query)}
    return [found[number] for number in numbers if number in found]


def name(session: Session, row: Any) -> str:
    """The name of the person of a row, for the PLIE's staff only."""
    return str(session.sealer.open(row.name, f"candidates.name:{row.uid}"))


def lot_hours(session: Session, key: str, asked: Asked, lots: Collection[int]) -> dict[int, Decimal]:
    """Of each of these lots, the hours the figure counts: owed, declared or validated; 0 where none."""
    if key == "hours.owed":
        query = sa.select(LOTS.c.id, LOTS.c.hours_owed).where(LOTS.c.id.in_(lots))
    else:
        there = sa.and_(worked(asked, validated=key == "hours.validated"), WORKED.c.lot_id.in_(lots))
        query = sa.select(WORKED.c.lot_id, sa.func.sum(WORKED.c.hours)).where(there)
        query = query.group_by(WORKED.c.lot_id)
    found = session.core.execute(query)
    counted = {lot: hundredths(hours) for lot, hours in found}
    return dict.fromkeys(lots, Decimal()) | counted
