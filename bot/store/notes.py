"""Notes people add to an object in their own words; sealed."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from bot.store.database import Session
from bot.store.sealed import new_uid
from bot.store.tables import Note, rows_of

_rows = rows_of(Note)


@dataclass(frozen=True, slots=True)
class Written:
    """A note: who wrote it and when."""

    at: datetime
    person_id: int
    text: str


def add(session: Session, subject: str, subject_id: int, person_id: int, text: str, now: datetime) -> None:
    """Keep a note on an object."""
    uid = new_uid()
    values = {
        "uid": uid,
        "at": now,
        "person_id": person_id,
        "subject": subject,
        "subject_id": subject_id,
        "text": session.sealer.seal(text, f"notes.text:{uid}"),
    }
    session.core.execute(sa.insert(_rows).values(**values))


def of(session: Session, subject: str, subject_id: int, most: int = 20) -> list[Written]:
    """The latest notes on an object, newest first."""
    here = sa.and_(_rows.c.subject == subject, _rows.c.subject_id == subject_id)
    rows = session.core.execute(sa.select(_rows).where(here).order_by(_rows.c.id.desc()).limit(most))
    return [
        Written(row.at, row.person_id, str(session.sealer.open(row.text, f"notes.text:{row.uid}")))
        for row in rows
    ]
