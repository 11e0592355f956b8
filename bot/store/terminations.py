"""Notices of termination (article 7): from their registered letter to their effect three months later.

A notice stands until it is cancelled; one that took effect is closed (`cancelled_at` too) when its
organisation signs again, so that it can give notice again.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import col, select

from bot.store import claims
from bot.store.database import Session
from bot.store.sealed import new_uid
from bot.store.tables import Evidence, Proof, Termination, rows_of

SUBJECT = "termination"
"""What evidence, the audit trail and the history call a notice."""
_rows = rows_of(Termination)
_evidence = rows_of(Evidence)


@dataclass(frozen=True, slots=True)
class Notice:
    """Who leaves which agreement, its ground, the day the registered letter was notified, the first day
    out."""

    agreement_id: int
    organisation_id: int
    ground: str
    notified_on: date
    effective_on: date


def identity(row: Termination) -> int:
    """The number of a notice that is in the database. Raises LookupError."""
    if row.id is None:
        raise LookupError("the notice is not in the database yet")
    return row.id


def add(session: Session, said: Notice, by: int, now: datetime) -> Termination | None:
    """The notice; None where one of this organisation stands already."""
    uid = new_uid()
    row = {
        "uid": uid,
        "agreement_id": said.agreement_id,
        "organisation_id": said.organisation_id,
        "ground": session.sealer.seal(said.ground, f"terminations.ground:{uid}"),
        "notified_on": said.notified_on,
        "effective_on": said.effective_on,
        "recorded_by": by,
        "recorded_at": now,
    }
    if not claims.insert_new(session, _rows, [row]):
        return None
    return standing(session, said.organisation_id)


def get(session: Session, termination_id: int) -> Termination | None:
    """The notice as it is now, if any."""
    query = select(Termination).where(Termination.id == termination_id)
    return session.exec(query.execution_options(populate_existing=True)).first()


def standing(session: Session, organisation_id: int) -> Termination | None:
    """The notice of an organisation that stands or took effect, if any."""
    query = select(Termination).where(
        Termination.organisation_id == organisation_id, col(Termination.cancelled_at).is_(None)
    )
    return session.exec(query.execution_options(populate_existing=True)).first()


def ground(session: Session, row: Termination) -> str:
    """The ground as it was given."""
    return str(session.sealer.open(row.ground, f"terminations.ground:{row.uid}"))


def page(session: Session, before: int | None, size: int) -> Sequence[Termination]:
    """At most `size` notices, newest first, older than the one numbered `before`."""
    query = select(Termination).order_by(col(Termination.id).desc()).limit(size)
    if before:
        query = query.where(col(Termination.id) < before)
    return session.exec(query).all()


def due(session: Session, today: date) -> Sequence[Termination]:
    """The notices whose day has come and that have not taken effect yet, the first first."""
    query = select(Termination).where(
        col(Termination.effective_on) <= today,
        col(Termination.cancelled_at).is_(None),
        col(Termination.done_at).is_(None),
    )
    return session.exec(query.order_by(col(Termination.effective_on), col(Termination.id))).all()


def effective(session: Session, first: date, today: date) -> Sequence[Termination]:
    """The notices that took effect from the day `first` to this one, the first first."""
    query = select(Termination).where(
        col(Termination.effective_on).between(first, today),
        col(Termination.cancelled_at).is_(None),
        col(Termination.done_at).is_not(None),
    )
    return session.exec(query.order_by(col(Termination.effective_on), col(Termination.id))).all()


def take_effect(session: Session, termination_id: int, now: datetime) -> bool:
    """The notice took effect. Returns whether it stood and had not: of two at once, one."""
    return _close(session, _open(termination_id), done_at=now)


def cancel(session: Session, termination_id: int, now: datetime) -> bool:
    """The notice is withdrawn. Returns whether it stood and had not taken effect."""
    return _close(session, _open(termination_id), cancelled_at=now)


def close_of(session: Session, organisation_id: int, now: datetime) -> bool:
    """The organisation signs again: its notice is over. Returns whether there was one."""
    stands = sa.and_(_rows.c.organisation_id == organisation_id, _rows.c.cancelled_at.is_(None))
    return _close(session, stands, cancelled_at=now)


def has_copy(session: Session, termination_id: int) -> bool:
    """Whether a copy of its registered letter was received."""
    here = sa.and_(_evidence.c.subject == SUBJECT, _evidence.c.subject_id == termination_id)
    query = sa.select(_evidence.c.id).where(here, _evidence.c.proof == Proof.TERMINATION)
    return session.core.execute(query.limit(1)).first() is not None


def _open(termination_id: int) -> sa.ColumnElement[bool]:
    return sa.and_(_rows.c.id == termination_id, _rows.c.cancelled_at.is_(None), _rows.c.done_at.is_(None))


def _close(session: Session, which: sa.ColumnElement[bool], **values: Any) -> bool:
    return bool(session.core.execute(sa.update(_rows).where(which).values(**values)).rowcount)
