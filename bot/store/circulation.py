"""Who may be told of an open offer, and since when: reserved, held, due, sent (article 3, domain.md §5)."""

from collections.abc import Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlmodel import col, select

from bot.rules import expiry
from bot.store import parameters, referrals
from bot.store.database import Session
from bot.store.tables import Circulation, JobOffer, OfferState, rows_of
from bot.store.types import literal

_rows = rows_of(JobOffer)
_OPEN = col(JobOffer.state) == literal(OfferState.OPEN)


def hold(session: Session, offer_id: int, person_id: int) -> bool:
    """Keep an open offer within the PLIE; of one that was sent, nothing more goes. Returns whether this is
    what did it."""
    whence = (Circulation.RESERVED, Circulation.DUE, Circulation.SENT)
    return _move(session, offer_id, person_id, whence, literal(Circulation.HELD))


def send_now(session: Session, offer_id: int, person_id: int) -> bool:
    """Make an open offer, reserved or held, due for the next broadcast run; one held after it was sent is as
    sent again. Returns whether this is what did it."""
    never = (col(JobOffer.sent_at).is_(None), literal(Circulation.DUE))
    to = sa.case(never, else_=literal(Circulation.SENT))
    return _move(session, offer_id, person_id, (Circulation.RESERVED, Circulation.HELD), to)


def _move(
    session: Session,
    offer_id: int,
    person_id: int,
    whence: Sequence[Circulation],
    to: sa.ColumnElement[str],
) -> bool:
    """The first of two people at once wins: the condition is read again when the row is written."""
    there = sa.and_(col(JobOffer.id) == offer_id, _OPEN, col(JobOffer.circulation).in_(whence))
    values = {"circulation": to, "reserved_until": None, "circulated_by": person_id}
    return bool(session.core.execute(sa.update(JobOffer).where(there).values(values)).rowcount)


def living_since(session: Session, today: date, zone: ZoneInfo) -> datetime:
    """The instant since which an open offer was last heard of, unless it has lapsed for want of news."""
    return expiry.living_since(today, int(parameters.get(session, "offer_days")), zone)


def due_offers(session: Session, now: datetime, since: datetime, most: int) -> Sequence[JobOffer]:
    """The open offers heard of `since` with open positions (less those hired and the open referrals) that a
    broadcast run sends, at most `most`: those due, then those whose reservation is over, the first to end
    first."""
    due, reserved = literal(Circulation.DUE), literal(Circulation.RESERVED)
    query = select(JobOffer).where(
        _OPEN,
        col(JobOffer.circulation).in_([due, reserved]),
        sa.or_(col(JobOffer.circulation) == due, col(JobOffer.reserved_until) <= now),
        col(JobOffer.heard_at) >= since,
        col(JobOffer.hired) + referrals.how_many_open(_rows.c.id) < col(JobOffer.positions),
    )
    order = (col(JobOffer.circulation), col(JobOffer.reserved_until), col(JobOffer.id))
    found = query.order_by(*order).limit(most)
    return session.exec(found.execution_options(populate_existing=True)).all()
