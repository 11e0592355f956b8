"""A person's way to work: interviews, referrals, placements, hours, training, follow-ups, exit."""

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import CheckConstraint, Index, LargeBinary, Numeric, text
from sqlmodel import Field, SQLModel

from bot.store.sealed import new_uid
from bot.store.tables.base import instant

_OPEN_REFERRAL = text("state IN ('awaiting', 'presented')")
_LEFT_OPEN = text("done_at IS NULL AND dropped_at IS NULL")


class Interview(SQLModel, table=True):
    """An interview with a candidate. `next_step` is a code, `note` sealed; both may be missing."""

    __tablename__ = "interviews"
    __table_args__ = (
        Index("ix_interviews_candidate_id", "candidate_id", "held_on", "id"),
        Index("ix_interviews_held_on", "held_on", "outcome", "adviser_id", "candidate_id"),
    )

    id: int | None = Field(default=None, primary_key=True)
    uid: str = Field(default_factory=new_uid)
    candidate_id: int = Field(foreign_key="candidates.id")
    adviser_id: int = Field(foreign_key="persons.id")
    held_on: date
    kind: str
    outcome: str
    next_step: str | None = None
    note: bytes | None = Field(default=None, sa_type=LargeBinary)
    recorded_by: int = Field(foreign_key="persons.id")
    recorded_at: datetime = Field(sa_column=instant())


class Referral(SQLModel, table=True):
    """One candidate presented for one offer. `meeting_at` tells that the company wants to meet the person."""

    __tablename__ = "referrals"
    __table_args__ = (
        Index("ix_referrals_offer_id", "offer_id", "id"),
        Index("ix_referrals_candidate_id", "candidate_id", "id"),
        Index(
            "uq_referrals_open",
            "offer_id",
            "candidate_id",
            unique=True,
            sqlite_where=_OPEN_REFERRAL,
            postgresql_where=_OPEN_REFERRAL,
        ),
        Index(
            "ix_referrals_waiting",
            "state",
            "moved_at",
            sqlite_where=_OPEN_REFERRAL,
            postgresql_where=_OPEN_REFERRAL,
        ),
        Index("ix_referrals_created_at", "created_at", "state", "candidate_id"),
        Index("ix_referrals_presented_at", "presented_at", "candidate_id"),
    )

    id: int | None = Field(default=None, primary_key=True)
    uid: str = Field(default_factory=new_uid)
    candidate_id: int = Field(foreign_key="candidates.id")
    offer_id: int = Field(foreign_key="offers.id")
    state: str
    created_by: int = Field(foreign_key="persons.id")
    created_at: datetime = Field(sa_column=instant())
    presented_by: int | None = Field(default=None, foreign_key="persons.id")
    presented_at: datetime | None = Field(default=None, sa_column=instant(nullable=True))
    meeting_at: datetime | None = Field(default=None, sa_column=instant(nullable=True))
    moved_by: int | None = Field(default=None, foreign_key="persons.id")
    moved_at: datetime = Field(sa_column=instant())
    reason: str | None = None


class Placement(SQLModel, table=True):
    """A person at work: for `organisation_id` (the supplier, the company of the offer), under a contract of
    `employer` (a code of Employer; `siae_id` or `employer_name` says which, when it is not the company).

    `declaring_id` is who declares the hours: the SIAE where it is the employer, else the company. `ended_on`
    and `end_reason` are set only when it ended before its planned end. Hours a week.
    """

    __tablename__ = "placements"
    __table_args__ = (
        Index("ix_placements_candidate_id", "candidate_id", "starts_on", "id"),
        Index(
            "ix_placements_lot_id",
            "lot_id",
            "starts_on",
            "candidate_id",
            "ended_on",
            "planned_end",
            "state",
        ),
        Index("ix_placements_offer_id", "offer_id"),
        Index("ix_placements_organisation_id", "organisation_id", "id"),
        Index("ix_placements_declaring_id", "declaring_id", "state", "starts_on", "id"),
        Index("ix_placements_planned_end", "planned_end"),
        Index("ix_placements_ended_on", "ended_on"),
        Index(
            "ix_placements_declared",
            "declared_at",
            sqlite_where=text("state = 'declared'"),
            postgresql_where=text("state = 'declared'"),
        ),
        CheckConstraint("planned_end IS NULL OR planned_end >= starts_on", name="ends_after_start"),
        CheckConstraint("ended_on IS NULL OR ended_on >= starts_on", name="ended_after_start"),
        CheckConstraint("weekly_hours > 0 AND weekly_hours <= 48", name="hours_legal"),
    )

    id: int | None = Field(default=None, primary_key=True)
    uid: str = Field(default_factory=new_uid)
    reference: str = Field(unique=True)
    candidate_id: int = Field(foreign_key="candidates.id")
    offer_id: int | None = Field(default=None, foreign_key="offers.id")
    referral_id: int | None = Field(default=None, foreign_key="referrals.id")
    lot_id: int | None = Field(default=None, foreign_key="lots.id")
    organisation_id: int = Field(foreign_key="organisations.id")
    employer: str
    employer_name: str | None = None
    siae_id: int | None = Field(default=None, foreign_key="organisations.id")
    declaring_id: int = Field(foreign_key="organisations.id")
    job: str
    contract: str
    starts_on: date
    planned_end: date | None = None
    weekly_hours: Decimal = Field(sa_type=Numeric(4, 2))
    state: str
    declared_by: int = Field(foreign_key="persons.id")
    declared_at: datetime = Field(sa_column=instant())
    on_behalf: bool = False
    confirmed_by: int | None = Field(default=None, foreign_key="persons.id")
    confirmed_at: datetime | None = Field(default=None, sa_column=instant(nullable=True))
    ended_on: date | None = None
    end_reason: str | None = None


