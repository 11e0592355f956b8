"""Procurements and their lots."""

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import CheckConstraint, Index, LargeBinary, Numeric, text
from sqlmodel import Field, SQLModel

from bot.store.sealed import new_uid
from bot.store.tables.base import instant

_CONFIRMED = text("confirmed_on IS NOT NULL")


class ReferenceCounter(SQLModel, table=True):
    """The last number given for a prefix and a year; numbers are never given twice."""

    __tablename__ = "reference_counters"

    prefix: str = Field(primary_key=True)
    year: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    last: int


class Procurement(SQLModel, table=True):
    """A contract a buyer announces. Amounts are euros excluding VAT, durations months."""

    __tablename__ = "procurements"
    __table_args__ = (
        Index("ix_procurements_organisation_id", "organisation_id", "id"),
        Index("uq_procurements_programme_line", "organisation_id", "programme_line", unique=True),
        Index("ix_procurements_examined_by", "examined_by", "id"),
        CheckConstraint("amount >= 0", name="amount_positive"),
        CheckConstraint("months > 0", name="months_positive"),
    )

    id: int | None = Field(default=None, primary_key=True)
    uid: str = Field(default_factory=new_uid)
    reference: str = Field(unique=True)
    organisation_id: int = Field(foreign_key="organisations.id")
    announced_by: int = Field(foreign_key="persons.id")
    on_behalf: bool = False
    announced_at: datetime = Field(sa_column=instant())
    title: str
    category: str
    commune: str
    amount: Decimal | None = Field(default=None, sa_type=Numeric(14, 2))
    consultation_on: date | None = None
    consultation_as: str | None = None
    start_on: date
    start_as: str
    months: Decimal = Field(sa_type=Numeric(8, 4))
    comment: bytes | None = Field(default=None, sa_type=LargeBinary)
    examined_by: int | None = Field(default=None, foreign_key="persons.id")
    examined_at: datetime | None = Field(default=None, sa_column=instant(nullable=True))
    programme_id: int | None = Field(default=None, foreign_key="programmes.id", index=True)
    programme_line: str | None = None


class ProcurementWord(SQLModel, table=True):
    """A word a procurement is found by: of its title, its commune or its buyer's name, folded."""

    __tablename__ = "procurement_words"
    __table_args__ = (Index("ix_procurement_words_procurement_id", "procurement_id"),)

    word: str = Field(primary_key=True)
    procurement_id: int = Field(
        foreign_key="procurements.id", primary_key=True, sa_column_kwargs={"autoincrement": False}
    )


class Lot(SQLModel, table=True):
    """The unit that does or does not carry a clause.

    `verdict` (a LotState: suitable or unsuitable) is what the facilitator decided and has not sent yet, with
    its terms in `pending` (JSON, see `store.lots.Decision`); the columns hold what was sent.
    Rates and shares are fractions of one, costs euros an hour, `hours_owed` hours, amounts euros excl. VAT.
    """

    __tablename__ = "lots"
    __table_args__ = (
        Index("uq_lots_procurement_id_position", "procurement_id", "position", unique=True),
        Index("ix_lots_supplier_id", "supplier_id", "id"),
        Index("ix_lots_state", "state", "procurement_id"),
        Index(
            "ix_lots_confirmed_on",
            "confirmed_on",
            "state",
            "procurement_id",
            "hours_owed",
            sqlite_where=_CONFIRMED,
            postgresql_where=_CONFIRMED,
        ),
        CheckConstraint("hours_owed >= 0", name="hours_positive"),
        {"sqlite_autoincrement": True},
    )

    id: int | None = Field(default=None, primary_key=True)
    procurement_id: int = Field(foreign_key="procurements.id")
    position: int
    number: str
    title: str
    amount: Decimal | None = Field(default=None, sa_type=Numeric(14, 2))
    state: str
    verdict: str | None = None
    pending: str | None = None
    reason: str | None = None
    labour_share: Decimal | None = Field(default=None, sa_type=Numeric(5, 4))
    effort_rate: Decimal | None = Field(default=None, sa_type=Numeric(5, 4))
    hourly_cost: Decimal | None = Field(default=None, sa_type=Numeric(8, 2))
    hours_owed: int | None = None
    urban_renewal: bool | None = None
    reviewed_by: int | None = Field(default=None, foreign_key="persons.id")
    advised_at: datetime | None = Field(default=None, sa_column=instant(nullable=True))
    confirmed_on: date | None = None
    published_on: date | None = None
    notice_link: str | None = None
    supplier_id: int | None = Field(default=None, foreign_key="organisations.id")
    awarded_on: date | None = None
    awarded_amount: Decimal | None = Field(default=None, sa_type=Numeric(14, 2))
    kicked_off_on: date | None = None
    completed_on: date | None = None
    cancelled_on: date | None = None


class Attachment(SQLModel, table=True):
    """A document sent with a procurement, or the proof of its publication (`purpose`: document, notice):
    Telegram's file id and name, sealed together; its address is never kept."""

    __tablename__ = "attachments"

    id: int | None = Field(default=None, primary_key=True)
    uid: str = Field(default_factory=new_uid)
    procurement_id: int = Field(foreign_key="procurements.id", index=True)
    purpose: str = "document"
    file: bytes = Field(sa_type=LargeBinary)
    added_by: int = Field(foreign_key="persons.id")
    added_at: datetime = Field(sa_column=instant())


class Amendment(SQLModel, table=True):
    """A change of a lot's amount (euros excl. VAT) or duration (months) after the award."""

    __tablename__ = "amendments"

    id: int | None = Field(default=None, primary_key=True)
    lot_id: int = Field(foreign_key="lots.id", index=True)
    signed_on: date
    amount: Decimal | None = Field(default=None, sa_type=Numeric(14, 2))
    months: Decimal | None = Field(default=None, sa_type=Numeric(8, 4))
    recorded_by: int = Field(foreign_key="persons.id")
    recorded_at: datetime = Field(sa_column=instant())


class Programme(SQLModel, table=True):
    """A buyer's contracts to come in a year, sent in one go (article 2)."""

    __tablename__ = "programmes"
    __table_args__ = (Index("ix_programmes_organisation_id_year", "organisation_id", "year"),)

    id: int | None = Field(default=None, primary_key=True)
    organisation_id: int = Field(foreign_key="organisations.id")
    year: int
    sent_by: int = Field(foreign_key="persons.id")
    on_behalf: bool = False
    sent_at: datetime = Field(sa_column=instant())
