"""Trainings of one or several candidates, and what came of them for each."""

from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass, fields
from datetime import date, datetime
from decimal import Decimal

import sqlalchemy as sa
from sqlmodel import col, select

from bot.store.candidates import LIVING as READABLE
from bot.store.database import Session
from bot.store.placements import LIVING
from bot.store.tables import Candidate, Placement, Trainee, TraineeState, Training, rows_of
from bot.store.types import literal

_rows = rows_of(Training)
_trainees = rows_of(Trainee)
_candidates = rows_of(Candidate)
_placements = rows_of(Placement)
_OVER = (TraineeState.DONE, TraineeState.CERTIFIED)


@dataclass(frozen=True, slots=True)
class Course:
    """What is said of a training; both days are of it. `requirement` is the bit a certificate gives
    (`rules.requirements`)."""

    title: str
    timing: str
    starts_on: date
    ends_on: date
    hours: Decimal
    provider: str
    certifying: bool
    requirement: int | None = None


@dataclass(frozen=True, slots=True)
class Attended:
    """A training of a candidate, and what came of it for them."""

    training: Training
    state: str


def add(
    session: Session, said: Course, candidate_ids: Collection[int], person_id: int, now: datetime
) -> Training:
    """A new training planned for these candidates."""
    training = Training(**asdict(said), recorded_by=person_id, recorded_at=now)
    session.add(training)
    session.flush()
    rows = [
        {"training_id": training.id, "candidate_id": number, "state": TraineeState.PLANNED}
        for number in sorted(candidate_ids)
    ]
    session.core.execute(sa.insert(_trainees), rows)
    return training


def somebody_known(session: Session, training_id: int, *, but: Collection[int] = ()) -> bool:
    """Whether the file of somebody who took part, `but` these, can still be read."""
    there = sa.and_(_trainees.c.training_id == training_id, _trainees.c.candidate_id.not_in(but))
    known = sa.select(_trainees.c.candidate_id).join_from(
        _trainees, _candidates, _candidates.c.id == _trainees.c.candidate_id
    )
    query = known.where(there, _candidates.c.state.in_(READABLE)).limit(1)
    return session.core.execute(query).first() is not None


def identity(training: Training) -> int:
    """The number of a training that is in the database."""
    if training.id is None:
        raise LookupError("the training is not in the database yet")
    return training.id


def get(session: Session, training_id: int, *, lock: bool = False) -> Training | None:
    """The training as it is now, if any; with `lock` nobody else changes it before the end of the turn."""
    query = select(Training).where(Training.id == training_id).execution_options(populate_existing=True)
    return session.exec(query.with_for_update() if lock else query).first()


def course(training: Training) -> Course:
    """What is said of a training."""
    return Course(**{field.name: getattr(training, field.name) for field in fields(Course)})


def change(session: Session, training: Training, said: Course) -> None:
    """Write what is said of a training that was locked."""
    here = _rows.c.id == identity(training)
    session.core.execute(sa.update(_rows).where(here).values(**asdict(said)))
    session.refresh(training)


def people(session: Session, training_id: int) -> dict[int, str]:
    """What came of a training for each of its candidates, by their number, in their order."""
    query = sa.select(_trainees.c.candidate_id, _trainees.c.state)
    found = query.where(_trainees.c.training_id == training_id).order_by(_trainees.c.candidate_id)
    return {row.candidate_id: row.state for row in session.core.execute(found)}


def of_candidate(session: Session, candidate_id: int, most: int = 50) -> list[Attended]:
    """At most `most` trainings of a candidate that were not cancelled, those that start last first."""
    query = (
        select(Training, col(Trainee.state))
        .join(Trainee, col(Trainee.training_id) == col(Training.id))
        .where(col(Trainee.candidate_id) == candidate_id, col(Training.cancelled_at).is_(None))
        .order_by(col(Training.starts_on).desc(), col(Training.id).desc())
        .limit(most)
    )
    found = session.exec(query.execution_options(populate_existing=True))
    return [Attended(training, state) for training, state in found]


def to_come(session: Session, today: date, most: int, after: Training | None = None) -> Sequence[Training]:
    """At most `most` trainings that start today or later, the next first: those that come `after` one in
    the list."""
    query = select(Training).where(col(Training.cancelled_at).is_(None), col(Training.starts_on) >= today)
    if after is not None:
        query = query.where(_place() > sa.tuple_(sa.literal(after.starts_on), sa.literal(after.id)))
    query = query.order_by(col(Training.starts_on), col(Training.id)).limit(most)
    return session.exec(query.execution_options(populate_existing=True)).all()


