"""Job offers."""

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import CheckConstraint, Index, LargeBinary, Numeric, text
from sqlmodel import Field, SQLModel

from bot.store.sealed import new_uid
from bot.store.tables.base import instant


class JobOffer(SQLModel, table=True):
    """`positions` of one job in one place. `requirements` is a set of bits (`rules.requirements`), `level`
    the least training level; `hired` counts who was hired. Duration in months, hours a week."""

    __tablename__ = "offers"
    __table_args__ = (
        Index("ix_offers_organisation_id", "organisation_id", "id"),
        Index("ix_offers_lot_id", "lot_id"),
        Index(
            "ix_offers_open",
            "job_prefix",
            "start_on",
            sqlite_where=text("state = 'open'"),
            postgresql_where=text("state = 'open'"),
        ),
        Index(
            "ix_offers_open_circulation",
            "circulation",
            "reserved_until",
            sqlite_where=text("state = 'open'"),
            postgresql_where=text("state = 'open'"),
        ),
        Index(
            "ix_offers_open_heard_at",
            "heard_at",
            sqlite_where=text("state = 'open'"),
            postgresql_where=text("state = 'open'"),
        ),
        CheckConstraint("positions > 0", name="positions_positive"),
    )

    id: int | None = Field(default=None, primary_key=True)
    uid: str = Field(default_factory=new_uid)
    reference: str = Field(unique=True)
    organisation_id: int = Field(foreign_key="organisations.id")
    posted_by: int = Field(foreign_key="persons.id")
    on_behalf: bool = False
    posted_at: datetime = Field(sa_column=instant())
    lot_id: int | None = Field(default=None, foreign_key="lots.id")
    job: str
    job_prefix: str
    positions: int
    hired: int = 0
    commune: str
    start_on: date
    start_as: str
    contract: str
    months: Decimal | None = Field(default=None, sa_type=Numeric(8, 4))
    weekly_hours: Decimal = Field(sa_type=Numeric(4, 2))
    requirements: int = 0
    level: int | None = None
    comment: bytes | None = Field(default=None, sa_type=LargeBinary)
    state: str
    closed_on: date | None = None
    heard_at: datetime = Field(sa_column=instant())
    circulation: str
    reserved_until: datetime | None = Field(default=None, sa_column=instant(nullable=True))
    circulated_by: int | None = Field(default=None, foreign_key="persons.id")
    sent_at: datetime | None = Field(default=None, sa_column=instant(nullable=True))
    sent_again_at: datetime | None = Field(default=None, sa_column=instant(nullable=True))
