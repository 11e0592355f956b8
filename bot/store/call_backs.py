"""Requests to be called back: tasks of the PLIE's facilitators."""

from datetime import datetime

import sqlalchemy as sa
from sqlmodel import select

from bot.store import claims
from bot.store.database import Session
from bot.store.tables import CallBack, rows_of

_rows = rows_of(CallBack)


def ask(session: Session, person_id: int, form: str, now: datetime) -> CallBack | None:
    """The person asks to be called about a form. None when this waits already."""
    row = {"person_id": person_id, "form": form, "asked_at": now}
    if not claims.insert_new(session, _rows, [row]):
        return None
    waiting = select(CallBack).where(CallBack.person_id == person_id, CallBack.form == form)
    return session.exec(waiting.where(_rows.c.done_at.is_(None))).first()


def get(session: Session, number: int) -> CallBack | None:
    """The request as it is now, if any."""
    query = select(CallBack).where(CallBack.id == number)
    return session.exec(query.execution_options(populate_existing=True)).first()


def done(session: Session, number: int, person_id: int, now: datetime) -> bool:
    """The person called. Returns whether they are the first."""
    waiting = sa.and_(_rows.c.id == number, _rows.c.done_at.is_(None))
    statement = sa.update(_rows).where(waiting).values(done_by=person_id, done_at=now)
    return bool(session.core.execute(statement).rowcount)