def begun(session: Session, today: date, most: int, after: Training | None = None) -> Sequence[Training]:
    """At most `most` trainings that started before today, the latest first: those that come `after` one in
    the list."""
    query = select(Training).where(col(Training.cancelled_at).is_(None), col(Training.starts_on) < today)
    if after is not None:
        query = query.where(_place() < sa.tuple_(sa.literal(after.starts_on), sa.literal(after.id)))
    query = query.order_by(col(Training.starts_on).desc(), col(Training.id).desc()).limit(most)
    return session.exec(query.execution_options(populate_existing=True)).all()


def _place() -> sa.ColumnElement[tuple[date, int]]:
    place: sa.ColumnElement[tuple[date, int]] = sa.tuple_(col(Training.starts_on), col(Training.id))
    return place


def settle(
    session: Session, training_id: int, candidate_id: int, said: tuple[str, str], by: int, now: datetime
) -> bool:
    """What came of a training for a candidate: `said` is the state before and the one after. Returns whether
    it still was the one before, of two people at once for the first only."""
    before, after = said
    here = sa.and_(
        _trainees.c.training_id == training_id,
        _trainees.c.candidate_id == candidate_id,
        _trainees.c.state == before,
    )
    change = sa.update(_trainees).where(here).values(state=after, settled_by=by, settled_at=now)
    return bool(session.core.execute(change).rowcount)


def cancel(session: Session, training_id: int, now: datetime) -> bool:
    """Cancel a training nobody has followed. Returns whether this is what cancelled it."""
    followed = (_trainees.c.training_id == training_id) & _trainees.c.state.in_(_OVER)
    here = sa.and_(_rows.c.id == training_id, _rows.c.cancelled_at.is_(None), ~sa.exists().where(followed))
    return bool(session.core.execute(sa.update(_rows).where(here).values(cancelled_at=now)).rowcount)


def at_work(session: Session, candidate_ids: Collection[int], starts_on: date, ends_on: date) -> set[int]:
    """Those of these candidates with a living placement on one of these days."""
    last = sa.func.coalesce(_placements.c.ended_on, _placements.c.planned_end)
    query = sa.select(_placements.c.candidate_id).where(
        _placements.c.candidate_id.in_(candidate_ids),
        _placements.c.state.in_(LIVING),
        _placements.c.starts_on <= ends_on,
        sa.or_(last.is_(None), last >= starts_on),
    )
    return set(session.core.execute(query).scalars())


def awaited(session: Session, candidate_ids: Collection[int], requirement: int) -> set[int]:
    """Those of these candidates for whom a training that gives this requirement is planned."""
    query = (
        sa.select(_trainees.c.candidate_id)
        .join(_rows, _rows.c.id == _trainees.c.training_id)
        .where(
            _trainees.c.candidate_id.in_(candidate_ids),
            _trainees.c.state == literal(TraineeState.PLANNED),
            _rows.c.requirement == requirement,
            _rows.c.cancelled_at.is_(None),
        )
    )
    return set(session.core.execute(query).scalars())


def move_to(session: Session, kept_id: int, other_id: int) -> None:
    """The trainings of one candidate become those of another; where both were in one, what came of it
    further stays."""
    ours, theirs = _states(session, kept_id), _states(session, other_id)
    for number in sorted(ours.keys() & theirs.keys()):
        further = _FURTHER.index(ours[number]) >= _FURTHER.index(theirs[number])
        less = other_id if further else kept_id
        here = (_trainees.c.training_id == number) & (_trainees.c.candidate_id == less)
        session.core.execute(sa.delete(_trainees).where(here))
    moved = sa.update(_trainees).where(_trainees.c.candidate_id == other_id)
    session.core.execute(moved.values(candidate_id=kept_id))


_FURTHER = [
    str(state)
    for state in (TraineeState.PLANNED, TraineeState.DROPPED, TraineeState.DONE, TraineeState.CERTIFIED)
]
"""From the least to the most that can come of a training."""


def _states(session: Session, candidate_id: int) -> dict[int, str]:
    """What came of each training of a candidate, cancelled ones too."""
    query = sa.select(_trainees.c.training_id, _trainees.c.state)
    rows = session.core.execute(query.where(_trainees.c.candidate_id == candidate_id))
    return {row.training_id: row.state for row in rows}
