"""What was asked of those who owe a file, read from the audit trail."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from bot.store import audit
from bot.store.database import Session
from bot.store.tables import Organisation, rows_of

_ASKED = "ask evidence"
_organisations = rows_of(Organisation)


@dataclass(frozen=True, slots=True)
class Request:
    """When a file was asked for, and by whom."""

    at: datetime
    person_id: int


def hold(session: Session, organisation_id: int) -> None:
    """Have nobody else ask the same organisation until the transaction ends: of two at once, one is first.
    Rows that refer to the organisation can be written all the while."""
    row = sa.select(_organisations.c.id).where(_organisations.c.id == organisation_id)
    session.core.execute(row.with_for_update(key_share=True))


def record(
    session: Session, person_id: int, subject: str, numbers: Sequence[int], told: Sequence[int], now: datetime
) -> None:
    """Note that what proves these objects was asked for, of the persons `told`."""
    audit.record_all(session, person_id, _ASKED, subject, numbers, now, people=told)


def last(session: Session, subject: str, number: int, since: datetime) -> Request | None:
    """The last request since this instant for what proves an object."""
    found = audit.last_since(session, _ASKED, subject, number, since)
    return None if found is None or found.person_id is None else Request(found.at, found.person_id)


def made(subject: str, number: Any, since: datetime) -> sa.ColumnElement[bool]:
    """Whether what proves the object of this number (a column) was asked for since this instant."""
    return audit.written_since(_ASKED, subject, number, since)
