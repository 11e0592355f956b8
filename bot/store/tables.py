"""The tables. One class per noun of `docs/architecture.md`; queries live in the module of the noun."""

from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, Column, Index, Integer, LargeBinary, Numeric, text
from sqlmodel import Field, SQLModel

from bot.store.sealed import new_uid
from bot.store.types import UtcDateTime

SQLModel.metadata.naming_convention = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


BIG_KEY = BigInteger().with_variant(Integer, "sqlite")


class Kind(StrEnum):
    """Kinds of partner organisation."""

    PLIE = "plie"
    BUYER = "buyer"
    COMPANY = "company"
    ANPE = "anpe"
    MISSION_LOCALE = "mission_locale"
    PRESCRIBER = "prescriber"
    SIAE = "siae"
    PROFESSIONAL = "professional"


class Role(StrEnum):
    """Roles of a person in an organisation."""

    BUYER = "buyer"
    COMPANY = "company"
    FACILITATOR = "facilitator"
    COORDINATOR = "coordinator"
    PRESCRIBER = "prescriber"
    SIAE = "siae"
    PROFESSIONAL = "professional"


class Category(StrEnum):
    """Categories of procurement."""

    WORKS = "works"
    SERVICES = "services"
    SUPPLIES = "supplies"


class InboxState(StrEnum):
    """Where a received update stands."""

    NEW = "new"
    DONE = "done"
    ASIDE = "aside"


class OutboxState(StrEnum):
    """Where a message to a person stands."""

    NEW = "new"
    SENDING = "sending"
    SENT = "sent"
    HELD = "held"
    BLOCKED = "blocked"
    EXPIRED = "expired"
    FAILED = "failed"


class Priority(StrEnum):
    """Why a message leaves, most urgent first by its number (see `store.outbox.RANK`)."""

    ANSWER = "answer"
    NOTICE = "notice"
    REMINDER = "reminder"
    BROADCAST = "broadcast"


def instant(*, nullable: bool = False) -> Column[datetime]:
    """A column for an aware instant."""
    return Column(UtcDateTime(), nullable=nullable)


def rows_of(model: type[SQLModel]) -> Any:
    """The Core table of a model, for statements that should not cost a session."""
    return SQLModel.metadata.tables[str(model.__tablename__)]


class Organisation(SQLModel, table=True):
    """A partner organisation; `name_key` is its name folded, unique within its kind."""

    __tablename__ = "organisations"
    __table_args__ = (Index("uq_organisations_kind_name_key", "kind", "name_key", unique=True),)

    id: int | None = Field(default=None, primary_key=True)
    kind: str
    name: str
    name_key: str
    created_at: datetime = Field(sa_column=instant())
    left_on: date | None = None


class Person(SQLModel, table=True):
    """A partner's staff member on Telegram: one role in one organisation. The name is sealed."""

    __tablename__ = "persons"
    __table_args__ = (
        Index(
            "uq_persons_telegram_id",
            "telegram_id",
            unique=True,
            sqlite_where=text("revoked_at IS NULL"),
            postgresql_where=text("revoked_at IS NULL"),
        ),
        Index("ix_persons_role", "role", "id"),
        Index("ix_persons_organisation_id", "organisation_id"),
    )

    id: int | None = Field(default=None, primary_key=True)
    uid: str = Field(default_factory=new_uid)
    organisation_id: int = Field(foreign_key="organisations.id")
    role: str
    telegram_id: int = Field(sa_type=BigInteger)
    name: bytes = Field(sa_type=LargeBinary)
    language: str
    reachable: bool = True
    invited_by: int | None = Field(default=None, foreign_key="persons.id")
    joined_at: datetime = Field(sa_column=instant())
    revoked_at: datetime | None = Field(default=None, sa_column=instant(nullable=True))


class Invitation(SQLModel, table=True):
    """A one-time invitation: only the hash of its token is kept."""

    __tablename__ = "invitations"

    id: int | None = Field(default=None, primary_key=True)
    token_hash: str = Field(unique=True)
    organisation_id: int = Field(foreign_key="organisations.id", index=True)
    role: str
    invited_by: int | None = Field(default=None, foreign_key="persons.id")
    created_at: datetime = Field(sa_column=instant())
    expires_at: datetime = Field(sa_column=instant())
    closed_at: datetime | None = Field(default=None, sa_column=instant(nullable=True))
    accepted_by: int | None = Field(default=None, foreign_key="persons.id")


class Inbox(SQLModel, table=True):
    """An update as Telegram sent it; the payload is sealed, and blanked once processed."""

    __tablename__ = "inbox"
    __table_args__ = (
        Index(
            "ix_inbox_waiting",
            "id",
            sqlite_where=text("state = 'new'"),
            postgresql_where=text("state = 'new'"),
        ),
        Index(
            "ix_inbox_waiting_lane",
            "lane",
            "id",
            sqlite_where=text("state = 'new'"),
            postgresql_where=text("state = 'new'"),
        ),
        Index("ix_inbox_received_at", "received_at"),
    )

    id: int | None = Field(default=None, primary_key=True, sa_type=BIG_KEY)
    uid: str = Field(default_factory=new_uid)
    update_id: int | None = Field(default=None, unique=True, sa_type=BigInteger)
    lane: int = Field(sa_type=BigInteger)
    payload: bytes | None = Field(default=None, sa_type=LargeBinary)
    state: str = InboxState.NEW
    attempts: int = 0
    error: str | None = None
    received_at: datetime = Field(sa_column=instant())
    due_at: datetime = Field(sa_column=instant())
    done_at: datetime | None = Field(default=None, sa_column=instant(nullable=True))


