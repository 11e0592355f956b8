"""Whose hours are declared: the people of a month, line by line, as the sheet shows them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import sqlalchemy as sa

from bot.rules.placements import Terms
from bot.rules.worked import last_of
from bot.store.database import Session
from bot.store.tables import (
    Candidate,
    CandidateState,
    HoursState,
    Kind,
    Lot,
    Organisation,
    Placement,
    PlacementState,
    Procurement,
    WorkedMonth,
    rows_of,
)
from bot.store.types import literal

_rows = rows_of(WorkedMonth)
_placements = rows_of(Placement)
_candidates = rows_of(Candidate)
_organisations = rows_of(Organisation)
_lots = rows_of(Lot)
_procurements = rows_of(Procurement)


@dataclass(frozen=True, slots=True)
class Line:
    """A person at work in a month, and the hours declared of it: `worked_id`, `hours` and `state` are None
    before. `sealed` and `uid` give the name (`called`)."""

    placement_id: int
    reference: str
    lot_id: int | None
    candidate_id: int
    candidate: str
    sealed: bytes
    uid: str
    file_state: str
    terms: Terms
    worked_id: int | None
    hours: Decimal | None
    state: str | None

    @property
    def locked(self) -> bool:
        """Whether the hours were validated."""
        return self.state == HoursState.VALIDATED


@dataclass(frozen=True, slots=True)
class Counts:
    """People of a month whose placement stands: all, and by the state of their hours."""

    people: int
    declared: int
    asked_back: int
    validated: int

    @property
    def undeclared(self) -> int:
        """Those of whom nothing was declared yet."""
        return self.people - self.declared - self.asked_back - self.validated


def called(session: Session, line: Line, *, staff: bool) -> str:
    """The name of the person, which an employer goes on reading where the file was closed; the reference
    where the name is gone."""
    shown = (CandidateState.ACTIVE, CandidateState.CLOSED)
    if line.file_state == CandidateState.ANONYMISED or not (staff or line.file_state in shown):
        return line.candidate
    return str(session.sealer.open(line.sealed, f"candidates.name:{line.uid}"))


_LINE = (
    _placements.c.id,
    _placements.c.reference,
    _placements.c.lot_id,
    _placements.c.candidate_id,
    _candidates.c.reference,
    _candidates.c.name,
    _candidates.c.uid,
    _candidates.c.state,
    _placements.c.starts_on,
    _placements.c.ended_on,
    _placements.c.planned_end,
    _placements.c.weekly_hours,
    _rows.c.id,
    _rows.c.hours,
    _rows.c.state,
)


def _line(row: Any) -> Line:
    starts, ended, planned, weekly, worked_id, hours, state = row[8:]
    terms = Terms(starts, ended or planned, Decimal(weekly))
    return Line(*(*row[:8], terms, worked_id, None if hours is None else Decimal(hours), state))


def _lines(month: date, *conditions: sa.ColumnElement[bool]) -> Any:
    """Placements with their person and their hours of the month, if any."""
    hours = sa.and_(_rows.c.placement_id == _placements.c.id, _rows.c.month == month)
    people = _placements.join(_candidates, _placements.c.candidate_id == _candidates.c.id)
    return sa.select(*_LINE).select_from(people.outerjoin(_rows, hours)).where(*conditions)


def _covering(declaring_id: int, month: date, state: str = PlacementState.CONFIRMED) -> Any:
    """The placements an organisation declares that run in the month; reads `ix_placements_declaring_id`."""
    last = sa.func.coalesce(_placements.c.ended_on, _placements.c.planned_end)
    return sa.and_(
        _placements.c.declaring_id == declaring_id,
        _placements.c.state == state,
        _placements.c.starts_on <= last_of(month),
        sa.or_(last.is_(None), last >= month),
    )


def page(
    session: Session, declaring_id: int, month: date, after: tuple[date, int] | None, size: int
) -> list[Line]:
    """At most `size` people of a month, by the start of their contract, behind the start and number given."""
    query = _lines(month, _covering(declaring_id, month))
    place = sa.tuple_(_placements.c.starts_on, _placements.c.id)
    if after is not None:
        query = query.where(place > sa.tuple_(sa.literal(after[0]), sa.literal(after[1])))
    ordered = query.order_by(_placements.c.starts_on, _placements.c.id).limit(size)
    return [_line(row) for row in session.core.execute(ordered)]


def everybody(session: Session, declaring_id: int, month: date) -> list[Line]:
    """All the people of a month, by the start of their contract."""
    query = _lines(month, _covering(declaring_id, month))
    ordered = query.order_by(_placements.c.starts_on, _placements.c.id)
    return [_line(row) for row in session.core.execute(ordered)]


def lock(session: Session, declaring_id: int, month: date) -> list[Line]:
    """All the people of a month as they are now; nobody else changes their contract or their hours before
    this transaction ends."""
    placements = sa.select(_placements.c.id).where(_covering(declaring_id, month))
    session.core.execute(placements.order_by(_placements.c.id).with_for_update()).all()
    here = sa.and_(_rows.c.month == month, _rows.c.placement_id.in_(placements))
    session.core.execute(sa.select(_rows.c.id).where(here).order_by(_rows.c.id).with_for_update()).all()
    return everybody(session, declaring_id, month)


def one(session: Session, declaring_id: int, month: date, placement_id: int) -> Line | None:
    """The line of a placement of the month, if it is on the sheet."""
    query = _lines(month, _covering(declaring_id, month), _placements.c.id == placement_id)
    row = session.core.execute(query).first()
    return None if row is None else _line(row)


def of_candidates(
    session: Session, declaring_id: int, month: date, condition: sa.ColumnElement[bool], size: int
) -> list[Line]:
    """At most `size` placements that stand of the people meant, whether or not they run in the month."""
    here = sa.and_(
        _placements.c.declaring_id == declaring_id, _placements.c.state == PlacementState.CONFIRMED
    )
    query = _lines(month, here, condition).order_by(_placements.c.starts_on.desc(), _placements.c.id)
    return [_line(row) for row in session.core.execute(query.limit(size))]


def known_as(reference: str) -> sa.ColumnElement[bool]:
    """The placement, or the placements of the candidate, people call so."""
    column = _placements.c.reference if reference.startswith("P") else _candidates.c.reference
    known: sa.ColumnElement[bool] = column == reference
    return known


def among(candidates: Any) -> sa.ColumnElement[bool]:
    """The placements of these candidates: numbers, or a query for them."""
    theirs: sa.ColumnElement[bool] = _placements.c.candidate_id.in_(candidates)
    return theirs


def unconfirmed(session: Session, declaring_id: int, month: date, size: int) -> list[str]:
    """The references of at most `size` placements of the month that wait for the PLIE's confirmation."""
    query = sa.select(_placements.c.reference).where(_covering(declaring_id, month, PlacementState.DECLARED))
    return list(session.core.execute(query.order_by(_placements.c.id).limit(size)).scalars())


