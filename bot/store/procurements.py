"""Procurements and their lots."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import sqlalchemy as sa
from sqlmodel import col, select

from bot.store import organisations, procurement_words, references
from bot.store.database import Session
from bot.store.sealed import new_uid
from bot.store.tables import Attachment, Category, Lot, Organisation, Procurement, rows_of

_lots = rows_of(Lot)
DOCUMENT, NOTICE = "document", "notice"
"""What an attachment is for."""
REMARK = "remark"
"""The subject of the notes added to a procurement once it was announced."""


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
class ProgrammeLine:
    """The programme a contract came with, and what makes it the same one when it is sent again."""

    programme_id: int
    key: str


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
    line: ProgrammeLine | None = None


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
        programme_id=said.line.programme_id if said.line else None,
        programme_line=said.line.key if said.line else None,
    )
    session.add(procurement)
    session.flush()
    _index(session, procurement)
    _add_lots(session, procurement, said, state)
    if said.document:
        attach(session, identity(procurement), said.document, by.person_id, now)
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


def attach(
    session: Session,
    procurement_id: int,
    file: dict[str, Any],
    person_id: int,
    now: datetime,
    purpose: str = DOCUMENT,
) -> None:
    """Keep a file sent with a procurement, as Telegram names it."""
    uid = new_uid()
    sealed = session.sealer.seal(file, f"attachments.file:{uid}")
    row = Attachment(
        uid=uid,
        procurement_id=procurement_id,
        purpose=purpose,
        file=sealed,
        added_by=person_id,
        added_at=now,
    )
    session.add(row)
    session.flush()


def identity(row: Procurement | Lot) -> int:
    """The number of a row that is in the database."""
    if row.id is None:
        raise LookupError("the row is not in the database yet")
    return row.id


def get(session: Session, procurement_id: int, *, lock: bool = False) -> Procurement | None:
    """The procurement as it is now, if any; with `lock` nobody else changes it before the end of the turn."""
    query = select(Procurement).where(Procurement.id == procurement_id)
    query = query.execution_options(populate_existing=True)
    return session.exec(query.with_for_update() if lock else query).first()


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


def estimate(procurement: Procurement, its_lots: Sequence[Lot]) -> Decimal | None:
    """The estimated amount in euros excl. VAT: as announced, or that of all its lots where each is known."""
    if procurement.amount is not None:
        return procurement.amount
    amounts = [lot.amount for lot in its_lots if lot.amount is not None]
    return sum(amounts, Decimal()) if amounts and len(amounts) == len(its_lots) else None


def has_documents(session: Session, procurement_id: int, purpose: str = DOCUMENT) -> bool:
    """Whether a document came with it, or one that proves its publication."""
    query = select(Attachment.id).where(
        Attachment.procurement_id == procurement_id, Attachment.purpose == purpose
    )
    return session.exec(query.limit(1)).first() is not None


def count_documents(session: Session, procurement_id: int, purpose: str = DOCUMENT) -> int:
    """How many documents came with it, or prove its publication."""
    query = select(sa.func.count(col(Attachment.id))).where(
        Attachment.procurement_id == procurement_id, Attachment.purpose == purpose
    )
    return session.exec(query).one()


def documents(session: Session, procurement_id: int, purpose: str = DOCUMENT) -> list[dict[str, Any]]:
    """The documents sent with it, or those that prove its publication, as Telegram names them."""
    rows = session.exec(
        select(Attachment)
        .where(Attachment.procurement_id == procurement_id, Attachment.purpose == purpose)
        .order_by(col(Attachment.id))
    )
    return [session.sealer.open(row.file, f"attachments.file:{row.uid}") for row in rows]


def correct(session: Session, procurement: Procurement, said: Announcement) -> None:
    """The procurement says this from now on; its comment and documents stay, its lots are another matter."""
    procurement.title, procurement.category, procurement.commune = said.title, said.category, said.commune
    procurement.amount, procurement.months = said.amount, said.months
    procurement.consultation_on = said.consultation.day if said.consultation else None
    procurement.consultation_as = said.consultation.meant if said.consultation else None
    procurement.start_on, procurement.start_as = said.start.day, said.start.meant
    session.add(procurement)
    session.flush()
    _index(session, procurement)


def _index(session: Session, procurement: Procurement) -> None:
    buyer = organisations.get(session, procurement.organisation_id).name
    procurement_words.index(session, identity(procurement), procurement.title, procurement.commune, buyer)


def replace_lots(session: Session, procurement: Procurement, said: Announcement, state: str) -> bool:
    """The procurement has these lots instead, as long as all of them are in `state` and nothing was decided
    of them. Returns whether it was so."""
    number = identity(procurement)
    before = lots(session, number)
    mine = sa.and_(_lots.c.procurement_id == number, _lots.c.state == state, _lots.c.verdict.is_(None))
    if session.core.execute(sa.update(_lots).where(mine).values(state=state)).rowcount != len(before):
        return False
    for lot in before:
        session.delete(lot)
    session.flush()
    _add_lots(session, procurement, said, state)
    return True


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


_LINES = sa.select(
    col(Procurement.id),
    col(Procurement.reference),
    col(Procurement.title),
    col(Organisation.name),
    col(Procurement.examined_by),
).join_from(Procurement, Organisation, col(Procurement.organisation_id) == col(Organisation.id))


def page(session: Session, *, organisation_id: int | None, before: int | None, size: int) -> list[Line]:
    """At most `size` procurements, newest first, older than `before`: of one buyer or of all, all or
    those nobody examines."""
    query = _LINES
    if organisation_id is not None:
        query = query.where(col(Procurement.organisation_id) == organisation_id)
    if before is not None:
        query = query.where(col(Procurement.id) < before)
    rows = session.core.execute(query.order_by(col(Procurement.id).desc()).limit(size))
    return [Line(row[0] or 0, *row[1:]) for row in rows]


def search(session: Session, text: str, *, organisation_id: int | None, most: int) -> list[Line]:
    """At most `most` procurements that have every word typed, newest first: of one buyer or of all."""
    numbers = procurement_words.find(session, text, organisation_id, most)
    if not numbers:
        return []
    rows = session.core.execute(
        _LINES.where(col(Procurement.id).in_(numbers)).order_by(col(Procurement.id).desc())
    )
    return [Line(row[0] or 0, *row[1:]) for row in rows]
