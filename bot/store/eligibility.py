"""Eligibilities that somebody said are not renewed: the audit trail says so, with the day they end on."""

from datetime import date

import sqlalchemy as sa

from bot.store import audit
from bot.store.database import Session
from bot.store.tables import Candidate, rows_of

_rows = rows_of(Candidate)


def declined() -> sa.ColumnElement[bool]:
    """Whether it is known of a candidate that the eligibility is not renewed: the trail says on which day it
    ends."""
    end = sa.cast(_rows.c.eligible_until, sa.String())
    details = sa.literal('{"end": "') + end + sa.literal('"}')
    return audit.is_said("decline eligibility", "candidate", _rows.c.id, details)


def is_declined(session: Session, candidate_id: int, end: date) -> bool:
    """Whether somebody said that the eligibility of a person that ends on this day is not renewed."""
    ends = sa.and_(_rows.c.id == candidate_id, _rows.c.eligible_until == end)
    return session.core.execute(sa.select(_rows.c.id).where(ends, declined())).first() is not None
