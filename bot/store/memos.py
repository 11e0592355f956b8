"""Small facts the processes share."""

from datetime import datetime

import sqlalchemy as sa

from bot.store import claims
from bot.store.database import Session
from bot.store.tables import Memo, rows_of

_rows = rows_of(Memo)


def read(session: Session, name: str) -> str | None:
    """The memo, if any."""
    return session.core.execute(sa.select(_rows.c.value).where(_rows.c.name == name)).scalar()


def write(session: Session, name: str, value: str, now: datetime) -> None:
    """Write a memo in the place of its earlier value."""
    row = {"name": name, "value": value, "changed_at": now}
    claims.upsert(session, _rows, row, "value", "changed_at")
