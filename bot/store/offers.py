"""Job offers: positions of one job in one place, that a company holding a lot or not declares."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlmodel import col, select

from bot.rules.matching import prefix
from bot.rules.priority import first_circulation
from bot.store import matching, parameters, references
from bot.store.database import Session
from bot.store.procurements import Period
from bot.store.sealed import new_uid
from bot.store.tables import Circulation, JobOffer, OfferState, Organisation, rows_of
from bot.store.types import UtcDateTime, literal

_rows = rows_of(JobOffer)
_OPEN = _rows.c.state == literal(OfferState.OPEN)


@dataclass(frozen=True, slots=True)
class Vacancy:
    """What a company says of its open positions: a ROME code, months (None for a CDI), hours a week,
    requirements as bits, the least training level."""

    lot_id: int | None
    job: str
    positions: int
    commune: str
    start: Period
    contract: str
    months: Decimal | None
    weekly_hours: Decimal
    requirements: int = 0
    level: int | None = None
    comment: str | None = None


@dataclass(frozen=True, slots=True)
class Poster:
    """For which company and by whom an offer is posted."""

    organisation_id: int
    person_id: int
    on_behalf: bool


def add(session: Session, said: Vacancy, by: Poster, now: datetime, zone: ZoneInfo) -> JobOffer:
    """A new open offer with its reference, reserved where a participant of the PLIE corresponds."""
    uid = new_uid()
    offer = JobOffer(
        uid=uid,
        reference=references.new(session, references.OFFER, now.astimezone(zone).year),
        organisation_id=by.organisation_id,
        posted_by=by.person_id,
        on_behalf=by.on_behalf,
        posted_at=now,
        state=OfferState.OPEN,
        heard_at=now,
        circulation=Circulation.DUE,
        **_columns(session, said, uid),
    )
    offer.circulation, offer.reserved_until = _first(session, offer, now, zone)
    session.add(offer)
    session.flush()
    return offer


def _columns(session: Session, said: Vacancy, uid: str) -> dict[str, Any]:
    return {
        "lot_id": said.lot_id,
        "job": said.job,
        "job_prefix": prefix(said.job),
        "positions": said.positions,
        "commune": said.commune,
        "start_on": said.start.day,
        "start_as": said.start.meant,
        "contract": said.contract,
        "months": said.months,
        "weekly_hours": said.weekly_hours,
        "requirements": said.requirements,
        "level": said.level,
        "comment": session.sealer.seal(said.comment, f"offers.comment:{uid}") if said.comment else None,
    }


def _first(session: Session, offer: JobOffer, now: datetime, zone: ZoneInfo) -> tuple[str, datetime | None]:
    """Where the circulation of an offer begins (article 3: the PLIE's participants first)."""
    matched = matching.any_for(session, matching.wanted(offer))
    return first_circulation(matched, now, zone, int(parameters.get(session, "reservation_days")))


def identity(offer: JobOffer) -> int:
    """The number of an offer that is in the database."""
    if offer.id is None:
        raise LookupError("the offer is not in the database yet")
    return offer.id


def get(session: Session, offer_id: int, *, lock: bool = False) -> JobOffer | None:
    """The offer as it is now, if any; with `lock` nobody else changes it before the end of the turn."""
    query = select(JobOffer).where(JobOffer.id == offer_id).execution_options(populate_existing=True)
    return session.exec(query.with_for_update() if lock else query).first()


def by_reference(session: Session, reference: str) -> JobOffer | None:
    """The offer people call so, if any."""
    query = select(JobOffer).where(JobOffer.reference == reference)
    return session.exec(query.execution_options(populate_existing=True)).first()


def open_for_jobs(session: Session, prefixes: Sequence[str], most: int) -> Sequence[JobOffer]:
    """At most `most` open offers of these trades (the first three characters of a ROME code), the first to
    start first."""
    query = select(JobOffer).where(col(JobOffer.job_prefix).in_(prefixes), _OPEN)
    return session.exec(query.order_by(col(JobOffer.start_on), col(JobOffer.id)).limit(most)).all()


def comment(session: Session, offer: JobOffer) -> str | None:
    """What the company added in its own words."""
    if offer.comment is None:
        return None
    return str(session.sealer.open(offer.comment, f"offers.comment:{offer.uid}"))


def vacancy(session: Session, offer: JobOffer) -> Vacancy:
    """What the offer says now."""
    return Vacancy(
        lot_id=offer.lot_id,
        job=offer.job,
        positions=offer.positions,
        commune=offer.commune,
        start=Period(offer.start_on, offer.start_as),
        contract=offer.contract,
        months=offer.months,
        weekly_hours=offer.weekly_hours,
        requirements=offer.requirements,
        level=offer.level,
        comment=comment(session, offer),
    )


def change(session: Session, offer: JobOffer, said: Vacancy, now: datetime, zone: ZoneInfo) -> bool:
    """Write what is said of an offer that is still open: news of it. Returns whether it was.

    Candidates are looked for anew where what is asked of them changed: a reservation goes on, no longer
    than it was to, or ends when nobody corresponds; an offer due because nobody did is reserved when
    somebody does. What somebody of the PLIE decided, or was sent, stays so.
    """
    before = matching.wanted(offer)
    values = _columns(session, said, offer.uid)
    if not _move(session, identity(offer), heard_at=now, **values):
        return False
    session.refresh(offer)
    if matching.wanted(offer) != before:
        look_anew(session, offer, now, zone)
    return True


def look_anew(session: Session, offer: JobOffer, now: datetime, zone: ZoneInfo) -> None:
    """Where the circulation of an offer nobody decided about goes on: candidates are looked for anew."""
    if offer.circulated_by is not None or offer.circulation not in (Circulation.RESERVED, Circulation.DUE):
        return
    circulation, until = _first(session, offer, now, zone)
    if until is not None and offer.reserved_until is not None:
        until = min(until, offer.reserved_until)
    _move(session, identity(offer), circulation=circulation, reserved_until=until)
    session.refresh(offer)


def close(session: Session, offer_id: int, state: OfferState, today: date) -> bool:
    """End an open offer. Returns whether this is what ended it."""
    return _move(session, offer_id, state=state, closed_on=today)


def hear(session: Session, offer_id: int, now: datetime) -> bool:
    """The company said that an open offer still is. Returns whether it was."""
    return _move(session, offer_id, heard_at=now)


def _move(session: Session, offer_id: int, **values: Any) -> bool:
    """Change an offer that is open now; of two people at once the first to end it wins."""
    still = sa.and_(_rows.c.id == offer_id, _OPEN)
    return bool(session.core.execute(sa.update(_rows).where(still).values(**values)).rowcount)


def take_position(session: Session, offer_id: int, now: datetime, today: date) -> bool:
    """Somebody was hired: news of an open offer, which is filled by the last of its positions. Returns
    whether one was left; of two hires at once for the last one, one."""
    hired = _rows.c.hired + 1
    filled = hired >= _rows.c.positions
    values = {
        "hired": hired,
        "heard_at": now,
        "state": sa.case((filled, literal(OfferState.FILLED)), else_=_rows.c.state),
        "closed_on": sa.case((filled, sa.literal(today, sa.Date())), else_=_rows.c.closed_on),
    }
    still = sa.and_(_rows.c.id == offer_id, _OPEN, _rows.c.hired < _rows.c.positions)
    return bool(session.core.execute(sa.update(_rows).where(still).values(values)).rowcount)


def give_back(session: Session, offer_id: int, now: datetime) -> bool:
    """A hire does not stand: its position is free again, and the offer open again where that hire had
    filled it. Returns whether there was a hire to take back."""
    reopened = sa.and_(_rows.c.state == literal(OfferState.FILLED), _rows.c.hired >= _rows.c.positions)
    values = {
        "hired": _rows.c.hired - 1,
        "heard_at": sa.case((reopened, sa.literal(now, UtcDateTime())), else_=_rows.c.heard_at),
        "state": sa.case((reopened, literal(OfferState.OPEN)), else_=_rows.c.state),
        "closed_on": sa.case((reopened, sa.null()), else_=_rows.c.closed_on),
    }
    some = sa.and_(_rows.c.id == offer_id, _rows.c.hired > 0)
    return bool(session.core.execute(sa.update(_rows).where(some).values(values)).rowcount)


@dataclass(frozen=True, slots=True)
class Line:
    """An offer in a list."""

    id: int
    reference: str
    job: str
    positions: int
    state: str
    organisation: str


_LINES = sa.select(
    _rows.c.id,
    _rows.c.reference,
    _rows.c.job,
    _rows.c.positions,
    _rows.c.state,
    col(Organisation.name),
).join_from(_rows, Organisation, _rows.c.organisation_id == col(Organisation.id))


def page(session: Session, *, organisation_id: int | None, before: int | None, size: int) -> list[Line]:
    """At most `size` offers, newest first, older than `before`: of one company or of all."""
    query = _LINES
    if organisation_id is not None:
        query = query.where(_rows.c.organisation_id == organisation_id)
    if before is not None:
        query = query.where(_rows.c.id < before)
    return [Line(*row) for row in session.core.execute(query.order_by(_rows.c.id.desc()).limit(size))]
