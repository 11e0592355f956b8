"""Interviews with candidates; what is noted of them in free words is sealed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import col, select

from bot.store.database import Session
from bot.store.sealed import new_uid
from bot.store.tables import Interview, rows_of

_rows = rows_of(Interview)


@dataclass(frozen=True, slots=True)
class Held:
    """What is said of an interview: codes, and a note for the PLIE only; the last two may be missing."""

    on: date
    kind: str
    outcome: str
    next_step: str | None = None
    note: str | None = None


def add(session: Session, candidate_id: int, adviser_id: int, said: Held, now: datetime) -> Interview:
    """A new interview, held and recorded by this adviser."""
    uid = new_uid()
    interview = Interview(
        uid=uid,
        candidate_id=candidate_id,
        adviser_id=adviser_id,
        recorded_by=adviser_id,
        recorded_at=now,
        **_columns(session, uid, said),
    )
    session.add(interview)
    session.flush()
    return interview


def _columns(session: Session, uid: str, said: Held) -> dict[str, Any]:
    return {
        "held_on": said.on,
        "kind": said.kind,
        "outcome": said.outcome,
        "next_step": said.next_step,
        "note": session.sealer.seal(said.note, f"interviews.note:{uid}") if said.note else None,
    }


def identity(interview: Interview) -> int:
    """The number of an interview that is in the database."""
    if interview.id is None:
        raise LookupError("the interview is not in the database yet")
    return interview.id


def get(session: Session, interview_id: int, *, lock: bool = False) -> Interview | None:
    """The interview as it is now, if any; with `lock` nobody else changes it before the end of the turn."""
    query = select(Interview).where(Interview.id == interview_id).execution_options(populate_existing=True)
    return session.exec(query.with_for_update() if lock else query).first()


def held(session: Session, interview: Interview) -> Held:
    """What is said of an interview, its note opened."""
    return Held(
        interview.held_on, interview.kind, interview.outcome, interview.next_step, note(session, interview)
    )


def note(session: Session, interview: Interview) -> str | None:
    """What was noted in free words, for the PLIE only."""
    if interview.note is None:
        return None
    return str(session.sealer.open(interview.note, f"interviews.note:{interview.uid}"))


def change(session: Session, interview: Interview, said: Held) -> None:
    """Write what is said of an interview that was locked."""
    here = _rows.c.id == identity(interview)
    session.core.execute(sa.update(_rows).where(here).values(**_columns(session, interview.uid, said)))
    session.refresh(interview)


def of_candidate(
    session: Session, candidate_id: int, most: int, after: Interview | None = None
) -> Sequence[Interview]:
    """At most `most` interviews with a candidate, newest first: those that come `after` one in the list."""
    query = select(Interview).where(Interview.candidate_id == candidate_id)
    if after is not None:
        place = sa.tuple_(col(Interview.held_on), col(Interview.id))
        query = query.where(place < sa.tuple_(sa.literal(after.held_on), sa.literal(after.id)))
    query = query.order_by(col(Interview.held_on).desc(), col(Interview.id).desc()).limit(most)
    return session.exec(query.execution_options(populate_existing=True)).all()


def move_to(session: Session, kept_id: int, other_id: int) -> None:
    """The interviews with one candidate become those with another: two files of one person."""
    theirs = sa.update(_rows).where(_rows.c.candidate_id == other_id)
    session.core.execute(theirs.values(candidate_id=kept_id))
