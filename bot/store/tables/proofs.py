"""Files that prove facts, and what is shared with SIAEs."""

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import CheckConstraint, Index, LargeBinary, Numeric, text
from sqlmodel import Field, SQLModel

from bot.store.sealed import new_uid
from bot.store.tables.base import instant


class Evidence(SQLModel, table=True):
    """A file that proves a fact about `subject` (procurement, lot, placement, month, training, exit,
    candidate). `digest` is the SHA-256 of its content and names it on the disk; its name is sealed."""

    __tablename__ = "evidence"
    __table_args__ = (
        Index("ix_evidence_subject", "subject", "subject_id", "id"),
        Index("uq_evidence_subject_digest", "subject", "subject_id", "proof", "digest", unique=True),
        Index("ix_evidence_digest", "digest"),
    )

    id: int | None = Field(default=None, primary_key=True)
    uid: str = Field(default_factory=new_uid)
    subject: str
    subject_id: int
    proof: str
    digest: str
    size: int
    media_type: str
    name: bytes = Field(sa_type=LargeBinary)
    added_by: int = Field(foreign_key="persons.id")
    on_behalf: bool = False
    added_at: datetime = Field(sa_column=instant())


class Share(SQLModel, table=True):
    """An offer, or a lot's hours, shared with a SIAE so that it answers jointly with the company
    (article 3), and what it answered. `hours` asked; `people` or `hours_offered` from `from_on`."""

    __tablename__ = "shares"
    __table_args__ = (
        Index("uq_shares_offer_id_siae_id", "offer_id", "siae_id", unique=True),
        Index("uq_shares_lot_id_siae_id", "lot_id", "siae_id", unique=True),
        Index("ix_shares_siae_id", "siae_id", "id"),
        Index(
            "ix_shares_answered",
            "answered_at",
            sqlite_where=text("state = 'answered'"),
            postgresql_where=text("state = 'answered'"),
        ),
        CheckConstraint("(offer_id IS NULL) <> (lot_id IS NULL)", name="one_subject"),
    )

    id: int | None = Field(default=None, primary_key=True)
    uid: str = Field(default_factory=new_uid)
    offer_id: int | None = Field(default=None, foreign_key="offers.id")
    lot_id: int | None = Field(default=None, foreign_key="lots.id")
    siae_id: int = Field(foreign_key="organisations.id")
    hours: Decimal | None = Field(default=None, sa_type=Numeric(9, 2))
    state: str
    shared_by: int = Field(foreign_key="persons.id")
    shared_at: datetime = Field(sa_column=instant())
    people: int | None = None
    hours_offered: Decimal | None = Field(default=None, sa_type=Numeric(9, 2))
    from_on: date | None = None
    from_as: str | None = None
    comment: bytes | None = Field(default=None, sa_type=LargeBinary)
    answered_by: int | None = Field(default=None, foreign_key="persons.id")
    answered_at: datetime | None = Field(default=None, sa_column=instant(nullable=True))
    settled_by: int | None = Field(default=None, foreign_key="persons.id")
    settled_at: datetime | None = Field(default=None, sa_column=instant(nullable=True))
