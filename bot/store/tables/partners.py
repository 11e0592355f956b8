"""Partner organisations, their people, the invitations that bring them."""

from datetime import date, datetime

from sqlalchemy import BigInteger, Index, LargeBinary, text
from sqlmodel import Field, SQLModel

from bot.store.sealed import new_uid
from bot.store.tables.base import instant


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
    siret: str | None = Field(default=None, unique=True)


class Person(SQLModel, table=True):
    """A partner's staff member, on Telegram or, without `telegram_id`, by e-mail: one role in one
    organisation. Name and e-mail are sealed; `email_key` is a blind key."""

    __tablename__ = "persons"
    __table_args__ = (
        Index(
            "uq_persons_telegram_id",
            "telegram_id",
            unique=True,
            sqlite_where=text("revoked_at IS NULL"),
            postgresql_where=text("revoked_at IS NULL"),
        ),
        Index(
            "uq_persons_email_key",
            "email_key",
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
    telegram_id: int | None = Field(default=None, sa_type=BigInteger)
    email: bytes | None = Field(default=None, sa_type=LargeBinary)
    email_key: bytes | None = Field(default=None, sa_type=LargeBinary)
    unsubscribed_at: datetime | None = Field(default=None, sa_column=instant(nullable=True))
    name: bytes = Field(sa_type=LargeBinary)
    language: str
    reachable: bool = True
    invited_by: int | None = Field(default=None, foreign_key="persons.id")
    joined_at: datetime = Field(sa_column=instant())
    revoked_at: datetime | None = Field(default=None, sa_column=instant(nullable=True))


class Group(SQLModel, table=True):
    """A partner's group on Telegram, registered as a contact: it gets broadcasts. The title is sealed."""

    __tablename__ = "chat_groups"
    __table_args__ = (
        Index(
            "uq_chat_groups_chat_id",
            "chat_id",
            unique=True,
            sqlite_where=text("left_at IS NULL"),
            postgresql_where=text("left_at IS NULL"),
        ),
        Index("ix_chat_groups_organisation_id", "organisation_id"),
    )

    id: int | None = Field(default=None, primary_key=True)
    uid: str = Field(default_factory=new_uid)
    organisation_id: int = Field(foreign_key="organisations.id")
    chat_id: int = Field(sa_type=BigInteger)
    title: bytes = Field(sa_type=LargeBinary)
    language: str
    registered_by: int = Field(foreign_key="persons.id")
    joined_at: datetime = Field(sa_column=instant())
    left_at: datetime | None = Field(default=None, sa_column=instant(nullable=True))


class Link(SQLModel, table=True):
    """A one-time link of an e-mail to a page where its reader answers: only the hash of its token is kept."""

    __tablename__ = "links"
    __table_args__ = (
        Index("ix_links_expires_at", "expires_at"),
        Index("ix_links_person_id", "person_id"),
    )

    id: int | None = Field(default=None, primary_key=True)
    token_hash: str = Field(unique=True)
    person_id: int = Field(foreign_key="persons.id")
    purpose: str
    subject_id: int = Field(sa_type=BigInteger)
    created_at: datetime = Field(sa_column=instant())
    expires_at: datetime = Field(sa_column=instant())
    used_at: datetime | None = Field(default=None, sa_column=instant(nullable=True))


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
