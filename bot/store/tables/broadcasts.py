"""Messages to many: unfilled offers in two waves (`domain.md` §5), and what the PLIE tells its partners."""

from datetime import datetime

from sqlalchemy import CheckConstraint, Index, LargeBinary, text
from sqlmodel import Field, SQLModel

from bot.store.sealed import new_uid
from bot.store.tables.base import instant

_UNDONE = text("done_at IS NULL")


class Broadcast(SQLModel, table=True):
    """A run: one wave of some offers, or a circular, on its way to its contacts in batches. `cursor` and
    `group_cursor` are the last person and group written to."""

    __tablename__ = "broadcasts"
    __table_args__ = (
        Index("ix_broadcasts_undone", "id", sqlite_where=_UNDONE, postgresql_where=_UNDONE),
        Index("ix_broadcasts_circular_id", "circular_id"),
    )

    id: int | None = Field(default=None, primary_key=True)
    wave: int = 1
    circular_id: int | None = Field(default=None, foreign_key="circulars.id")
    started_at: datetime = Field(sa_column=instant())
    cursor: int = 0
    group_cursor: int = 0
    done_at: datetime | None = Field(default=None, sa_column=instant(nullable=True))


class BroadcastOffer(SQLModel, table=True):
    """An offer of a run; once in each wave."""

    __tablename__ = "broadcast_offers"
    __table_args__ = (Index("uq_broadcast_offers_offer_id_wave", "offer_id", "wave", unique=True),)

    broadcast_id: int = Field(
        foreign_key="broadcasts.id", primary_key=True, sa_column_kwargs={"autoincrement": False}
    )
    offer_id: int = Field(
        foreign_key="offers.id", primary_key=True, sa_column_kwargs={"autoincrement": False}
    )
    wave: int


class Mailing(SQLModel, table=True):
    """The one message of a run to a person or a group; `key` is that of its outbox row."""

    __tablename__ = "mailings"
    __table_args__ = (
        Index("uq_mailings_broadcast_id_person_id", "broadcast_id", "person_id", unique=True),
        Index("uq_mailings_broadcast_id_group_id", "broadcast_id", "group_id", unique=True),
        Index("ix_mailings_person_id", "person_id", "id"),
        CheckConstraint("(person_id IS NULL) <> (group_id IS NULL)", name="one_reader"),
    )

    id: int | None = Field(default=None, primary_key=True)
    broadcast_id: int = Field(foreign_key="broadcasts.id")
    person_id: int | None = Field(default=None, foreign_key="persons.id")
    group_id: int | None = Field(default=None, foreign_key="chat_groups.id")
    key: str = Field(unique=True)
    created_at: datetime = Field(sa_column=instant())


class Delivery(SQLModel, table=True):
    """An offer in a mailing, and what its reader answered: `codes.OfferAnswer`."""

    __tablename__ = "deliveries"
    __table_args__ = (
        Index("ix_deliveries_offer_id", "offer_id", "person_id"),
        Index("ix_deliveries_person_id", "person_id", "offer_id"),
    )

    mailing_id: int = Field(
        foreign_key="mailings.id", primary_key=True, sa_column_kwargs={"autoincrement": False}
    )
    offer_id: int = Field(
        foreign_key="offers.id", primary_key=True, sa_column_kwargs={"autoincrement": False}
    )
    person_id: int | None = Field(default=None, foreign_key="persons.id")
    wave: int
    answer: str | None = None
    answered_at: datetime | None = Field(default=None, sa_column=instant(nullable=True))


class OfferSiae(SQLModel, table=True):
    """A SIAE a facilitator ticked: it gets the broadcast of the offer too."""

    __tablename__ = "offer_siaes"

    offer_id: int = Field(
        foreign_key="offers.id", primary_key=True, sa_column_kwargs={"autoincrement": False}
    )
    organisation_id: int = Field(
        foreign_key="organisations.id", primary_key=True, sa_column_kwargs={"autoincrement": False}
    )
    ticked_by: int = Field(foreign_key="persons.id")
    ticked_at: datetime = Field(sa_column=instant())


class Circular(SQLModel, table=True):
    """What the PLIE tells partners (articles 2 and 4): its text and file are sealed, `kinds` are codes of
    organisation with commas."""

    __tablename__ = "circulars"

    id: int | None = Field(default=None, primary_key=True)
    uid: str = Field(default_factory=new_uid)
    text: bytes = Field(sa_type=LargeBinary)
    file: bytes | None = Field(default=None, sa_type=LargeBinary)
    kinds: str
    written_by: int = Field(foreign_key="persons.id")
    written_at: datetime = Field(sa_column=instant())
