"""Reminders: facts each person is to be told once in a daily message."""

from collections.abc import Iterable
from datetime import date, datetime

from bot.rules.schedule import Due
from bot.store import claims
from bot.store.database import Session
from bot.store.tables import Reminder, rows_of

_rows = rows_of(Reminder)


def add(session: Session, kind: str, dues: Iterable[Due], today: date, now: datetime) -> int:
    """Write down whom is to be reminded of what, from today on: each fact once, ever; what is due later is
    passed over. Returns how many are new."""
    rows = [
        {
            "kind": kind,
            "subject_id": due.subject_id,
            "due_on": due.on,
            "person_id": due.person_id,
            "from_on": today,
            "made_at": now,
        }
        for due in dues
        if due.on <= today
    ]
    return claims.insert_new(session, _rows, rows)
