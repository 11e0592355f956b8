"""Runs: messages to many on their way to their contacts, in batches, each contact once."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa
from sqlmodel import col, select

from bot.store import offers_sent, organisations, people, referrals
from bot.store.database import Session
from bot.store.people import Member
from bot.store.tables import (
    Broadcast,
    BroadcastOffer,
    Circulation,
    JobOffer,
    OfferSiae,
    OfferState,
    Organisation,
    Person,
    Role,
    rows_of,
)
from bot.store.types import UtcDateTime, literal

FIRST, SECOND = 1, 2

_rows = rows_of(Broadcast)
_carried = rows_of(BroadcastOffer)
_offers = rows_of(JobOffer)
_ticks = rows_of(OfferSiae)
_persons = rows_of(Person)
_organisations = rows_of(Organisation)
_UNFILLED = sa.and_(
    _offers.c.state == literal(OfferState.OPEN),
    _offers.c.hired + referrals.how_many_open(_offers.c.id) < _offers.c.positions,
)
"""Positions are left, less those hired and the open referrals."""


def identity(run: Broadcast) -> int:
    """The number of a run that is in the database."""
    if run.id is None:
        raise LookupError("the run is not in the database yet")
    return run.id


def start(session: Session, wave: int, now: datetime, circular_id: int | None = None) -> Broadcast:
    """A new run, at its beginning."""
    run = Broadcast(wave=wave, started_at=now, circular_id=circular_id)
    session.add(run)
    session.flush()
    return run


def send(session: Session, offer_id: int, now: datetime, since: datetime) -> bool:
    """An offer that is due now (as `circulation.due_offers` has it) is sent. Returns whether this is what
    sent it: somebody may have held or ended it meanwhile."""
    due = sa.or_(
        _offers.c.circulation == literal(Circulation.DUE),
        sa.and_(_offers.c.circulation == literal(Circulation.RESERVED), _offers.c.reserved_until <= now),
    )
    here = sa.and_(_offers.c.id == offer_id, due, _UNFILLED, _offers.c.heard_at >= since)
    values = {"circulation": Circulation.SENT, "reserved_until": None, "sent_at": now}
    return bool(session.core.execute(sa.update(_offers).where(here).values(**values)).rowcount)


def _again(before: datetime, since: datetime) -> sa.ColumnElement[bool]:
    return sa.and_(
        _UNFILLED,
        _offers.c.circulation == literal(Circulation.SENT),
        _offers.c.sent_at < before,
        _offers.c.sent_again_at.is_(None),
        _offers.c.heard_at >= since,
    )


def due_again(session: Session, before: datetime, since: datetime, most: int) -> list[int]:
    """The numbers of at most `most` open offers first sent before an instant and not yet sent again, with
    open positions, heard of `since`."""
    query = sa.select(_offers.c.id).where(_again(before, since)).order_by(_offers.c.id).limit(most)
    return list(session.core.execute(query).scalars())


def send_again(session: Session, offer_id: int, now: datetime, before: datetime, since: datetime) -> bool:
    """An offer of `due_again` is sent for the second and last time. Returns whether this is what sent it."""
    here = sa.and_(_offers.c.id == offer_id, _again(before, since))
    statement = sa.update(_offers).where(here).values(sent_again_at=sa.literal(now, UtcDateTime()))
    return bool(session.core.execute(statement).rowcount)


def carry(session: Session, run: Broadcast, offer_id: int, wave: int) -> None:
    """An offer goes with this run. Raises IntegrityError when it went in this wave already."""
    values = {"broadcast_id": identity(run), "offer_id": offer_id, "wave": wave}
    session.core.execute(sa.insert(_carried).values(**values))


def undone(session: Session) -> Broadcast | None:
    """The first run with contacts left, if any: nobody else goes on with it before the end of the
    transaction."""
    query = select(Broadcast).where(_rows.c.done_at.is_(None)).order_by(_rows.c.id).limit(1)
    locked = query.with_for_update(key_share=True).execution_options(populate_existing=True)
    return session.exec(locked).first()


def get(session: Session, run_id: int) -> Broadcast | None:
    """The run, if any."""
    return session.exec(select(Broadcast).where(Broadcast.id == run_id)).first()


@dataclass(frozen=True, slots=True)
class Carried:
    """An offer of a run that still looks for candidates: its wave, and the SIAEs ticked for it."""

    offer: JobOffer
    wave: int
    siaes: frozenset[int]


def carried(session: Session, run: Broadcast, since: datetime) -> list[Carried]:
    """The offers of a run that are still sent, open and unfilled, heard of `since`: nobody changes them
    before the end of the transaction."""
    query = (
        select(JobOffer, col(BroadcastOffer.wave))
        .join(BroadcastOffer, col(BroadcastOffer.offer_id) == col(JobOffer.id))
        .where(
            BroadcastOffer.broadcast_id == identity(run),
            _UNFILLED,
            _offers.c.circulation == literal(Circulation.SENT),
            _offers.c.heard_at >= since,
        )
        .order_by(col(JobOffer.id))
        .with_for_update(read=True, of=JobOffer)
        .execution_options(populate_existing=True)
    )
    found = session.exec(query).all()
    ticked = _ticked(session, [offer.id or 0 for offer, _ in found])
    return [Carried(offer, wave, frozenset(ticked.get(offer.id or 0, ()))) for offer, wave in found]


def _ticked(session: Session, offer_ids: Sequence[int]) -> dict[int, set[int]]:
    query = sa.select(_ticks.c.offer_id, _ticks.c.organisation_id).where(_ticks.c.offer_id.in_(offer_ids))
    found: dict[int, set[int]] = {}
    for row in session.core.execute(query):
        found.setdefault(row.offer_id, set()).add(row.organisation_id)
    return found


def offers_of(session: Session, run_id: int) -> list[int]:
    """The numbers of the offers of a run."""
    query = sa.select(_carried.c.offer_id).where(_carried.c.broadcast_id == run_id)
    return list(session.core.execute(query.order_by(_carried.c.offer_id)).scalars())


def contacts(session: Session, siaes: Collection[int], today: date, after: int, size: int) -> list[Member]:
    """At most `size` persons numbered above `after` whom broadcasts reach: prescribers, and the people of
    these SIAEs, of organisations that have not left; those written to by e-mail too."""
    prescribers = sa.and_(
        _persons.c.role == Role.PRESCRIBER, _organisations.c.kind.in_(list(offers_sent.PRESCRIBERS))
    )
    theirs = sa.and_(_persons.c.role == Role.SIAE, _persons.c.organisation_id.in_(list(siaes)))
    here = organisations.present(today)
    query = (
        sa.select(_persons.c.id)
        .join_from(_persons, _organisations, _persons.c.organisation_id == _organisations.c.id)
        .where(
            _persons.c.id > after,
            _persons.c.role.in_([Role.PRESCRIBER, Role.SIAE]),
            _persons.c.revoked_at.is_(None),
            _persons.c.unsubscribed_at.is_(None),
            _persons.c.reachable,
            here,
            sa.or_(prescribers, theirs),
        )
        .order_by(_persons.c.id)
        .limit(size)
    )
    return people.several(session, list(session.core.execute(query).scalars()))


def move_cursor(session: Session, run: Broadcast, **values: int | datetime) -> None:
    """How far a run has come: `cursor`, `group_cursor`, `done_at`."""
    session.core.execute(sa.update(_rows).where(_rows.c.id == identity(run)).values(**values))
