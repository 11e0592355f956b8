"""Procurements and their lots."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import sqlalchemy as sa
from sqlmodel import col, select

from bot.store import references
from bot.store.database import Session
from bot.store.sealed import new_uid
from bot.store.tables import Attachment, Category, Lot, Organisation, Procurement


@dataclass(frozen=True, slots=True)
class Period:
    """A day as it was meant: its first day, and the reader's compact form ("2027-06-21/late")."""

    day: date
    meant: str


@dataclass(frozen=True, slots=True)
class LotDraft:
    """A lot as announced; amount in euros excluding VAT."""

    number: str
    title: str
    amount: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Announcement:
    """What a buyer says of a contract to come: amount in euros excluding VAT, duration in months."""

    title: str
    category: Category
    commune: str
    start: Period
    months: Decimal
    lots: Sequence[LotDraft]
    amount: Decimal | None = None
    consultation: Period | None = None
    comment: str | None = None
    document: dict[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class Announcer:
    """For whom and by whom a procurement is announced."""

    organisation_id: int
    person_id: int
    on_behalf: bool


def add(
    session: Session, said: Announcement, by: Announcer, state: str, today: date, now: datetime
) -> Procurement:
    """A new procurement with its reference and its lots, all in `state`."""
    uid = new_uid()
    procurement = Procurement(
        uid=uid,
        reference=references.new(session, references.PROCUREMENT, today.year),
        organisation_id=by.organisation_id,
        announced_by=by.person_id,
        on_behalf=by.on_behalf,
        announced_at=now,
        title=said.title,
        category=said.category,
        commune=said.commune,
        amount=said.amount,
        consultation_on=said.consultation.day if said.consultation else None,
        consultation_as=said.consultation.meant if said.consultation else None,
        start_on=said.start.day,
        start_as=said.start.meant,
        months=said.months,
        comment=session.sealer.seal(said.comment, f"procurements.comment:{uid}") if said.comment else None,
    )
    session.add(procurement)
    session.flush()
    _add_lots(session, procurement, said, state)
    if said.document:
        _attach(session, procurement, said.document, by.person_id, now)
    return procurement


def _add_lots(session: Session, procurement: Procurement, said: Announcement, state: str) -> None:
    lots = said.lots or [LotDraft("1", said.title, said.amount)]
    for position, lot in enumerate(lots, start=1):
        row = Lot(
            procurement_id=identity(procurement),
            position=position,
            number=lot.number,
            title=lot.title,
            amount=lot.amount,
            state=state,
        )
        session.add(row)
    session.flush()


def _attach(
    session: Session, procurement: Procurement, document: dict[str, Any], person_id: int, now: datetime
) -> None:
    uid = new_uid()
    file = session.sealer.seal(document, f"attachments.file:{uid}")
    session.add(
        Attachment(uid=uid, procurement_id=identity(procurement), file=file, added_by=person_id, added_at=now)
    )
    session.flush()


def identity(row: Procurement | Lot) -> int:
    """The number of a row that is in the database."""
    if row.id is None:
        raise LookupError("the row is not in the database yet")
    return row.id


def get(session: Session, procurement_id: int) -> Procurement | None:
    """The procurement as it is now, if any."""
    query = select(Procurement).where(Procurement.id == procurement_id)
    return session.exec(query.execution_options(populate_existing=True)).first()


def by_reference(session: Session, reference: str) -> Procurement | None:
    """The procurement people call so, if any."""
    return session.exec(select(Procurement).where(Procurement.reference == reference)).first()


def lots(session: Session, procurement_id: int) -> Sequence[Lot]:
    """Its lots, in the order announced."""
    return session.exec(
        select(Lot).where(Lot.procurement_id == procurement_id).order_by(col(Lot.position))
    ).all()


def comment(session: Session, procurement: Procurement) -> str | None:
    """What the buyer added in their own words."""
    if procurement.comment is None:
        return None
    return str(session.sealer.open(procurement.comment, f"procurements.comment:{procurement.uid}"))


def documents(session: Session, procurement_id: int) -> list[dict[str, Any]]:
    """The documents sent with it, as Telegram names them."""
    rows = session.exec(
        select(Attachment).where(Attachment.procurement_id == procurement_id).order_by(col(Attachment.id))
    )
    return [session.sealer.open(row.file, f"attachments.file:{row.uid}") for row in rows]


def take(session: Session, procurement_id: int, person_id: int, now: datetime) -> bool:
    """The person examines the procurement, unless someone already does. Returns whether they are the one."""
    free = sa.and_(col(Procurement.id) == procurement_id, col(Procurement.examined_by).is_(None))
    statement = sa.update(Procurement).where(free).values(examined_by=person_id, examined_at=now)
    return bool(session.core.execute(statement).rowcount)


@dataclass(frozen=True, slots=True)
class Line:
    """A procurement in a list."""

    id: int
    reference: str
    title: str
    organisation: str
    examined_by: int | None


def page(session: Session, *, organisation_id: int | None, before: int | None, size: int) -> list[Line]:
    """At most `size` procurements, newest first, older than `before`: of one buyer or of all, all or
    those nobody examines."""
    query = sa.select(
        col(Procurement.id),
        col(Procurement.reference),
        col(Procurement.title),
        col(Organisation.name),
        col(Procurement.examined_by),
    ).join_from(Procurement, Organisation, col(Procurement.organisation_id) == col(Organisation.id))
    if organisation_id is not None:
        query = query.where(col(Procurement.organisation_id) == organisation_id)
    if before is not None:
        query = query.where(col(Procurement.id) < before)
    rows = session.core.execute(query.order_by(col(Procurement.id).desc()).limit(size))
    return [Line(row[0] or 0, *row[1:]) for row in rows]
