"""What forbids that a person is erased now: counts that are not settled yet, a duty to keep the file."""

from datetime import date
from enum import StrEnum

import sqlalchemy as sa

from bot.rules.retention import holds
from bot.store import exits, placements
from bot.store.candidates import identity
from bot.store.database import Session
from bot.store.tables import Candidate, HoursState, Placement, WorkedMonth, rows_of

_placements, _months = rows_of(Placement), rows_of(WorkedMonth)
_UNSETTLED = (HoursState.DECLARED, HoursState.ASKED_BACK)


class Obstacle(StrEnum):
    """Why a file cannot be erased."""

    HOLD = "hold"
    AT_WORK = "at work"
    HOURS = "hours"


def of(session: Session, candidate: Candidate, today: date) -> Obstacle | None:
    """The first of what forbids it; None when nothing does."""
    if holds(candidate.hold_until, today):
        return Obstacle.HOLD
    if _at_work(session, identity(candidate), today):
        return Obstacle.AT_WORK
    return Obstacle.HOURS if _unsettled(session, identity(candidate)) else None


def _at_work(session: Session, number: int, today: date) -> bool:
    """Whether a contract of work stands that no end and no exit is known of."""
    left = exits.current(session, number)
    for placement in placements.living_of(session, number):
        last = placements.last_day(placement)
        gone = left is not None and left.left_on >= placement.starts_on
        if (last is None or last >= today) and not gone:
            return True
    return False


def _unsettled(session: Session, number: int) -> bool:
    """Whether hours wait to be validated or corrected."""
    joined = sa.select(_months.c.id).join(_placements, _placements.c.id == _months.c.placement_id)
    query = joined.where(_placements.c.candidate_id == number, _months.c.state.in_(_UNSETTLED))
    return session.core.execute(query.limit(1)).first() is not None
