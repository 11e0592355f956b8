"""Referrals: one candidate presented for one offer, at most one open at a time (`domain.md` §5)."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import col, select

from bot.store import claims
from bot.store.database import Session
from bot.store.sealed import new_uid
from bot.store.tables import Referral, ReferralState, rows_of
from bot.store.types import UtcDateTime, literal

OPEN = (ReferralState.AWAITING, ReferralState.PRESENTED)
"""The states in which something is still to be answered."""

_rows = rows_of(Referral)
IS_OPEN = _rows.c.state.in_([literal(state) for state in OPEN])
"""The condition of the partial index, in the words it can read."""


@dataclass(frozen=True, slots=True)
class Counts:
    """The referrals of an offer: to be presented by the PLIE, and ever presented to the company."""

    awaiting: int
    presented: int


def identity(referral: Referral) -> int:
    """The number of a referral that is in the database."""
    if referral.id is None:
        raise LookupError("the referral is not in the database yet")
    return referral.id


def get(session: Session, referral_id: int) -> Referral | None:
    """The referral as it is now, if any."""
    query = select(Referral).where(Referral.id == referral_id)
    return session.exec(query.execution_options(populate_existing=True)).first()


def open_of(session: Session, offer_id: int, candidate_id: int) -> Referral | None:
    """The open referral of this candidate to this offer, if any."""
    query = select(Referral).where(
        col(Referral.offer_id) == offer_id, col(Referral.candidate_id) == candidate_id, IS_OPEN
    )
    return session.exec(query.execution_options(populate_existing=True)).first()


def of_candidate(
    session: Session, candidate_id: int, most: int = 50, before: int | None = None
) -> list[Referral]:
    """The referrals of a candidate, newest first, at most `most`, older than the one numbered `before`."""
    return _newest(session, [col(Referral.candidate_id) == candidate_id], most, before)


def of_offer(
    session: Session,
    offer_id: int,
    most: int = 50,
    before: int | None = None,
    *,
    presented_only: bool = False,
) -> list[Referral]:
    """The referrals to an offer, newest first, at most `most`, older than the one numbered `before`; those
    its company was ever told of when `presented_only`."""
    here = [col(Referral.offer_id) == offer_id]
    if presented_only:
        here.append(col(Referral.presented_at).is_not(None))
    return _newest(session, here, most, before)


def presented_of(session: Session, candidate_ids: Collection[int]) -> list[Referral]:
    """The referrals of these candidates a company has to answer, the oldest first."""
    here = col(Referral.candidate_id).in_(candidate_ids), col(Referral.state) == ReferralState.PRESENTED
    found = select(Referral).where(*here).order_by(col(Referral.id))
    return list(session.exec(found.execution_options(populate_existing=True)).all())


def awaiting_of(session: Session, candidate_ids: Collection[int]) -> list[Referral]:
    """The referrals of these candidates the PLIE has to present or not, the oldest first."""
    here = col(Referral.candidate_id).in_(candidate_ids), col(Referral.state) == ReferralState.AWAITING
    found = select(Referral).where(*here).order_by(col(Referral.id))
    return list(session.exec(found.execution_options(populate_existing=True)).all())


def _newest(
    session: Session, here: Sequence[sa.ColumnElement[bool]], most: int, before: int | None
) -> list[Referral]:
    query = select(Referral).where(*here)
    if before is not None:
        query = query.where(col(Referral.id) < before)
    found = query.order_by(col(Referral.id).desc()).limit(most)
    return list(session.exec(found.execution_options(populate_existing=True)).all())


def add(
    session: Session, candidate_id: int, offer_id: int, by: int, now: datetime, *, presented: bool
) -> Referral | None:
    """A new open referral, `presented` at once or awaiting the facilitator; None when there is an open one of
    this candidate to this offer already, also where two people make it at once."""
    values: dict[str, Any] = {
        "uid": new_uid(),
        "candidate_id": candidate_id,
        "offer_id": offer_id,
        "state": ReferralState.AWAITING,
        "created_by": by,
        "created_at": now,
        "moved_by": by,
        "moved_at": now,
    }
    if presented:
        values |= {"state": ReferralState.PRESENTED, "presented_by": by, "presented_at": now}
    if not claims.insert_new(session, _rows, [values]):
        return None
    return open_of(session, offer_id, candidate_id)


def move(
    session: Session,
    referral_id: int,
    whence: Collection[str],
    to: str,
    by: int | None,
    now: datetime,
    reason: str | None = None,
) -> bool:
    """Bring a referral from one of the states `whence` to another. Returns whether this is what did it: the
    first of two people at once wins. Whoever is hired has been presented, at the latest then."""
    values: dict[str, Any] = {"state": to, "moved_by": by, "moved_at": now, "reason": reason}
    if to in (ReferralState.PRESENTED, ReferralState.HIRED):
        first = {"presented_by": by, "presented_at": sa.literal(now, UtcDateTime())}
        values |= {name: sa.func.coalesce(_rows.c[name], value) for name, value in first.items()}
    return _change(session, referral_id, whence, values)


def meet(session: Session, referral_id: int, now: datetime) -> bool:
    """The company wants to meet the person presented. Returns whether this is new."""
    never = _rows.c.meeting_at.is_(None)
    return _change(session, referral_id, (ReferralState.PRESENTED,), {"meeting_at": now}, never)


def _change(
    session: Session,
    referral_id: int,
    whence: Collection[str],
    values: dict[str, Any],
    *conditions: sa.ColumnElement[bool],
) -> bool:
    there = sa.and_(_rows.c.id == referral_id, _rows.c.state.in_(whence), *conditions)
    return bool(session.core.execute(sa.update(_rows).where(there).values(values)).rowcount)


def how_many_open(offer_id: sa.ColumnElement[int]) -> sa.ScalarSelect[int]:
    """How many referrals to the offer of this column are open, as a part of a query."""
    theirs = sa.and_(_rows.c.offer_id == offer_id, IS_OPEN)
    return sa.select(sa.func.count()).select_from(_rows).where(theirs).scalar_subquery()


def none_open(offer_id: sa.ColumnElement[int], candidate_id: sa.ColumnElement[int]) -> sa.ColumnElement[bool]:
    """That no referral of this candidate to this offer is open, as a condition of a query."""
    pair = sa.and_(_rows.c.offer_id == offer_id, _rows.c.candidate_id == candidate_id, IS_OPEN)
    return ~sa.exists().where(pair)


def counts(session: Session, offer_id: int) -> Counts:
    """How many people await their presentation for an offer, and how many ever were presented."""
    waiting = sa.func.count(sa.case((_rows.c.state == ReferralState.AWAITING, 1)))
    query = sa.select(waiting, sa.func.count(_rows.c.presented_at)).where(_rows.c.offer_id == offer_id)
    return Counts(*session.core.execute(query).one())


def make_obsolete(
    session: Session,
    by: int | None,
    now: datetime,
    *,
    candidate_id: int | None = None,
    offer_id: int | None = None,
    but: int | None = None,
) -> list[Referral]:
    """End the open referrals of a candidate, or to an offer, all `but` one: those that this is what ended,
    as they are now. Raises ValueError without a candidate and an offer."""
    return end_open(
        session, ReferralState.OBSOLETE, by, now, candidate_id=candidate_id, offer_id=offer_id, but=but
    )


def end_open(
    session: Session,
    to: ReferralState,
    by: int | None,
    now: datetime,
    *,
    candidate_id: int | None = None,
    offer_id: int | None = None,
    but: int | None = None,
) -> list[Referral]:
    """As `make_obsolete`, but they end in the state `to`."""
    if candidate_id is None and offer_id is None:
        raise ValueError("whose referrals?")
    chosen = [IS_OPEN]
    for column, value in ((_rows.c.candidate_id, candidate_id), (_rows.c.offer_id, offer_id)):
        if value is not None:
            chosen.append(column == value)
    if but is not None:
        chosen.append(_rows.c.id != but)
    values = {"state": to, "moved_by": by, "moved_at": now, "reason": None}
    ended = session.core.execute(sa.update(_rows).where(*chosen).values(values).returning(_rows.c.id))
    return _by_numbers(session, sorted(ended.scalars()))


def _by_numbers(session: Session, numbers: Sequence[int]) -> list[Referral]:
    if not numbers:
        return []
    query = select(Referral).where(col(Referral.id).in_(numbers)).order_by(col(Referral.id))
    return list(session.exec(query.execution_options(populate_existing=True)).all())


def last_states(session: Session, offer_id: int, candidate_ids: Collection[int]) -> dict[int, str]:
    """How the latest referral of each of these candidates to this offer stands; those who have one."""
    here = sa.and_(_rows.c.offer_id == offer_id, _rows.c.candidate_id.in_(candidate_ids))
    query = sa.select(_rows.c.candidate_id, _rows.c.state).where(here).order_by(_rows.c.id)
    return {row.candidate_id: row.state for row in session.core.execute(query)}


def merge(session: Session, kept_id: int, other_id: int) -> None:
    """The referrals of the `other` file belong to the one kept from now on; where both have an open one to
    the same offer, the less advanced of the two becomes obsolete."""
    mine, theirs = (_open_by_offer(session, number) for number in (kept_id, other_id))
    for offer_id in mine.keys() & theirs.keys():
        pair = (mine[offer_id], theirs[offer_id])
        lost = min(reversed(pair), key=lambda row: OPEN.index(ReferralState(row.state)))
        _change(session, lost.id, OPEN, {"state": ReferralState.OBSOLETE})
    there = _rows.c.candidate_id == other_id
    session.core.execute(sa.update(_rows).where(there).values(candidate_id=kept_id))


def _open_by_offer(session: Session, candidate_id: int) -> dict[int, Any]:
    query = sa.select(_rows.c.id, _rows.c.offer_id, _rows.c.state)
    found = session.core.execute(query.where(_rows.c.candidate_id == candidate_id, IS_OPEN))
    return {row.offer_id: row for row in found}
