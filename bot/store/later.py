"""Messages that wait for the hour their reader prefers."""

from datetime import datetime

import sqlalchemy as sa

from bot.store.database import Session
from bot.store.tables import Outbox, OutboxState, rows_of
from bot.store.types import literal

_rows = rows_of(Outbox)
_LATER = _rows.c.state == literal(OutboxState.LATER)


def release(session: Session, now: datetime, most: int) -> int:
    """Let at most `most` messages leave whose hour has come, in the order they were written. Returns how
    many."""
    due = sa.select(_rows.c.id).where(_LATER, _rows.c.due_at <= now).order_by(_rows.c.due_at, _rows.c.id)
    chosen = session.core.execute(due.limit(most).with_for_update(skip_locked=True)).scalars().all()
    again = sa.update(_rows).where(_rows.c.id.in_(chosen), _LATER)
    return int(session.core.execute(again.values(state=OutboxState.NEW)).rowcount)


def hasten(session: Session, chat_id: int, now: datetime) -> int:
    """A person no longer prefers to wait: what waits for their hour leaves now. Returns how many."""
    mine = sa.update(_rows).where(_LATER, _rows.c.lane == chat_id)
    return int(session.core.execute(mine.values(state=OutboxState.NEW, due_at=now)).rowcount)
