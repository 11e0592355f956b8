"""The audit trail: who did what to which object, without personal values. Nothing here changes or deletes."""

import json
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from bot.store.database import Session
from bot.store.tables import AuditEntry, rows_of

_rows = rows_of(AuditEntry)


def record(
    session: Session,
    person_id: int | None,
    action: str,
    subject: str,
    subject_id: int,
    now: datetime,
    **details: Any,
) -> None:
    """Write one line of the trail; `details` are codes, numbers and dates, never what a person is
    called or typed."""
    line = {
        "at": now,
        "person_id": person_id,
        "action": action,
        "subject": subject,
        "subject_id": subject_id,
        "details": json.dumps(details, default=str, sort_keys=True),
    }
    session.core.execute(sa.insert(_rows).values(**line))
