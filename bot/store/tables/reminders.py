"""What runs by itself: reminders and the daily messages that say them, the runs of the jobs, what each person
prefers."""

from datetime import date, datetime

from sqlalchemy import BigInteger, Index, text
from sqlmodel import Field, SQLModel

from bot.store.tables.base import instant

_UNSAID = text("said_on IS NULL AND done_at IS NULL")


class Reminder(SQLModel, table=True):
    """A fact a person is reminded of, once for each stage (`due_on`) of the table of `dialogues.md` §4.

    It is said in the daily message of the first working day from `from_on` on, unless it no longer stands;
    *Later* moves `from_on`. `done_at`: the person said so, or it no longer stood when it was to be said.
    """

    __tablename__ = "reminders"
    __table_args__ = (
        Index("uq_reminders_fact", "kind", "subject_id", "due_on", "person_id", unique=True),
        Index("ix_reminders_said", "said_to", "said_on", "id"),
        Index(
            "ix_reminders_unsaid",
            "from_on",
            "person_id",
            sqlite_where=_UNSAID,
            postgresql_where=_UNSAID,
        ),
    )

    id: int | None = Field(default=None, primary_key=True)
    kind: str
    subject_id: int = Field(sa_type=BigInteger)
    due_on: date
    person_id: int = Field(foreign_key="persons.id")
    from_on: date
    made_at: datetime = Field(sa_column=instant())
    said_on: date | None = None
    said_to: int | None = Field(default=None, foreign_key="persons.id")
    done_at: datetime | None = Field(default=None, sa_column=instant(nullable=True))


class Daily(SQLModel, table=True):
    """The daily message of a person was written on this day: there is one at most."""

    __tablename__ = "daily_messages"

    person_id: int = Field(
        foreign_key="persons.id", primary_key=True, sa_column_kwargs={"autoincrement": False}
    )
    day: date = Field(primary_key=True)


class JobRun(SQLModel, table=True):
    """A job ran for a slot of its schedule (a day, an hour): once, whoever runs it."""

    __tablename__ = "job_runs"

    job: str = Field(primary_key=True)
    slot: str = Field(primary_key=True)
    ran_at: datetime = Field(sa_column=instant())
    touched: int = 0


class Preference(SQLModel, table=True):
    """What a person prefers: the minute of the day of the daily message, how notices come (`codes.Notices`),
    and until when a colleague stands in for them."""

    __tablename__ = "preferences"
    __table_args__ = (Index("ix_preferences_stand_in_id", "stand_in_id"),)

    person_id: int = Field(
        foreign_key="persons.id", primary_key=True, sa_column_kwargs={"autoincrement": False}
    )
    daily_at: int = 510
    notices: str = "at_once"
    paused_until: date | None = None
    stand_in_id: int | None = Field(default=None, foreign_key="persons.id")
