"""Small facts the processes share."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa

from bot.store import claims
from bot.store.database import Session
from bot.store.tables import Memo

_rows: Any = Memo.__table__  # type: ignore[attr-defined]


def read(session: Session, name: str) -> str | None:
    """The memo, if any."""
    return session.core.execute(sa.select(_rows.c.value).where(_rows.c.name == name)).scalar()


def write(session: Session, name: str, value: str, now: datetime) -> None:
    """Write a memo in the place of its earlier value."""
    row = {"name": name, "value": value, "changed_at": now}
    claims.upsert(session, _rows, row, "value", "changed_at")
