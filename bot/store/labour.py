"""What the companies plan and what people lack, counted by job and day: no company, no person."""

from collections.abc import Collection
from datetime import date, datetime

import sqlalchemy as sa

from bot.rules.labour import Count
from bot.store import organisations, people, shortages
from bot.store.database import Session
from bot.store.people import Member
from bot.store.tables import (
    CandidateJob,
    Interview,
    InterviewOutcome,
    JobOffer,
    Kind,
    OfferState,
    Organisation,
    Person,
    Placement,
    PlacementState,
    Role,
    rows_of,
)
from bot.store.types import literal

_interviews = rows_of(Interview)
_jobs = rows_of(CandidateJob)
_offers = rows_of(JobOffer)
_organisations = rows_of(Organisation)
_persons = rows_of(Person)
_placements = rows_of(Placement)
_NEVER = sa.literal(date.max, sa.Date())
_STANDS = (
    _placements.c.state == PlacementState.CONFIRMED,
    sa.func.coalesce(_placements.c.ended_on, _NEVER) == _NEVER,
)
"""Not ended early: said so that the index read is that of the planned end."""


def positions(session: Session, since: datetime) -> list[Count]:
    """The open positions of the open offers heard of `since`, by job and start."""
    number = sa.func.sum(_offers.c.positions - _offers.c.hired)
    here = (
        _offers.c.state == literal(OfferState.OPEN),
        _offers.c.heard_at >= since,
        _offers.c.hired < _offers.c.positions,
    )
    return _counted(session, _offers.c.job, _offers.c.start_on, number, here)


def ending(session: Session, today: date, before: date) -> list[Count]:
    """The work contracts at work today that end as planned from today on and before that day."""
    here = (
        _placements.c.planned_end >= today,
        _placements.c.planned_end < before,
        _placements.c.starts_on <= today,
        *_STANDS,
    )
    return _counted(session, _placements.c.job, _placements.c.planned_end, sa.func.count(), here)


def starting(session: Session, today: date) -> list[Count]:
    """The hires that stand and begin after today."""
    later = sa.or_(_placements.c.planned_end > today, _placements.c.planned_end.is_(None))
    here = (later, _placements.c.starts_on > today, *_STANDS)
    return _counted(session, _placements.c.job, _placements.c.starts_on, sa.func.count(), here)


def _counted(
    session: Session,
    job: sa.ColumnElement[str],
    day: sa.ColumnElement[date],
    number: sa.ColumnElement[int],
    here: Collection[sa.ColumnElement[bool]],
) -> list[Count]:
    query = sa.select(job, day, number).where(*here).group_by(job, day)
    return [Count(*row) for row in session.core.execute(query)]


def lacking(session: Session, since: datetime) -> list[Count]:
    """The open positions for which people of the PLIE lack a single requirement, by job, start and
    requirement."""
    return [
        Count(asked.job, asked.start_on, asked.open, short.bit)
        for short in shortages.all_of(session, since)
        for asked in short.offers
    ]


def to_train(session: Session, since: date) -> list[Count]:
    """The people an interview held `since` found in need of training, by the job they seek first and the day
    of the latest such interview; each once."""
    query = (
        sa.select(_interviews.c.candidate_id, _interviews.c.held_on, _jobs.c.job)
        .join_from(_interviews, _jobs, _jobs.c.candidate_id == _interviews.c.candidate_id)
        .where(
            _interviews.c.held_on >= since,
            _interviews.c.outcome == InterviewOutcome.TRAINING,
            _jobs.c.place == 0,
        )
        .order_by(_interviews.c.held_on)
    )
    latest = {row.candidate_id: Count(row.job, row.held_on, 1) for row in session.core.execute(query)}
    return list(latest.values())


def readers(session: Session, today: date, after: int, size: int) -> list[Member]:
    """At most `size` persons numbered above `after` who are told of labour movements: prescribers of the
    employment service and of the Mission Locale, unless it has left; those written to by e-mail too."""
    partners = organisations.present(today)
    query = (
        sa.select(_persons.c.id)
        .join_from(_persons, _organisations, _persons.c.organisation_id == _organisations.c.id)
        .where(
            _persons.c.role == Role.PRESCRIBER,
            _persons.c.id > after,
            _persons.c.revoked_at.is_(None),
            _persons.c.reachable,
            _persons.c.unsubscribed_at.is_(None),
            _organisations.c.kind.in_([Kind.ANPE, Kind.MISSION_LOCALE]),
            partners,
        )
    )
    numbers = session.core.execute(query.order_by(_persons.c.id).limit(size)).scalars()
    return people.several(session, list(numbers))
