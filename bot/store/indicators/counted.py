"""Which rows the figures count, said once: the figures and the lists behind them ask the same conditions."""

from typing import Any

import sqlalchemy as sa

from bot.rules import exits as rules
from bot.store.database import Session
from bot.store.indicators.scope import LIVING, PLACEMENTS, Asked
from bot.store.tables import (
    Contract,
    Exit,
    ExitKind,
    HoursState,
    Interview,
    InterviewOutcome,
    JobOffer,
    Referral,
    Trainee,
    Training,
    WorkedMonth,
    rows_of,
)
from bot.store.types import literal

WORKED, EXITS, TRAININGS, TRAINEES = rows_of(WorkedMonth), rows_of(Exit), rows_of(Training), rows_of(Trainee)
INTERVIEWS, REFERRALS, OFFERS = rows_of(Interview), rows_of(Referral), rows_of(JobOffer)


def declared(asked: Asked) -> sa.ColumnElement[bool]:
    """Whether hours count as declared: `stated`, on a lot with a clause (of the buyer)."""
    return sa.and_(stated(asked), asked.among(WORKED.c.lot_id, asked.lots()))


def stated(asked: Asked) -> sa.ColumnElement[bool]:
    """Whether hours are those of a month that begins in the period, not asked back, on whatever lot or none;
    those validated are among them."""
    return sa.and_(asked.on(WORKED.c.month), WORKED.c.state != literal(HoursState.ASKED_BACK))


def positive(asked: Asked) -> sa.ColumnElement[bool]:
    """Whether an exit is a positive one of the period; with a buyer, of somebody once placed on its lots."""
    there = sa.and_(left(asked), EXITS.c.kind.in_(sorted(rules.POSITIVE)))
    if asked.buyer_id is None:
        return there
    return sa.and_(there, asked.among(EXITS.c.candidate_id, asked.once_placed()))


def left(asked: Asked) -> sa.ColumnElement[bool]:
    """Whether an exit, of any kind, is dated in the period and stands."""
    return sa.and_(asked.on(EXITS.c.left_on), EXITS.c.cancelled_at.is_(None))


def began(asked: Asked) -> sa.ColumnElement[bool]:
    """Whether a training starts in the period and was not cancelled."""
    return sa.and_(asked.on(TRAININGS.c.starts_on), TRAININGS.c.cancelled_at.is_(None))


def departed(asked: Asked) -> sa.ColumnElement[bool]:
    """Whether a placement ended in the period, before its planned end (on a lot of the buyer)."""
    there = sa.and_(asked.on(PLACEMENTS.c.ended_on), PLACEMENTS.c.end_reason.is_not(None), LIVING)
    return there if asked.buyer_id is None else sa.and_(there, asked.among(PLACEMENTS.c.lot_id, asked.lots()))


def held(asked: Asked) -> sa.ColumnElement[bool]:
    """Whether an interview was held in the period; an absence is none."""
    return sa.and_(asked.on(INTERVIEWS.c.held_on), INTERVIEWS.c.outcome != literal(InterviewOutcome.ABSENT))


def made(asked: Asked) -> sa.ColumnElement[bool]:
    """Whether a referral was made in the period (for an offer of a lot of the buyer)."""
    return sa.and_(asked.at(REFERRALS.c.created_at), _of_buyer(asked))


def presented(asked: Asked) -> sa.ColumnElement[bool]:
    """Whether a referral was presented in the period (for an offer of a lot of the buyer)."""
    return sa.and_(asked.at(REFERRALS.c.presented_at), _of_buyer(asked))


def supported(asked: Asked) -> list[sa.Select[Any]]:
    """The queries of the candidates who in the period were met, referred, trained, at work, or left: who is
    in one of them at least was supported."""
    return [
        sa.select(INTERVIEWS.c.candidate_id).where(held(asked)),
        sa.select(REFERRALS.c.candidate_id).where(made(asked)),
        sa.select(TRAINEES.c.candidate_id).join_from(TRAININGS, TRAINEES).where(began(asked)),
        sa.select(PLACEMENTS.c.candidate_id).where(LIVING, asked.overlapping()),
        sa.select(EXITS.c.candidate_id).where(left(asked)),
    ]


def lasting() -> sa.ColumnElement[bool]:
    """Whether an exit is one for lasting work (`rules.exits.is_sustained`) or with a certification."""
    kind, contract = EXITS.c.kind, EXITS.c.contract
    long = sa.and_(contract.in_(sorted(rules.BY_LENGTH)), EXITS.c.months >= rules.SUSTAINED_MONTHS)
    return sa.or_(
        kind == literal(ExitKind.CERTIFICATION),
        kind.in_(sorted(rules.LASTING)),
        sa.and_(kind.in_(sorted(rules.HIRED)), sa.or_(contract == literal(Contract.CDI), long)),
    )


def reached(asked: Asked) -> sa.Select[Any]:
    """The numbers of the candidates with a lasting exit in the period; each is among those supported."""
    return sa.select(EXITS.c.candidate_id).where(left(asked), lasting()).distinct()


def number(session: Session, query: sa.Select[Any]) -> int:
    """How many rows a query has."""
    found = sa.select(sa.func.count()).select_from(query.subquery())
    return int(session.core.execute(found).scalar_one())


def _of_buyer(asked: Asked) -> sa.ColumnElement[bool]:
    if asked.buyer_id is None:
        return sa.true()
    mine = sa.select(OFFERS.c.id).where(asked.among(OFFERS.c.lot_id, asked.lots()))
    return sa.and_(sa.true(), asked.among(REFERRALS.c.offer_id, mine))
