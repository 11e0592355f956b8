"""The agreement: its signatories, renewals and terminations (articles 7 and 8)."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Index, LargeBinary, text
from sqlmodel import Field, SQLModel

from bot.store.sealed import new_uid
from bot.store.tables.base import instant

_STANDS = text("cancelled_at IS NULL")


class Agreement(SQLModel, table=True):
    """An agreement from its first to its last day; a renewal moves the last one."""

    __tablename__ = "agreements"
    __table_args__ = (CheckConstraint("ends_on >= starts_on", name="ends_after_start"),)

    id: int | None = Field(default=None, primary_key=True)
    starts_on: date
    ends_on: date
    recorded_by: int = Field(foreign_key="persons.id")
    recorded_at: datetime = Field(sa_column=instant())


class Signatory(SQLModel, table=True):
    """An organisation that signed, and the day its notice took effect or a renewal left it out."""

    __tablename__ = "signatories"
    __table_args__ = (Index("ix_signatories_organisation_id", "organisation_id"),)

    agreement_id: int = Field(
        foreign_key="agreements.id", primary_key=True, sa_column_kwargs={"autoincrement": False}
    )
    organisation_id: int = Field(
        foreign_key="organisations.id", primary_key=True, sa_column_kwargs={"autoincrement": False}
    )
    signed_on: date
    left_on: date | None = None


class Renewal(SQLModel, table=True):
    """A renewal asked of every signatory, until a new last day (three years at most); `state` is a
    `codes.RenewalState`."""

    __tablename__ = "renewals"
    __table_args__ = (Index("ix_renewals_agreement_id", "agreement_id", "id"),)

    id: int | None = Field(default=None, primary_key=True)
    agreement_id: int = Field(foreign_key="agreements.id")
    ends_on: date
    state: str
    asked_by: int = Field(foreign_key="persons.id")
    asked_at: datetime = Field(sa_column=instant())
    settled_at: datetime | None = Field(default=None, sa_column=instant(nullable=True))


class RenewalAnswer(SQLModel, table=True):
    """The express answer of a signatory to a renewal."""

    __tablename__ = "renewal_answers"

    renewal_id: int = Field(
        foreign_key="renewals.id", primary_key=True, sa_column_kwargs={"autoincrement": False}
    )
    organisation_id: int = Field(
        foreign_key="organisations.id", primary_key=True, sa_column_kwargs={"autoincrement": False}
    )
    agrees: bool
    answered_by: int = Field(foreign_key="persons.id")
    on_behalf: bool = False
    answered_at: datetime = Field(sa_column=instant())


class Termination(SQLModel, table=True):
    """A signatory's notice of termination (article 7): its ground is sealed, the copy of the registered
    letter is evidence of the subject `termination`; access ends on `effective_on`."""

    __tablename__ = "terminations"
    __table_args__ = (
        Index(
            "uq_terminations_organisation_id",
            "organisation_id",
            unique=True,
            sqlite_where=_STANDS,
            postgresql_where=_STANDS,
        ),
        Index("ix_terminations_effective_on", "effective_on"),
    )

    id: int | None = Field(default=None, primary_key=True)
    uid: str = Field(default_factory=new_uid)
    agreement_id: int = Field(foreign_key="agreements.id")
    organisation_id: int = Field(foreign_key="organisations.id")
    ground: bytes = Field(sa_type=LargeBinary)
    notified_on: date
    effective_on: date
    recorded_by: int = Field(foreign_key="persons.id")
    recorded_at: datetime = Field(sa_column=instant())
    cancelled_at: datetime | None = Field(default=None, sa_column=instant(nullable=True))
    done_at: datetime | None = Field(default=None, sa_column=instant(nullable=True))
