"""Implementation by the PLIE: interviews held, referrals, people presented."""

from collections import Counter
from typing import Any

import sqlalchemy as sa

from bot.store.database import Session
from bot.store.indicators.scope import Asked
from bot.store.tables import (
    Candidate,
    Interview,
    InterviewOutcome,
    JobOffer,
    Origin,
    Referral,
    ReferralState,
    rows_of,
)
from bot.store.types import literal

_interviews, _referrals = rows_of(Interview), rows_of(Referral)
_offers, _candidates = rows_of(JobOffer), rows_of(Candidate)


def figures(session: Session, asked: Asked) -> dict[str, Any]:
    """Under the keys of `domain.md` §7; interviews, which belong to no buyer, are None with one."""
    return {
        "interviews": None if asked.buyer_id is not None else _held(session, asked),
        "referrals": _made(session, asked),
        "presented": _presented(session, asked),
    }


def _held(session: Session, asked: Asked) -> dict[str, Any]:
    """Interviews held (an absence is none), and by the number of the adviser."""
    held = sa.and_(asked.on(_interviews.c.held_on), _interviews.c.outcome != literal(InterviewOutcome.ABSENT))
    query = sa.select(_interviews.c.adviser_id, sa.func.count()).where(held)
    found = {row[0]: int(row[1]) for row in session.core.execute(query.group_by(_interviews.c.adviser_id))}
    return {"total": sum(found.values()), "by_adviser": found}


def _of_buyer(asked: Asked) -> sa.ColumnElement[bool]:
    """Whether a referral is for an offer of a lot of the buyer."""
    if asked.buyer_id is None:
        return sa.true()
    mine = sa.select(_offers.c.id).where(_offers.c.lot_id.in_(asked.lots()))
    return sa.and_(sa.true(), _referrals.c.offer_id.in_(mine))


def _made(session: Session, asked: Asked) -> dict[str, int]:
    """Referrals made in the period, and how many of them led to a hire."""
    hired = sa.func.sum(sa.case((_referrals.c.state == literal(ReferralState.HIRED), 1), else_=0))
    query = sa.select(sa.func.count(), hired).where(asked.at(_referrals.c.created_at), _of_buyer(asked))
    total, hires = session.core.execute(query).one()
    return {"total": int(total), "hired": int(hires or 0)}


def _presented(session: Session, asked: Asked) -> dict[str, int]:
    """Distinct candidates presented in the period, by origin."""
    query = (
        sa.select(_referrals.c.candidate_id, _candidates.c.origin)
        .distinct()
        .join_from(_referrals, _candidates)
        .where(asked.at(_referrals.c.presented_at), _of_buyer(asked))
    )
    found = Counter(row.origin for row in session.core.execute(query))
    return {str(origin): found[str(origin)] for origin in Origin}
