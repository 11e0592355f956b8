"""What one training would open: `rules.shortages`, asked of the database."""

from collections.abc import Sequence
from datetime import date, datetime

import sqlalchemy as sa

from bot.rules.matching import prefix
from bot.rules.shortages import TRAINABLE, Asked, Key, Shortage, Sought, shortages
from bot.store.database import Session
from bot.store.tables import CandidateJob, JobOffer, OfferState, rows_of
from bot.store.types import literal

MOST_OFFERS = 200
"""Offers looked at, the first to start first: what has to be trained for soonest."""

_jobs = rows_of(CandidateJob)
_offers = rows_of(JobOffer)
_OPEN = (_offers.c.state == literal(OfferState.OPEN), _offers.c.hired < _offers.c.positions)
_ASKED = sa.select(
    _offers.c.id,
    _offers.c.reference,
    _offers.c.job,
    _offers.c.start_on,
    _offers.c.requirements,
    _offers.c.level,
    (_offers.c.positions - _offers.c.hired).label("open"),
).where(*_OPEN)


def all_of(session: Session, since: datetime) -> list[Shortage]:
    """What PLIE participants lack, and nothing else, for the open offers heard of `since` with open
    positions; the most useful first. Two queries, of as many rows as there are offers and kinds of people."""
    asked = _asked(session, since)
    return shortages(asked, _sought(session, asked))


def of(session: Session, since: datetime, key: Key) -> Shortage | None:
    """The shortage of one requirement in one trade as it is now; None when there is none any more."""
    bit, trade = key
    asked = [one for one in _asked(session, since) if one.requirements & bit and prefix(one.job) == trade]
    return next((one for one in shortages(asked, _sought(session, asked)) if one.key == key), None)


def people(session: Session, short: Shortage, most: int, after: int = 0) -> list[int]:
    """The numbers of at most `most` of the people of a shortage, the oldest file first, beyond the file
    `after`."""
    wanted: dict[tuple[int, int], date] = {}
    for asked in short.offers:
        kind = (asked.requirements, asked.level or 0)
        wanted[kind] = max(wanted.get(kind, asked.start_on), asked.start_on)
    lacking = sa.or_(*(_lack(short.bit, kind, day) for kind, day in sorted(wanted.items())))
    here = (_jobs.c.plie.is_(True), _jobs.c.job_prefix == short.trade, _jobs.c.candidate_id > after)
    query = sa.select(_jobs.c.candidate_id).distinct().where(*here, lacking)
    return list(session.core.execute(query.order_by(_jobs.c.candidate_id).limit(most)).scalars())


def _lack(bit: int, kind: tuple[int, int], day: date) -> sa.ColumnElement[bool]:
    """Who holds all these requirements but one, at this level or above, free by this day."""
    requirements, level = kind
    return sa.and_(
        _jobs.c.held.op("&")(requirements) == requirements & ~bit,
        _jobs.c.level >= level,
        _jobs.c.available_on <= day,
    )


def _asked(session: Session, since: datetime) -> list[Asked]:
    """The open offers that ask for what a training can give, the first to start first."""
    here = (_offers.c.heard_at >= since, _offers.c.requirements.op("&")(TRAINABLE) != 0)
    query = _ASKED.where(*here).order_by(_offers.c.start_on, _offers.c.id).limit(MOST_OFFERS)
    return [Asked(*row) for row in session.core.execute(query)]


def _sought(session: Session, asked: Sequence[Asked]) -> list[Sought]:
    """How many PLIE participants seek these trades, by kind and by when they are free."""
    if not asked:
        return []
    kinds = (_jobs.c.job_prefix, _jobs.c.held, _jobs.c.level, _jobs.c.available_on)
    here = (
        _jobs.c.plie.is_(True),
        _jobs.c.job_prefix.in_(sorted({prefix(one.job) for one in asked})),
        _jobs.c.available_on <= max(one.start_on for one in asked),
    )
    count = sa.func.count(_jobs.c.candidate_id.distinct())
    rows = session.core.execute(sa.select(*kinds, count).where(*here).group_by(*kinds))
    return [Sought((trade, held, level), day, number) for trade, held, level, day, number in rows]
