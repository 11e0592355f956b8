"""What is received, what is to be sent, half-filled forms, and the memos of the processes."""

from datetime import datetime

from sqlalchemy import BigInteger, Column, Index, LargeBinary, text
from sqlmodel import Field, SQLModel

from bot.store.sealed import new_uid
from bot.store.tables.base import BIG_KEY, instant
from bot.store.tables.codes import InboxState, OutboxState
from bot.store.types import UtcDateTime


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
    sealed. A row that is *later* waits for the hour its reader prefers.

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
            "ix_outbox_later",
            "due_at",
            sqlite_where=text("state = 'later'"),
            postgresql_where=text("state = 'later'"),
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
