"""Offers that live on only with news from their company (`domain.md` §5): warned of, expired, reopened."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa
from sqlmodel import select

from bot.store.database import Session
from bot.store.tables import JobOffer, OfferState, rows_of
from bot.store.types import literal

_rows = rows_of(JobOffer)
_OPEN = _rows.c.state == literal(OfferState.OPEN)


@dataclass(frozen=True, slots=True)
class Silent:
    """An open offer of a company, and when it was last heard of."""

    offer_id: int
    organisation_id: int
    heard_at: datetime


def silent(session: Session, before: datetime) -> list[Silent]:
    """The open offers not heard of since `before`, longest silent first; by `ix_offers_open_heard_at`."""
    query = sa.select(_rows.c.id, _rows.c.organisation_id, _rows.c.heard_at)
    found = query.where(_OPEN, _rows.c.heard_at < before).order_by(_rows.c.heard_at)
    return [Silent(*row) for row in session.core.execute(found)]


def lapsed(session: Session, before: datetime, most: int) -> Sequence[JobOffer]:
    """At most `most` of these offers, as they are now."""
    query = select(JobOffer).where(_OPEN, _rows.c.heard_at < before).order_by(_rows.c.heard_at).limit(most)
    return session.exec(query.execution_options(populate_existing=True)).all()


def expire(session: Session, offer_id: int, before: datetime, today: date) -> bool:
    """End an open offer not heard of since `before`. Returns whether this is what ended it: news that came
    at the same time wins."""
    still = sa.and_(_rows.c.id == offer_id, _OPEN, _rows.c.heard_at < before)
    ended = sa.update(_rows).where(still).values(state=OfferState.EXPIRED, closed_on=today)
    return bool(session.core.execute(ended).rowcount)


def reopen(session: Session, offer_id: int, since: date, now: datetime) -> bool:
    """An offer that expired on `since` or later is open again, and this is news of it. Returns whether this
    is what reopened it."""
    there = sa.and_(_rows.c.id == offer_id, _rows.c.state == OfferState.EXPIRED, _rows.c.closed_on >= since)
    values = {"state": OfferState.OPEN, "closed_on": None, "heard_at": now}
    return bool(session.core.execute(sa.update(_rows).where(there).values(values)).rowcount)
