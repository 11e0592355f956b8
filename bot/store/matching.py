"""Candidates for an offer and offers for a candidate: `rules.matching`, asked of the database."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from operator import attrgetter
from typing import TypeVar

import sqlalchemy as sa

from bot.rules.matching import MOST_JOBS, Seeker, Wanted, prefix
from bot.store import placements, referrals
from bot.store.database import Session
from bot.store.tables import Candidate, CandidateJob, Circulation, JobOffer, OfferState, rows_of
from bot.store.types import literal

T = TypeVar("T")

_CANDIDATE, _OFFER_ID = attrgetter("candidate_id"), attrgetter("offer_id")
_jobs = rows_of(CandidateJob)
_people = rows_of(Candidate)
_offers = rows_of(JobOffer)

SEEKER = tuple(
    _jobs.c[name]
    for name in (
        "candidate_id",
        "job",
        "commune",
        "available_on",
        "level",
        "held",
        "experience",
        "referred_on",
    )
)
"""The columns of a `Seeker`, in its order."""
_OFFER = tuple(
    _offers.c[name]
    for name in ("id", "reference", "positions", "job", "commune", "start_on", "requirements", "level")
)


@dataclass(frozen=True, slots=True)
class Match:
    """An open offer a candidate fits: what it wants, and the candidate for the job that fits best."""

    offer_id: int
    reference: str
    positions: int
    wanted: Wanted
    seeker: Seeker


@dataclass(frozen=True, slots=True)
class Named:
    """What a candidate is called: for the PLIE's staff only."""

    reference: str
    name: str


def wanted(offer: JobOffer) -> Wanted:
    """What the offer asks of a candidate."""
    return Wanted(offer.job, offer.commune, offer.start_on, offer.requirements, offer.level)


def any_for(session: Session, asked: Wanted) -> bool:
    """Whether a participant of the PLIE corresponds."""
    return (
        session.core.execute(sa.select(_jobs.c.candidate_id).where(*_fits(asked)).limit(1)).first()
        is not None
    )


def candidates_for(
    session: Session, asked: Wanted, most: int, skip: int = 0, offer_id: int | None = None
) -> list[Seeker]:
    """The PLIE's active candidates who correspond, each once, best first as `rules.matching.rank_key` has
    it: at most `most`, behind the first `skip`; none who is presented for the offer of this number, or was
    hired on it."""
    query = sa.select(*SEEKER).where(*_fits(asked))
    if offer_id is not None:
        query = query.where(
            referrals.none_open(sa.literal(offer_id), _jobs.c.candidate_id),
            _jobs.c.candidate_id.not_in(placements.at_work_on(offer_id)),
        )
    ordered = query.order_by(
        _jobs.c.job != asked.job,
        _jobs.c.commune != asked.commune,
        _jobs.c.experience.desc(),
        _jobs.c.referred_on.asc().nulls_first(),
        _jobs.c.candidate_id,
        _jobs.c.job,
    )
    rows = session.core.execute(ordered.limit(_enough(skip + most)))
    return _first_of_each((Seeker(*row) for row in rows), _CANDIDATE)[skip : skip + most]


def _enough(wished: int) -> int:
    """How many ranked rows surely hold that many candidates or offers: a row is one of the jobs sought."""
    return MOST_JOBS * wished


def _first_of_each(ranked: Iterable[T], number: Callable[[T], int]) -> list[T]:
    """Nobody is listed twice who seeks neighbouring jobs. The database would look each of them up in turn:
    ten times slower than to read a few rows more."""
    found: dict[int, T] = {}
    for row in ranked:
        found.setdefault(number(row), row)
    return list(found.values())


def _fits(asked: Wanted) -> Sequence[sa.ColumnElement[bool]]:
    """`rules.matching.fits` over the sought jobs of the PLIE's participants."""
    conditions = [
        _jobs.c.plie.is_(True),
        _jobs.c.job_prefix == prefix(asked.job),
        _jobs.c.available_on <= asked.start_on,
    ]
    if asked.requirements:
        conditions.append(_jobs.c.held.op("&")(asked.requirements) == asked.requirements)
    if asked.level is not None:
        conditions.append(_jobs.c.level >= asked.level)
    return conditions


def offers_for(session: Session, candidate_id: int, since: datetime, most: int, skip: int = 0) -> list[Match]:
    """The open offers heard of `since` with open positions that an active candidate fits by any of the jobs
    sought, each once, best first as `rules.matching.offer_key` has it: at most `most`, behind the first
    `skip`.

    What is reserved for the PLIE's participants, or kept within the PLIE, is for them only (article 3). An
    offer this candidate has an open referral to is not listed.
    """
    same_trade = _offers.c.job_prefix == _jobs.c.job_prefix
    query = sa.select(*_OFFER, *SEEKER).join_from(_jobs, _offers, same_trade)
    fresh = referrals.none_open(_offers.c.id, sa.literal(candidate_id))
    fitting = (_jobs.c.candidate_id == candidate_id, _offers.c.heard_at >= since, *_open_to_them(), fresh)
    ordered = query.where(*fitting).order_by(
        _jobs.c.job != _offers.c.job,
        _jobs.c.commune != _offers.c.commune,
        _offers.c.start_on,
        _offers.c.id,
        _jobs.c.job,
    )
    rows = session.core.execute(ordered.limit(_enough(skip + most)))
    matches = (
        Match(row.id, row.reference, row.positions, Wanted(*row[3:8]), Seeker(*row[8:])) for row in rows
    )
    return _first_of_each(matches, _OFFER_ID)[skip : skip + most]


def _open_to_them() -> Sequence[sa.ColumnElement[bool]]:
    """`rules.matching.fits` of a sought job and an open offer this candidate may be told of."""
    everyone = _offers.c.circulation.in_([Circulation.DUE, Circulation.SENT])
    return (
        _offers.c.state == literal(OfferState.OPEN),
        _offers.c.hired < _offers.c.positions,
        _offers.c.start_on >= _jobs.c.available_on,
        _jobs.c.held.op("&")(_offers.c.requirements) == _offers.c.requirements,
        sa.or_(_offers.c.level.is_(None), _offers.c.level <= _jobs.c.level),
        sa.or_(_jobs.c.plie, everyone),
    )


def named(session: Session, candidate_ids: Sequence[int]) -> dict[int, Named]:
    """What these candidates are called, by their number; those there are."""
    columns = (_people.c.id, _people.c.uid, _people.c.reference, _people.c.name)
    rows = session.core.execute(sa.select(*columns).where(_people.c.id.in_(candidate_ids)))
    return {
        row.id: Named(row.reference, session.sealer.open(row.name, f"candidates.name:{row.uid}"))
        for row in rows
    }
