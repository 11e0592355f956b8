"""Amendments: what a lot's amount (euros excl. VAT) and duration (months) became after its award."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

import sqlalchemy as sa
from sqlmodel import col, select

from bot.store.database import Session
from bot.store.tables import Amendment, Lot, Procurement, rows_of

_rows = rows_of(Amendment)


@dataclass(frozen=True, slots=True)
class Terms:
    """The amount and the duration of a lot at some time; None where the award said nothing."""

    amount: Decimal | None
    months: Decimal | None


@dataclass(frozen=True, slots=True)
class Amended:
    """What an amendment says: the day it was signed, and the new terms, None for one that stays."""

    signed_on: date
    amount: Decimal | None
    months: Decimal | None


def add(session: Session, lot_id: int, said: Amended, person_id: int, now: datetime) -> Amendment:
    """Keep an amendment of a lot."""
    amendment = Amendment(
        lot_id=lot_id,
        signed_on=said.signed_on,
        amount=said.amount,
        months=said.months,
        recorded_by=person_id,
        recorded_at=now,
    )
    session.add(amendment)
    session.flush()
    return amendment


def of(session: Session, lot_id: int) -> Sequence[Amendment]:
    """The amendments of a lot in the order they were signed, then recorded."""
    query = select(Amendment).where(Amendment.lot_id == lot_id)
    return session.exec(query.order_by(col(Amendment.signed_on), col(Amendment.id))).all()


def last_recorded(session: Session, lot_id: int) -> Amendment | None:
    """The amendment of a lot that was recorded last, whenever it was signed; None without any."""
    query = select(Amendment).where(Amendment.lot_id == lot_id)
    return session.exec(query.order_by(col(Amendment.id).desc()).limit(1)).first()


def remove(session: Session, amendment_id: int) -> bool:
    """Take an amendment away. Returns whether it was there."""
    return bool(session.core.execute(sa.delete(_rows).where(_rows.c.id == amendment_id)).rowcount)


def initial(procurement: Procurement, lot: Lot) -> Terms:
    """The terms of a lot at its award."""
    amount = None if lot.awarded_amount is None else Decimal(lot.awarded_amount)
    return Terms(amount, Decimal(procurement.months))


def current(session: Session, procurement: Procurement, lot: Lot) -> Terms:
    """The terms of a lot now: those of the award, changed by each amendment in turn."""
    terms = initial(procurement, lot)
    for amendment in of(session, lot.id or 0):
        terms = Terms(
            terms.amount if amendment.amount is None else Decimal(amendment.amount),
            terms.months if amendment.months is None else Decimal(amendment.months),
        )
    return terms