class Outbox(SQLModel, table=True):
    """A call to be made to Telegram. `key` is unique: the same fact never speaks twice. The body is
    sealed.

    Rows of one lane leave one after the other, most urgent first; a row without lane waits for nobody.
    `follows` names the row whose message this one edits.
    """

    __tablename__ = "outbox"
    __table_args__ = (
        Index(
            "ix_outbox_waiting",
            "rank",
            "id",
            sqlite_where=text("state = 'new'"),
            postgresql_where=text("state = 'new'"),
        ),
        Index(
            "ix_outbox_at_once",
            "id",
            sqlite_where=text("state = 'new' AND lane IS NULL"),
            postgresql_where=text("state = 'new' AND lane IS NULL"),
        ),
        Index(
            "ix_outbox_open_lane",
            "lane",
            "rank",
            "id",
            sqlite_where=text("state IN ('new', 'sending')"),
            postgresql_where=text("state IN ('new', 'sending')"),
        ),
        Index(
            "ix_outbox_leased",
            "leased_until",
            sqlite_where=text("state = 'sending'"),
            postgresql_where=text("state = 'sending'"),
        ),
        Index(
            "ix_outbox_stopped",
            "chat_id",
            sqlite_where=text("state IN ('blocked', 'held')"),
            postgresql_where=text("state IN ('blocked', 'held')"),
        ),
        Index(
            "ix_outbox_texts",
            "created_at",
            sqlite_where=text("body IS NOT NULL"),
            postgresql_where=text("body IS NOT NULL"),
        ),
    )

    id: int | None = Field(default=None, primary_key=True, sa_type=BIG_KEY)
    uid: str = Field(default_factory=new_uid)
    key: str = Field(unique=True)
    lane: int | None = Field(default=None, sa_type=BigInteger)
    chat_id: int = Field(sa_type=BigInteger)
    method: str
    body: bytes | None = Field(default=None, sa_type=LargeBinary)
    rank: int
    follows: int | None = Field(default=None, foreign_key="outbox.id", sa_type=BigInteger)
    hold_uncertain: bool = False
    state: str = OutboxState.NEW
    attempts: int = 0
    error: str | None = None
    message_id: int | None = Field(default=None, sa_type=BigInteger)
    created_at: datetime = Field(sa_column=instant())
    due_at: datetime = Field(sa_column=instant())
    deadline: datetime | None = Field(default=None, sa_column=instant(nullable=True))
    leased_by: str | None = None
    leased_until: datetime | None = Field(default=None, sa_column=instant(nullable=True))
    done_at: datetime | None = Field(default=None, sa_column=instant(nullable=True))


class Draft(SQLModel, table=True):
    """A half-filled form of a chat. Its content is sealed; the nonce is what its living buttons carry."""

    __tablename__ = "drafts"

    chat_id: int = Field(primary_key=True, sa_type=BigInteger, sa_column_kwargs={"autoincrement": False})
    uid: str
    person_id: int = Field(foreign_key="persons.id", index=True)
    form: str
    version: int
    content: bytes = Field(sa_type=LargeBinary)
    updated_at: datetime = Field(sa_column=instant())
    expires_at: datetime = Field(sa_column=Column(UtcDateTime(), nullable=False, index=True))


class Memo(SQLModel, table=True):
    """Small facts the processes share, such as the pause Telegram asked for."""

    __tablename__ = "memos"

    name: str = Field(primary_key=True)
    value: str
    changed_at: datetime = Field(sa_column=instant())


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


class Lot(SQLModel, table=True):
    """The unit that does or does not carry a clause."""

    __tablename__ = "lots"
    __table_args__ = (Index("uq_lots_procurement_id_position", "procurement_id", "position", unique=True),)

    id: int | None = Field(default=None, primary_key=True)
    procurement_id: int = Field(foreign_key="procurements.id")
    position: int
    number: str
    title: str
    amount: Decimal | None = Field(default=None, sa_type=Numeric(14, 2))
    state: str


class Attachment(SQLModel, table=True):
    """A document sent with a procurement: Telegram's file id and name, sealed together; its address is
    never kept."""

    __tablename__ = "attachments"

    id: int | None = Field(default=None, primary_key=True)
    uid: str = Field(default_factory=new_uid)
    procurement_id: int = Field(foreign_key="procurements.id", index=True)
    file: bytes = Field(sa_type=LargeBinary)
    added_by: int = Field(foreign_key="persons.id")
    added_at: datetime = Field(sa_column=instant())


class AuditEntry(SQLModel, table=True):
    """Who did what to which object, without personal values. Append-only."""

    __tablename__ = "audit"
    __table_args__ = (Index("ix_audit_subject", "subject", "subject_id"),)

    id: int | None = Field(default=None, primary_key=True)
    at: datetime = Field(sa_column=instant())
    person_id: int | None = Field(default=None, foreign_key="persons.id")
    action: str
    subject: str
    subject_id: int
    details: str = "{}"
