"""Hours of a month that nobody declared, and who of the PLIE hears of it."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import sqlalchemy as sa

from bot.rules.worked import last_of
from bot.store.database import Session
from bot.store.tables import (
    Candidate,
    HoursState,
    Lot,
    Placement,
    PlacementState,
    Procurement,
    WorkedMonth,
    rows_of,
)
from bot.store.types import literal

Followers = set[int | None]
"""Who follows the contracts, and the people who are on no contract; None where nobody does."""

_rows = rows_of(WorkedMonth)
_placements = rows_of(Placement)
_candidates = rows_of(Candidate)
_lots = rows_of(Lot)
_procurements = rows_of(Procurement)
_FOLLOWER = sa.case((_lots.c.id.is_(None), _candidates.c.adviser_id), else_=_procurements.c.examined_by)


def of_month(session: Session, month: date) -> Mapping[int, Followers]:
    """The organisations that declare somebody of this month (its first day) whose hours are neither declared
    nor none, or to correct, with who follows these people. On a lot that was over before, nothing is waited
    for any more."""
    found: dict[int, Followers] = {}
    for query in of_month_queries(month):
        for home, follower in session.core.execute(query):
            found.setdefault(home, set()).add(follower)
    return found


def of_month_queries(month: date) -> tuple[sa.Select[Any], ...]:
    """The selects of `of_month`, each by `ix_placements_planned_end`: of contracts with a planned end, and of
    those without."""
    known, open_ended = _placements.c.planned_end >= month, _placements.c.planned_end.is_(None)
    return _undeclared(month, known), _undeclared(month, open_ended)


def _undeclared(month: date, ends: sa.ColumnElement[bool]) -> sa.Select[Any]:
    written = sa.exists().where(
        _rows.c.placement_id == _placements.c.id,
        _rows.c.month == month,
        _rows.c.state != HoursState.ASKED_BACK,
    )
    runs = sa.and_(
        ends,
        _placements.c.state == PlacementState.CONFIRMED,
        _placements.c.starts_on <= last_of(month),
        sa.or_(_placements.c.ended_on.is_(None), _placements.c.ended_on >= month),
    )
    over = sa.or_(_lots.c.completed_on < month, _lots.c.cancelled_on < month)
    query = sa.select(_placements.c.declaring_id, _FOLLOWER).select_from(_followed(_placements))
    return query.where(runs, ~written, sa.func.coalesce(over, sa.false()).is_(sa.false()))


def validators(session: Session) -> Mapping[tuple[int, int], Followers]:
    """Who follows the people whose hours wait for their validation, by who declared them and the month (as
    YYYYMM)."""
    joined = _followed(sa.join(_rows, _placements, _placements.c.id == _rows.c.placement_id))
    query = sa.select(_rows.c.declaring_id, _rows.c.month, _FOLLOWER).select_from(joined).distinct()
    found: dict[tuple[int, int], Followers] = {}
    for home, month, follower in session.core.execute(
        query.where(_rows.c.state == literal(HoursState.DECLARED))
    ):
        found.setdefault((home, month.year * 100 + month.month), set()).add(follower)
    return found


def _followed(placements: Any) -> Any:
    """These placements with their person, and their contract where they count for one."""
    people = placements.join(_candidates, _candidates.c.id == _placements.c.candidate_id)
    lots = people.outerjoin(_lots, _lots.c.id == _placements.c.lot_id)
    return lots.outerjoin(_procurements, _procurements.c.id == _lots.c.procurement_id)
