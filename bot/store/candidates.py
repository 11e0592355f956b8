"""Candidates: a job seeker's file, and the rows matching reads, kept in step by the same functions."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import select

from bot.store import candidate_index, eligibility_counts, references
from bot.store.database import Session
from bot.store.procurements import Period
from bot.store.sealed import new_uid
from bot.store.tables import Candidate, CandidateJob, CandidateState, Origin, rows_of

LIVING = (CandidateState.ACTIVE, CandidateState.CLOSED)
"""The states of a file that can be read, corrected, merged."""
MOST_JOBS = 3
"""Jobs a person seeks at most (dialogues.md §3)."""

_MATCHED = ("jobs", "origin", "available_on", "level", "held", "commune", "experience", "referred_on")
"""The columns matching looks at."""

_rows = rows_of(Candidate)
_jobs = rows_of(CandidateJob)


@dataclass(frozen=True, slots=True)
class Profile:
    """What is known of a candidate. `phone` is in E.164, `held` a set of bits, `jobs` are ROME codes, best
    liked first; `level` 2 stands for infra 3, 7 for 7 and 8; `experience` in years."""

    name: str
    phone: str | None
    birth_year: int
    sex: str
    commune: str
    district: bool | None
    level: int
    experience: int
    jobs: tuple[str, ...]
    held: int
    eligibility: tuple[str, ...]
    available: Period
    origin: str


@dataclass(frozen=True, slots=True)
class Filing:
    """Who makes a file: `created_by` heard the consent on `consent_on`, the last contact unless another is
    said."""

    created_by: int
    consent_on: date
    adviser_id: int | None = None
    proposed_by: int | None = None
    contacted_on: date | None = None


def new_reference(session: Session, year: int) -> str:
    """A reference for a file to be made. On PostgreSQL nobody else gets one until the transaction ends: what
    is looked up after it holds until then."""
    return references.new(session, references.CANDIDATE, year)


def hold_references(session: Session, year: int) -> None:
    """As `new_reference`, without taking one: what is looked up after it holds until the transaction ends."""
    references.hold(session, references.CANDIDATE, year)


def add(
    session: Session, said: Profile, by: Filing, now: datetime, reference: str | None = None
) -> Candidate:
    """A new active file, with a new reference where none is given; found by its words, seen by matching."""
    values = _file(session, said, by, now, reference or new_reference(session, by.consent_on.year))
    number = session.core.execute(sa.insert(_rows).values(values).returning(_rows.c.id)).scalar_one()
    candidate_index.write_words(session, number, said.name)
    return in_step(session, number)


def add_all(session: Session, filed: Sequence[tuple[Profile, Filing]], year: int, now: datetime) -> list[int]:
    """A new active file for each of these, all at once. Returns their numbers, in this order."""
    if not filed:
        return []
    named = references.several(session, references.CANDIDATE, year, len(filed))
    rows = [
        _file(session, said, by, now, reference) for (said, by), reference in zip(filed, named, strict=True)
    ]
    made = sa.insert(_rows).returning(_rows.c.id, sort_by_parameter_order=True)
    numbers = list(session.core.execute(made, rows).scalars())
    names = {number: said.name for number, (said, _) in zip(numbers, filed, strict=True)}
    candidate_index.write_all_words(session, names)
    files = zip(numbers, rows, strict=True)
    jobs = [job for number, row in files for job in _job_rows(number, row)]
    if jobs:
        session.core.execute(sa.insert(_jobs), jobs)
    return numbers


def _file(session: Session, said: Profile, by: Filing, now: datetime, reference: str) -> dict[str, Any]:
    """The columns of a new file."""
    uid = new_uid()
    return _columns(session, uid, said) | {
        "uid": uid,
        "reference": reference,
        "consent_on": by.consent_on,
        "consent_heard_by": by.created_by,
        "adviser_id": by.adviser_id,
        "proposed_by": by.proposed_by,
        "created_by": by.created_by,
        "created_at": now,
        "state": CandidateState.ACTIVE,
        "contacted_on": by.contacted_on or by.consent_on,
    }


def _columns(session: Session, uid: str, said: Profile) -> dict[str, Any]:
    """The columns that hold a profile; all that is sealed is sealed anew, with the present key."""

    def sealed(column: str, value: Any) -> bytes:
        return session.sealer.seal(value, f"candidates.{column}:{uid}")

    return candidate_index.keys(session, said.name, said.birth_year, said.phone) | {
        "name": sealed("name", said.name),
        "phone": None if said.phone is None else sealed("phone", said.phone),
        "eligibility": sealed("eligibility", list(said.eligibility)),
        "eligibility_count": eligibility_counts.sealed(session, said.eligibility),
        "jobs": ",".join(said.jobs),
        "birth_year": said.birth_year,
        "sex": said.sex,
        "commune": said.commune,
        "district": said.district,
        "level": said.level,
        "experience": said.experience,
        "held": said.held,
        "available_on": said.available.day,
        "available_as": said.available.meant,
        "origin": said.origin,
    }


def get(session: Session, candidate_id: int, *, lock: bool = False) -> Candidate | None:
    """The file as it is now, if any; nobody else changes it until the transaction ends when `lock`."""
    query = select(Candidate).where(Candidate.id == candidate_id)
    if lock:
        query = query.with_for_update()
    return session.exec(query.execution_options(populate_existing=True)).first()


def survivor(session: Session, candidate_id: int) -> int:
    """The number of the file this one was merged into, its own where it was not."""
    candidate = get(session, candidate_id)
    return candidate_id if candidate is None else candidate.merged_into or candidate_id


def by_reference(session: Session, reference: str) -> Candidate | None:
    """The file people call so, if any."""
    query = select(Candidate).where(Candidate.reference == reference)
    return session.exec(query.execution_options(populate_existing=True)).first()


def identity(candidate: Candidate) -> int:
    """The number of a file that is in the database."""
    if candidate.id is None:
        raise LookupError("the row is not in the database yet")
    return candidate.id


def name(session: Session, candidate: Candidate) -> str:
    """The candidate's name as it was typed."""
    return str(session.sealer.open(candidate.name, f"candidates.name:{candidate.uid}"))


