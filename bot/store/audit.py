"""The audit trail: who did what to which object, without personal values. Nothing here changes or deletes,
and the database refuses both."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from bot.store.database import Session
from bot.store.tables import (
    AuditEntry,
    Candidate,
    Exit,
    FollowUp,
    JobOffer,
    Lot,
    Placement,
    Procurement,
    rows_of,
)

_rows = rows_of(AuditEntry)
_lots = rows_of(Lot)
_procurements = rows_of(Procurement)
_NAMED = {
    "procurement": _procurements,
    "offer": rows_of(JobOffer),
    "candidate": rows_of(Candidate),
    "placement": rows_of(Placement),
}
"""The objects that have a reference of their own."""

_PERSONAL = {"follow-up": rows_of(FollowUp), "exit": rows_of(Exit)}
"""The objects people call by the reference of the candidate they are about."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the trail; `person_id` is None for what Clausette did by itself."""

    id: int
    at: datetime
    person_id: int | None
    action: str
    subject: str
    subject_id: int
    details: Mapping[str, Any]


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
    line = _line(person_id, action, subject, subject_id, now, details)
    session.core.execute(sa.insert(_rows).values(**line))


def record_all(
    session: Session,
    person_id: int,
    action: str,
    subject: str,
    numbers: Sequence[int],
    now: datetime,
    **details: Any,
) -> None:
    """Write a line of the trail for each of these objects, all done at once."""
    lines = [_line(person_id, action, subject, number, now, details) for number in numbers]
    if lines:
        session.core.execute(sa.insert(_rows), lines)


def written_since(action: str, subject: str, number: Any, since: datetime) -> sa.ColumnElement[bool]:
    """Whether there is a line of the trail of this action since this instant about the object of this number
    (a column of the query around)."""
    here = sa.and_(_rows.c.subject == subject, _rows.c.subject_id == number, _rows.c.action == action)
    return sa.exists().where(here, _rows.c.at >= since)


def _line(
    person_id: int | None,
    action: str,
    subject: str,
    subject_id: int,
    now: datetime,
    details: Mapping[str, Any],
) -> dict[str, Any]:
    return {
        "at": now,
        "person_id": person_id,
        "action": action,
        "subject": subject,
        "subject_id": subject_id,
        "details": json.dumps(details, default=str, sort_keys=True),
    }


def page(session: Session, before: int | None, size: int) -> list[Entry]:
    """At most `size` lines, newest first, older than the one numbered `before`."""
    query = sa.select(_rows).order_by(_rows.c.id.desc()).limit(size)
    if before is not None:
        query = query.where(_rows.c.id < before)
    return [_entry(row) for row in session.core.execute(query)]


def of(session: Session, subject: str, subject_id: int, most: int = 20) -> list[Entry]:
    """The latest lines about one object, newest first."""
    here = sa.and_(_rows.c.subject == subject, _rows.c.subject_id == subject_id)
    rows = session.core.execute(sa.select(_rows).where(here).order_by(_rows.c.id.desc()).limit(most))
    return [_entry(row) for row in rows]


def instants(session: Session, action: str, subject: str, subject_id: int) -> Sequence[datetime]:
    """When this was done to an object, first to last."""
    here = sa.and_(_rows.c.subject == subject, _rows.c.subject_id == subject_id, _rows.c.action == action)
    return session.core.execute(sa.select(_rows.c.at).where(here).order_by(_rows.c.id)).scalars().all()


def last_since(session: Session, action: str, subject: str, subject_id: int, since: datetime) -> Entry | None:
    """The last time since this instant that this was done to an object, if it was; reads
    `ix_audit_subject`."""
    here = sa.and_(_rows.c.subject == subject, _rows.c.subject_id == subject_id, _rows.c.action == action)
    query = sa.select(_rows).where(here, _rows.c.at >= since).order_by(_rows.c.id.desc()).limit(1)
    row = session.core.execute(query).first()
    return None if row is None else _entry(row)


def is_said(
    action: str, subject: str, subject_id: sa.ColumnElement[Any], details: sa.ColumnElement[Any]
) -> sa.ColumnElement[bool]:
    """Whether this was done, with these very details, to the object another select is about; reads
    `ix_audit_subject`."""
    here = sa.and_(_rows.c.subject == subject, _rows.c.subject_id == subject_id)
    return sa.exists().where(here, _rows.c.action == action, _rows.c.details == details)


def reference(session: Session, subject: str, subject_id: int) -> str | None:
    """How people call the object of a line, where it has a reference: "M-2027-0014", for a lot
    "M-2027-0014/2"."""
    if subject == "lot":
        query = sa.select(_procurements.c.reference, _lots.c.number).join_from(
            _lots, _procurements, _lots.c.procurement_id == _procurements.c.id
        )
        row = session.core.execute(query.where(_lots.c.id == subject_id)).first()
        return None if row is None else f"{row.reference}/{row.number}"
    if subject in _PERSONAL:
        return _of_person(session, _PERSONAL[subject], subject_id)
    if subject not in _NAMED:
        return None
    table = _NAMED[subject]
    found = session.core.execute(sa.select(table.c.reference).where(table.c.id == subject_id)).scalar()
    return None if found is None else str(found)


def _of_person(session: Session, table: Any, number: int) -> str | None:
    candidates = _NAMED["candidate"]
    query = sa.select(candidates.c.reference).join_from(
        table, candidates, table.c.candidate_id == candidates.c.id
    )
    found = session.core.execute(query.where(table.c.id == number)).scalar()
    return None if found is None else str(found)


def _entry(row: Any) -> Entry:
    return Entry(
        row.id, row.at, row.person_id, row.action, row.subject, row.subject_id, json.loads(row.details)
    )
