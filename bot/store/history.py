"""What the fields of submitted records were before they were corrected; values are sealed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from bot.store.database import Session
from bot.store.sealed import new_uid
from bot.store.tables import Change, rows_of

BATCH = 2000

_rows = rows_of(Change)


@dataclass(frozen=True, slots=True)
class Correction:
    """One field corrected: JSON-able values before and after, by whom, when."""

    at: datetime
    person_id: int | None
    field: str
    before: Any
    after: Any


@dataclass(frozen=True, slots=True)
class Subject:
    """What is corrected: `procurement`, `lot`, `offer`, `candidate`… and its number."""

    kind: str
    id: int


def record(
    session: Session,
    subject: Subject,
    person_id: int,
    now: datetime,
    before: Mapping[str, Any],
    after: Mapping[str, Any],
) -> list[str]:
    """Keep what changes between two sets of JSON-able fields. Returns the names of those that do."""
    changed = [name for name in after if before.get(name) != after[name]]
    rows = [_row(session, subject, person_id, now, name, before.get(name), after[name]) for name in changed]
    if rows:
        session.core.execute(sa.insert(_rows), rows)
    return changed


def record_moves(
    session: Session, kind: str, ids: Sequence[int], said: tuple[str, Any, Any], person_id: int, now: datetime
) -> None:
    """Keep that one field of many objects changed from one value to another: `said` is its name, the value
    before and the one after. Written by `BATCH` rows."""
    for begin in range(0, len(ids), BATCH):
        some = ids[begin : begin + BATCH]
        rows = [_row(session, Subject(kind, number), person_id, now, *said) for number in some]
        session.core.execute(sa.insert(_rows), rows)


def _row(
    session: Session, subject: Subject, person_id: int, now: datetime, name: str, before: Any, after: Any
) -> dict[str, Any]:
    uid = new_uid()
    return {
        "uid": uid,
        "at": now,
        "person_id": person_id,
        "subject": subject.kind,
        "subject_id": subject.id,
        "field": name,
        "before": session.sealer.seal(before, f"changes.before:{uid}"),
        "after": session.sealer.seal(after, f"changes.after:{uid}"),
    }


def any_of(session: Session, subject: Subject, field: str | None = None) -> bool:
    """Whether the object, or this field of it, was ever corrected."""
    here = sa.and_(_rows.c.subject == subject.kind, _rows.c.subject_id == subject.id)
    if field is not None:
        here = sa.and_(here, _rows.c.field == field)
    return session.core.execute(sa.select(_rows.c.id).where(here).limit(1)).first() is not None


def of(session: Session, subject: Subject, most: int = 50) -> list[Correction]:
    """The latest corrections of an object, newest first."""
    here = sa.and_(_rows.c.subject == subject.kind, _rows.c.subject_id == subject.id)
    rows = session.core.execute(sa.select(_rows).where(here).order_by(_rows.c.id.desc()).limit(most))
    return [
        Correction(
            row.at,
            row.person_id,
            row.field,
            session.sealer.open(row.before, f"changes.before:{row.uid}"),
            session.sealer.open(row.after, f"changes.after:{row.uid}"),
        )
        for row in rows
    ]
