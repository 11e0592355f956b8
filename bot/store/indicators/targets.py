"""Against the targets of the PLIE's protocol: people supported, how many of them reached lasting work or a
certification."""

from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import sqlalchemy as sa

from bot.rules import exits as rules
from bot.store import parameters
from bot.store.database import Session
from bot.store.indicators.scope import LIVING, PLACEMENTS, Asked
from bot.store.tables import (
    Exit,
    ExitKind,
    Interview,
    InterviewOutcome,
    Referral,
    Trainee,
    Training,
    rows_of,
)
from bot.store.types import literal

_interviews, _referrals, _exits = rows_of(Interview), rows_of(Referral), rows_of(Exit)
_trainings, _trainees = rows_of(Training), rows_of(Trainee)
_TENTH = Decimal("0.1")


def figures(session: Session, asked: Asked) -> dict[str, Any]:
    """People supported in the period, the share (percent) of them with a sustained exit or a certification
    dated in it, and both targets."""
    supported = set(session.core.execute(_supported(asked)).scalars())
    reached = supported & _reached(session, asked)
    share = Decimal(100 * len(reached)) / len(supported) if supported else Decimal()
    return {
        "supported": len(supported),
        "supported_target": int(parameters.get(session, "target_supported")),
        "sustained": len(reached),
        "sustained_percent": share.quantize(_TENTH, ROUND_HALF_UP),
        "sustained_percent_target": 100 * parameters.get(session, "target_sustained"),
    }


def _supported(asked: Asked) -> sa.CompoundSelect[Any]:
    """The candidates who in the period were met, referred, trained, at work, or left."""
    held = sa.and_(asked.on(_interviews.c.held_on), _interviews.c.outcome != literal(InterviewOutcome.ABSENT))
    began = sa.and_(asked.on(_trainings.c.starts_on), _trainings.c.cancelled_at.is_(None))
    left = sa.and_(asked.on(_exits.c.left_on), _exits.c.cancelled_at.is_(None))
    return sa.union(
        sa.select(_interviews.c.candidate_id).where(held),
        sa.select(_referrals.c.candidate_id).where(asked.at(_referrals.c.created_at)),
        sa.select(_trainees.c.candidate_id).join_from(_trainings, _trainees).where(began),
        sa.select(PLACEMENTS.c.candidate_id).where(LIVING, asked.overlapping()),
        sa.select(_exits.c.candidate_id).where(left),
    )


def _reached(session: Session, asked: Asked) -> set[int]:
    there = sa.and_(asked.on(_exits.c.left_on), _exits.c.cancelled_at.is_(None))
    query = sa.select(_exits.c.candidate_id, _exits.c.kind, _exits.c.contract, _exits.c.months).where(there)
    return {
        row.candidate_id
        for row in session.core.execute(query)
        if row.kind == ExitKind.CERTIFICATION or rules.is_sustained(row.kind, row.contract, row.months)
    }
