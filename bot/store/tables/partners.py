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
