"""Offers sent to contacts, and what each answered: a row for each offer in each message."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import col, select

from bot.store import mailings
from bot.store.database import Session
from bot.store.tables import (
    BroadcastOffer,
    Circulation,
    Delivery,
    JobOffer,
    OfferAnswer,
    OfferState,
    rows_of,
)
from bot.store.types import literal

_rows = rows_of(Delivery)
_offers = rows_of(JobOffer)
_runs = rows_of(BroadcastOffer)
_MOVES = {
    OfferAnswer.DECLINED: _rows.c.answer.is_(None),
    OfferAnswer.PROPOSED: sa.or_(_rows.c.answer.is_(None), _rows.c.answer == OfferAnswer.DECLINED),
}
"""Who proposed somebody has answered for good; who had nobody may still find one."""


@dataclass(frozen=True, slots=True)
class Line:
    """An offer sent to a person, in a list: how many positions are left, whether a candidate may still be
    proposed, and what the person answered last, if anything (`OfferAnswer`)."""

    id: int
    reference: str
    job: str
    left: int
    commune: str
    state: str
    living: bool
    answer: str | None


IS_LIVING = sa.and_(
    _offers.c.state == literal(OfferState.OPEN),
    _offers.c.circulation == literal(Circulation.SENT),
    _offers.c.hired < _offers.c.positions,
)
"""That candidates may be proposed for an offer, as a condition of a query: sent, open, positions left."""


def of_person(session: Session, person_id: int, after: int, size: int) -> list[Line]:
    """At most `size` offers sent to a person for which candidates may still be proposed, newest first, behind
    the one numbered `after` (0: from the newest)."""
    return _page(session, person_id, after, size, living=True)


def over_of_person(session: Session, person_id: int, after: int, size: int) -> list[Line]:
    """As `of_person`, but those for which no candidate may be proposed any more."""
    return _page(session, person_id, after, size, living=False)


def _page(session: Session, person_id: int, after: int, size: int, *, living: bool) -> list[Line]:
    mine = sa.and_(_rows.c.offer_id == _offers.c.id, _rows.c.person_id == person_id)
    last = sa.select(sa.func.max(_rows.c.answer)).where(mine).scalar_subquery()
    query = sa.select(
        _offers.c.id,
        _offers.c.reference,
        _offers.c.job,
        _offers.c.positions - _offers.c.hired,
        _offers.c.commune,
        _offers.c.state,
        sa.literal(living, sa.Boolean()),
        last,
    ).where(sa.exists().where(mine), IS_LIVING if living else sa.not_(IS_LIVING))
    if after:
        query = query.where(_offers.c.id < after)
    found = session.core.execute(query.order_by(_offers.c.id.desc()).limit(size))
    return [Line(*row) for row in found]


def any_to(session: Session, person_id: int) -> bool:
    """Whether an offer was ever sent to this person."""
    query = sa.select(_rows.c.offer_id).where(_rows.c.person_id == person_id).limit(1)
    return session.core.execute(query).first() is not None


def find(session: Session, person_id: int, offer_id: int) -> Delivery | None:
    """The latest delivery of an offer to a person, if any."""
    query = select(Delivery).where(Delivery.person_id == person_id, Delivery.offer_id == offer_id)
    latest = query.order_by(col(Delivery.mailing_id).desc()).limit(1)
    return session.exec(latest.execution_options(populate_existing=True)).first()


def answer(session: Session, person_id: int, offer_id: int, said: OfferAnswer, now: datetime) -> bool:
    """Keep what a person answered to an offer, on every delivery of it to them; for somebody it was not sent
    to by name (it reached their group) on a delivery of its own. Returns whether it is news: who proposed a
    candidate stays one who did."""
    mine = sa.and_(_rows.c.person_id == person_id, _rows.c.offer_id == offer_id)
    values = {"answer": said, "answered_at": now}
    changed = session.core.execute(sa.update(_rows).where(mine, _MOVES[said]).values(values)).rowcount
    if changed or find(session, person_id, offer_id) is not None:
        return bool(changed)
    run = session.core.execute(
        sa.select(_runs.c.broadcast_id, _runs.c.wave)
        .where(_runs.c.offer_id == offer_id)
        .order_by(_runs.c.wave.desc())
    ).first()
    if run is None:
        return False
    mailing = mailings.for_person(session, run.broadcast_id, person_id, now)
    row = {"mailing_id": mailing, "offer_id": offer_id, "person_id": person_id, "wave": run.wave}
    session.core.execute(sa.insert(_rows).values(**row | values))
    return True


def add(session: Session, rows: Sequence[tuple[int, int, int | None, int]]) -> None:
    """Write that offers are in messages: number of the mailing, of the offer, of the person (None for a
    group), wave."""
    if rows:
        names = ("mailing_id", "offer_id", "person_id", "wave")
        session.core.execute(sa.insert(_rows), [dict(zip(names, row, strict=True)) for row in rows])


def answered(session: Session, offer_ids: Iterable[int], person_ids: Collection[int]) -> set[tuple[int, int]]:
    """Which of these persons answered to which of these offers: pairs of person and offer."""
    here = sa.and_(
        _rows.c.offer_id.in_(list(offer_ids)),
        _rows.c.person_id.in_(person_ids),
        _rows.c.answer.is_not(None),
    )
    rows = session.core.execute(sa.select(_rows.c.person_id, _rows.c.offer_id).where(here).distinct())
    return {(row.person_id, row.offer_id) for row in rows}


def of_mailing(session: Session, mailing_id: int) -> list[Delivery]:
    """The offers of a message, in their order."""
    query = select(Delivery).where(Delivery.mailing_id == mailing_id).order_by(col(Delivery.offer_id))
    return list(session.exec(query.execution_options(populate_existing=True)).all())


def carrying(session: Session, offer_id: int, after: int, size: int) -> list[int]:
    """The numbers of at most `size` messages an offer is in, above `after`, in their order."""
    here = sa.and_(_rows.c.offer_id == offer_id, _rows.c.mailing_id > after)
    query = sa.select(_rows.c.mailing_id).where(here).order_by(_rows.c.mailing_id).limit(size)
    return list(session.core.execute(query).scalars())


def carrying_to(session: Session, offer_id: int, person_id: int) -> list[int]:
    """The numbers of the messages to a person an offer is in."""
    here = sa.and_(_rows.c.offer_id == offer_id, _rows.c.person_id == person_id)
    return list(
        session.core.execute(sa.select(_rows.c.mailing_id).where(here).order_by(_rows.c.mailing_id)).scalars()
    )
