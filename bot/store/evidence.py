"""Evidence: files that prove facts. The rows; the files themselves are in `store.files`, what is missing in
`store.evidence_facts`."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import col, select
from sqlmodel.sql.expression import SelectOfScalar

from bot.store import claims
from bot.store.database import Session
from bot.store.sealed import new_uid
from bot.store.tables import Evidence, Exit, Lot, Placement, Trainee, WorkedMonth, rows_of

MOST = 100
"""How many files one object can have."""
_RECENT = 500

_rows = rows_of(Evidence)
_lots = rows_of(Lot)
_placements = rows_of(Placement)
_months = rows_of(WorkedMonth)
_trainees = rows_of(Trainee)
_exits = rows_of(Exit)


@dataclass(frozen=True, slots=True)
class Sent:
    """A file that was received: its digest, how many bytes it holds, what it is by its content, and its name
    as it may be shown."""

    digest: str
    size: int
    media_type: str
    name: str


@dataclass(frozen=True, slots=True)
class Giver:
    """Who gave it, for itself or on a partner's behalf."""

    person_id: int
    on_behalf: bool


def add(
    session: Session, subject: str, subject_id: int, proof: str, sent: Sent, by: Giver, now: datetime
) -> Evidence | None:
    """A file that proves this of the object; None when the same file already proves it."""
    uid = new_uid()
    row = {
        "uid": uid,
        "subject": subject,
        "subject_id": subject_id,
        "proof": proof,
        "digest": sent.digest,
        "size": sent.size,
        "media_type": sent.media_type,
        "name": session.sealer.seal(sent.name, f"evidence.name:{uid}"),
        "added_by": by.person_id,
        "on_behalf": by.on_behalf,
        "added_at": now,
    }
    if not claims.insert_new(session, _rows, [row]):
        return None
    return same(session, subject, subject_id, proof, sent.digest)


def identity(row: Evidence) -> int:
    """The number of a row that is in the database. Raises LookupError."""
    if row.id is None:
        raise LookupError("the evidence is not in the database yet")
    return row.id


def get(session: Session, evidence_id: int) -> Evidence | None:
    """The evidence, if any."""
    return session.exec(select(Evidence).where(Evidence.id == evidence_id)).first()


def same(session: Session, subject: str, subject_id: int, proof: str, digest: str) -> Evidence | None:
    """The evidence that is this very file, if any."""
    query = select(Evidence).where(
        Evidence.subject == subject,
        Evidence.subject_id == subject_id,
        Evidence.proof == proof,
        Evidence.digest == digest,
    )
    return session.exec(query).first()


def name(session: Session, row: Evidence) -> str:
    """The name of the file as it may be shown."""
    return str(session.sealer.open(row.name, f"evidence.name:{row.uid}"))


def move_to(session: Session, subject: str, kept_id: int, other_id: int) -> None:
    """What proves something of the other object proves it of the kept one; the same file is kept once."""
    theirs = sa.and_(_rows.c.subject == subject, _rows.c.subject_id == other_id)
    kept = _rows.alias()
    twice = sa.exists().where(
        kept.c.subject == subject,
        kept.c.subject_id == kept_id,
        kept.c.proof == _rows.c.proof,
        kept.c.digest == _rows.c.digest,
    )
    session.core.execute(sa.delete(_rows).where(theirs, twice))
    session.core.execute(sa.update(_rows).where(theirs).values(subject_id=kept_id))


def remove(session: Session, evidence_id: int, digest: str, now: datetime) -> bool:
    """The evidence is none any more; its file soon goes unless another row refers to it. Returns whether it
    was there: of two people at once, one."""
    gone = bool(session.core.execute(sa.delete(_rows).where(_rows.c.id == evidence_id)).rowcount)
    if gone and not used(session, [digest]):
        session.files.release(digest, now)
    return gone


def of_candidate(session: Session, candidate_id: int, most: int = MOST) -> Sequence[Evidence]:
    """The files about a person, in the order received; see `about_person`."""
    return session.exec(_of(about_person(candidate_id)).limit(most)).all()


def every_of(session: Session, candidate_id: int) -> Sequence[Evidence]:
    """All the files about a person; see `about_person`."""
    return session.exec(_of(about_person(candidate_id))).all()


def about(things: Sequence[tuple[str, int]]) -> sa.ColumnElement[bool]:
    """The files about any of these objects."""
    return sa.or_(sa.false(), *(_here(subject, number) for subject, number in things))


def about_person(candidate_id: int) -> sa.ColumnElement[bool]:
    """The files about a person: eligibility, placements, months, trainings, exits."""
    theirs = _placements.c.candidate_id == candidate_id
    placed = sa.select(_placements.c.id).where(theirs)
    worked = sa.select(_months.c.id).join(_placements, _placements.c.id == _months.c.placement_id)
    trained = sa.select(_trainees.c.training_id).where(_trainees.c.candidate_id == candidate_id)
    left = sa.select(_exits.c.id).where(_exits.c.candidate_id == candidate_id)
    among = _among(placement=placed, month=worked.where(theirs), training=trained, exit=left)
    return sa.or_(_here("candidate", candidate_id), *among)


def page(
    session: Session, where: sa.ColumnElement[bool], proofs: Collection[str], after: int, size: int
) -> Sequence[Evidence]:
    """At most `size` of these files that prove one of these things, behind the one numbered `after`."""
    query = _of(where).where(_rows.c.id > after, _rows.c.proof.in_(list(proofs)))
    return session.exec(query.limit(size)).all()


def count(session: Session, subject: str, subject_id: int) -> int:
    """How many files an object has."""
    query = sa.select(sa.func.count()).select_from(_rows).where(_here(subject, subject_id))
    return int(session.core.execute(query).scalar_one())


def any_of(
    session: Session, subject: str, numbers: Collection[int], proof: str, *, each: bool = False
) -> bool:
    """Whether a file proves this of one of these objects, or of `each`."""
    here = sa.and_(_rows.c.subject == subject, _rows.c.subject_id.in_(list(numbers)), _rows.c.proof == proof)
    query = sa.select(_rows.c.subject_id).where(here).distinct()
    found = session.core.execute(query if each else query.limit(1)).scalars().all()
    return len(found) == len(set(numbers)) if each else bool(found)


def used(session: Session, digests: Collection[str]) -> list[str]:
    """The files among these that a row refers to."""
    query = sa.select(_rows.c.digest).where(_rows.c.digest.in_(list(digests))).distinct()
    return list(session.core.execute(query).scalars())


def last_of(session: Session, person_id: int) -> tuple[str, int] | None:
    """The object the person last gave a file for, when it was not long ago."""
    newest = sa.select(sa.func.max(_rows.c.id)).scalar_subquery()
    mine = sa.and_(_rows.c.id > newest - _RECENT, _rows.c.added_by == person_id)
    query = sa.select(_rows.c.subject, _rows.c.subject_id).where(mine).order_by(_rows.c.id.desc())
    row = session.core.execute(query.limit(1)).first()
    return None if row is None else (row.subject, row.subject_id)


def _of(where: sa.ColumnElement[bool]) -> SelectOfScalar[Evidence]:
    return select(Evidence).where(where).order_by(col(Evidence.id))


def _here(subject: str, subject_id: int) -> sa.ColumnElement[bool]:
    return sa.and_(_rows.c.subject == subject, _rows.c.subject_id == subject_id)


def _among(**subjects: Any) -> list[sa.ColumnElement[bool]]:
    return [
        sa.and_(_rows.c.subject == subject, _rows.c.subject_id.in_(numbers))
        for subject, numbers in subjects.items()
    ]