def profile(session: Session, candidate: Candidate) -> Profile:
    """All that is known of a candidate, opened."""
    uid, opened = candidate.uid, session.sealer.open
    phone = candidate.phone
    return Profile(
        name=name(session, candidate),
        phone=None if phone is None else str(opened(phone, f"candidates.phone:{uid}")),
        birth_year=candidate.birth_year,
        sex=candidate.sex,
        commune=candidate.commune,
        district=candidate.district,
        level=candidate.level,
        experience=candidate.experience,
        jobs=_jobs_of(candidate),
        held=candidate.held,
        eligibility=tuple(opened(candidate.eligibility, f"candidates.eligibility:{uid}")),
        available=Period(candidate.available_on, candidate.available_as),
        origin=candidate.origin,
    )


def _jobs_of(candidate: Candidate) -> tuple[str, ...]:
    """The jobs sought, also while the file is closed and matching has no rows of it."""
    return tuple(filter(None, candidate.jobs.split(",")))


def change(session: Session, candidate: Candidate, said: Profile, contacted_on: date) -> Candidate | None:
    """The file with this profile; None when it is no longer there to be changed."""
    number = identity(candidate)
    values = _columns(session, candidate.uid, said) | {"contacted_on": contacted_on}
    if not update(session, number, LIVING, **values):
        return None
    candidate_index.write_words(session, number, said.name)
    return in_step(session, number)


def move(session: Session, candidate_id: int, before: CandidateState, after: CandidateState) -> bool:
    """Close or open a file again. Returns whether it was in the state `before`."""
    moved = update(session, candidate_id, (before,), state=after)
    if moved:
        in_step(session, candidate_id)
    return moved


def follow(session: Session, candidate_id: int, before: int | None, adviser_id: int) -> bool:
    """Make a person the adviser, if the adviser is still `before`. Returns whether it was."""
    same = _rows.c.adviser_id.is_not_distinct_from(before)
    return update(session, candidate_id, LIVING, same, adviser_id=adviser_id)


def contacted(session: Session, candidate_id: int, on: date) -> None:
    """The person was in contact with the PLIE on this day."""
    update(session, candidate_id, LIVING, contacted_on=on)


def referred(session: Session, candidate_id: int, on: date) -> None:
    """The person was presented for an offer on this day: others come first next time."""
    update(session, candidate_id, LIVING, referred_on=on)
    in_step(session, candidate_id)


def update(
    session: Session,
    candidate_id: int,
    states: Sequence[str],
    *conditions: sa.ColumnElement[bool],
    **values: Any,
) -> bool:
    """Change columns of a file that is in one of these states. Returns whether it was."""
    here = sa.and_(_rows.c.id == candidate_id, _rows.c.state.in_(states), *conditions)
    return bool(session.core.execute(sa.update(_rows).where(here).values(values)).rowcount)


def in_step(session: Session, candidate_id: int) -> Candidate:
    """The file as it is now, its rows for matching rewritten: none unless it is active. Raises
    LookupError."""
    candidate = get(session, candidate_id)
    if candidate is None:
        raise LookupError("no such candidate")
    session.core.execute(sa.delete(_jobs).where(_jobs.c.candidate_id == candidate_id))
    if candidate.state == CandidateState.ACTIVE:
        rows = _job_rows(candidate_id, {name: getattr(candidate, name) for name in _MATCHED})
        if rows:
            session.core.execute(sa.insert(_jobs), rows)
    return candidate


def _job_rows(number: int, file: Mapping[str, Any]) -> list[dict[str, Any]]:
    """A row for each job an active file seeks."""
    return [
        {
            "candidate_id": number,
            "job": job,
            "place": place,
            "job_prefix": job[:3],
            "plie": file["origin"] == Origin.PLIE,
            "available_on": file["available_on"],
            "level": file["level"],
            "held": file["held"],
            "commune": file["commune"],
            "experience": file["experience"],
            "referred_on": file.get("referred_on"),
        }
        for place, job in enumerate(filter(None, file["jobs"].split(",")))
    ]