class WorkedMonth(SQLModel, table=True):
    """The hours of a person in a month, named by its first day; `lot_id` is that of the placement."""

    __tablename__ = "worked_months"
    __table_args__ = (
        Index("uq_worked_months_placement_id_month", "placement_id", "month", unique=True),
        Index("ix_worked_months_lot_id", "lot_id", "month", "state", "hours"),
        Index(
            "ix_worked_months_waiting",
            "declaring_id",
            "month",
            sqlite_where=text("state = 'declared'"),
            postgresql_where=text("state = 'declared'"),
        ),
        Index("ix_worked_months_month", "month", "state", "hours", "lot_id"),
        CheckConstraint("hours >= 0", name="hours_positive"),
    )

    id: int | None = Field(default=None, primary_key=True)
    placement_id: int = Field(foreign_key="placements.id")
    lot_id: int | None = Field(default=None, foreign_key="lots.id")
    declaring_id: int = Field(foreign_key="organisations.id")
    month: date
    hours: Decimal = Field(sa_type=Numeric(6, 2))
    state: str
    declared_by: int = Field(foreign_key="persons.id")
    declared_at: datetime = Field(sa_column=instant())
    settled_by: int | None = Field(default=None, foreign_key="persons.id")
    settled_at: datetime | None = Field(default=None, sa_column=instant(nullable=True))


class Training(SQLModel, table=True):
    """A training of one or several candidates. `requirement` is the bit it gives (`rules.requirements`)."""

    __tablename__ = "trainings"
    __table_args__ = (
        Index("ix_trainings_starts_on", "starts_on", "id"),
        CheckConstraint("ends_on >= starts_on", name="ends_after_start"),
        CheckConstraint("hours > 0", name="hours_positive"),
    )

    id: int | None = Field(default=None, primary_key=True)
    title: str
    timing: str
    starts_on: date
    ends_on: date
    hours: Decimal = Field(sa_type=Numeric(7, 2))
    provider: str
    certifying: bool
    requirement: int | None = None
    recorded_by: int = Field(foreign_key="persons.id")
    recorded_at: datetime = Field(sa_column=instant())
    cancelled_at: datetime | None = Field(default=None, sa_column=instant(nullable=True))


class Trainee(SQLModel, table=True):
    """A candidate of a training, and what came of it."""

    __tablename__ = "trainees"
    __table_args__ = (Index("ix_trainees_candidate_id", "candidate_id", "training_id"),)

    training_id: int = Field(
        foreign_key="trainings.id", primary_key=True, sa_column_kwargs={"autoincrement": False}
    )
    candidate_id: int = Field(
        foreign_key="candidates.id", primary_key=True, sa_column_kwargs={"autoincrement": False}
    )
    state: str
    settled_by: int | None = Field(default=None, foreign_key="persons.id")
    settled_at: datetime | None = Field(default=None, sa_column=instant(nullable=True))


class FollowUp(SQLModel, table=True):
    """A follow-up to be made, then what it found; of a placement or of an exit. `note` is sealed.

    `dropped_at`: it will not be made, because the placement ended or was changed.
    """

    __tablename__ = "follow_ups"
    __table_args__ = (
        Index("uq_follow_ups_placement_id_kind", "placement_id", "kind", unique=True),
        Index("uq_follow_ups_exit_id_kind", "exit_id", "kind", unique=True),
        Index("ix_follow_ups_candidate_id", "candidate_id", "due_on"),
        Index("ix_follow_ups_due", "due_on", "id", sqlite_where=_LEFT_OPEN, postgresql_where=_LEFT_OPEN),
    )

    id: int | None = Field(default=None, primary_key=True)
    uid: str = Field(default_factory=new_uid)
    candidate_id: int = Field(foreign_key="candidates.id")
    placement_id: int | None = Field(default=None, foreign_key="placements.id")
    exit_id: int | None = Field(default=None, foreign_key="exits.id")
    kind: str
    due_on: date
    state: str | None = None
    note: bytes | None = Field(default=None, sa_type=LargeBinary)
    told_company: bool = False
    done_by: int | None = Field(default=None, foreign_key="persons.id")
    done_at: datetime | None = Field(default=None, sa_column=instant(nullable=True))
    dropped_at: datetime | None = Field(default=None, sa_column=instant(nullable=True))


class Exit(SQLModel, table=True):
    """A person's exit; `contract` and `months` when it is to work. What is sustained or positive is derived
    (`rules.exits`)."""

    __tablename__ = "exits"
    __table_args__ = (
        Index("ix_exits_candidate_id", "candidate_id", "id"),
        Index("ix_exits_left_on", "left_on", "id"),
    )

    id: int | None = Field(default=None, primary_key=True)
    candidate_id: int = Field(foreign_key="candidates.id")
    placement_id: int | None = Field(default=None, foreign_key="placements.id")
    left_on: date
    kind: str
    contract: str | None = None
    months: Decimal | None = Field(default=None, sa_type=Numeric(8, 4))
    recorded_by: int = Field(foreign_key="persons.id")
    recorded_at: datetime = Field(sa_column=instant())
    cancelled_at: datetime | None = Field(default=None, sa_column=instant(nullable=True))