def counts(session: Session, declaring_id: int, month: date) -> Counts:
    """How many people the month has, and how far they are."""
    hours = sa.and_(_rows.c.placement_id == _placements.c.id, _rows.c.month == month)
    query = sa.select(_rows.c.state, sa.func.count()).select_from(_placements.outerjoin(_rows, hours))
    found = session.core.execute(query.where(_covering(declaring_id, month)).group_by(_rows.c.state))
    by_state = {row[0]: row[1] for row in found}
    return Counts(sum(by_state.values()), *(by_state.get(str(state), 0) for state in HoursState))


def unfinished(session: Session, declaring_id: int, month: date) -> bool:
    """Whether someone of the month has no hours yet, or hours to correct."""
    written = sa.exists().where(
        _rows.c.placement_id == _placements.c.id,
        _rows.c.month == month,
        _rows.c.state != HoursState.ASKED_BACK,
    )
    query = sa.select(_placements.c.id).where(_covering(declaring_id, month), ~written)
    return session.core.execute(query.limit(1)).first() is not None


def any_of(session: Session, declaring_id: int) -> bool:
    """Whether the organisation ever had somebody whose hours it declares."""
    here = sa.and_(
        _placements.c.declaring_id == declaring_id, _placements.c.state == PlacementState.CONFIRMED
    )
    return session.core.execute(sa.select(_placements.c.id).where(here).limit(1)).first() is not None


def declarers(session: Session, after: tuple[str, int] | None, size: int) -> list[tuple[int, str, str]]:
    """At most `size` companies and SIAEs that declare somebody's hours, by name, behind the name key and the
    number given: number, name, name key."""
    table = _organisations.c
    some = sa.exists().where(
        _placements.c.declaring_id == table.id, _placements.c.state == PlacementState.CONFIRMED
    )
    query = sa.select(table.id, table.name, table.name_key).where(
        table.kind.in_((Kind.COMPANY, Kind.SIAE)), some
    )
    if after is not None:
        query = query.where(sa.tuple_(table.name_key, table.id) > sa.tuple_(*map(sa.literal, after)))
    found = session.core.execute(query.order_by(table.name_key, table.id).limit(size))
    return [(row.id, row.name, row.name_key) for row in found]


def followers(session: Session, lines: Sequence[Line]) -> set[int | None]:
    """Who of the PLIE follows the contracts of these lines, and the people who are on no contract; None where
    nobody does."""
    lots = {line.lot_id for line in lines if line.lot_id is not None}
    people = {line.candidate_id for line in lines if line.lot_id is None}
    contracts = sa.select(_procurements.c.examined_by).join(
        _lots, _lots.c.procurement_id == _procurements.c.id
    )
    queries = [
        *([contracts.where(_lots.c.id.in_(lots))] if lots else []),
        *([sa.select(_candidates.c.adviser_id).where(_candidates.c.id.in_(people))] if people else []),
    ]
    return {number for query in queries for number in session.core.execute(query.distinct()).scalars()}


def to_validate(declaring_id: int, month: date) -> sa.ColumnElement[bool]:
    """The hours to validate of a month; reads `ix_worked_months_waiting`."""
    declared = _rows.c.state == literal(HoursState.DECLARED)
    return sa.and_(_rows.c.declaring_id == declaring_id, _rows.c.month == month, declared)


def waiting_page(session: Session, declaring_id: int, month: date, after: int, size: int) -> list[Line]:
    """At most `size` lines whose hours are to validate, behind the hours numbered `after`."""
    query = _lines(month, to_validate(declaring_id, month), _rows.c.id > after)
    return [_line(row) for row in session.core.execute(query.order_by(_rows.c.id).limit(size))]


def of_hours(session: Session, month: date, worked_id: int) -> Line | None:
    """The line of the hours of this number, declared of this month."""
    row = session.core.execute(_lines(month, _rows.c.id == worked_id)).first()
    return None if row is None else _line(row)
