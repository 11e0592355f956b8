"""Programmes: a buyer's contracts to come in a year, sent in one go (article 2)."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

import sqlalchemy as sa
from sqlmodel import col, select

from bot.store.database import Session
from bot.store.procurements import Line
from bot.store.tables import Kind, Organisation, Procurement, Programme


@dataclass(frozen=True, slots=True)
class Known:
    """A contract of a programme sent before."""

    reference: str
    title: str


def one_at_a_time(session: Session, organisation_id: int) -> None:
    """Until the transaction ends, nobody else sends a programme of this buyer: what is known stays so."""
    buyer = sa.select(col(Organisation.id)).where(col(Organisation.id) == organisation_id)
    session.core.execute(buyer.with_for_update(key_share=True))


def known(session: Session, organisation_id: int, keys: Collection[str]) -> dict[str, Known]:
    """Of these lines, those the buyer sent before, by their key."""
    rows = session.core.execute(
        sa.select(col(Procurement.programme_line), col(Procurement.reference), col(Procurement.title)).where(
            col(Procurement.organisation_id) == organisation_id, col(Procurement.programme_line).in_(keys)
        )
    )
    return {str(row[0]): Known(row[1], row[2]) for row in rows}


def add(
    session: Session, organisation_id: int, year: int, person_id: int, now: datetime, *, on_behalf: bool
) -> Programme:
    """A new programme of a buyer, without contracts yet."""
    programme = Programme(
        organisation_id=organisation_id, year=year, sent_by=person_id, on_behalf=on_behalf, sent_at=now
    )
    session.add(programme)
    session.flush()
    return programme


def get(session: Session, programme_id: int) -> Programme | None:
    """The programme, if any."""
    return session.exec(select(Programme).where(Programme.id == programme_id)).first()


def of_year(session: Session, organisation_id: int, year: int) -> Programme | None:
    """The latest programme of a buyer for a year: sent, or without contracts, if any."""
    query = select(Programme).where(Programme.organisation_id == organisation_id, Programme.year == year)
    return session.exec(query.order_by(col(Programme.id).desc()).limit(1)).first()


def unsent(session: Session, year: int) -> list[int]:
    """The buyers that neither sent a programme for this year nor said there is none."""
    buyer, sent = col(Organisation.id), col(Programme.organisation_id)
    known = sa.exists().where(sent == buyer, col(Programme.year) == year)
    query = sa.select(buyer).where(col(Organisation.kind) == Kind.BUYER, ~known)
    return [number for number in session.core.execute(query.order_by(buyer)).scalars() if number is not None]


def amounts(session: Session, programme_id: int) -> list[Decimal | None]:
    """The amount of each of its contracts as it is now, in euros excl. VAT where it is known."""
    query = sa.select(col(Procurement.amount)).where(col(Procurement.programme_id) == programme_id)
    return [row[0] for row in session.core.execute(query)]


def page(session: Session, programme_id: int, after: int, size: int) -> list[Line]:
    """At most `size` of its contracts in the order sent, behind the one numbered `after`."""
    query = (
        sa.select(
            col(Procurement.id),
            col(Procurement.reference),
            col(Procurement.title),
            col(Organisation.name),
            col(Procurement.examined_by),
        )
        .join_from(Procurement, Organisation, col(Procurement.organisation_id) == col(Organisation.id))
        .where(col(Procurement.programme_id) == programme_id, col(Procurement.id) > after)
    )
    rows = session.core.execute(query.order_by(col(Procurement.id)).limit(size))
    return [Line(row[0] or 0, *row[1:]) for row in rows]
