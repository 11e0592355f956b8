"""Who did what, and what was there before."""

from datetime import datetime

from sqlalchemy import Index, LargeBinary, text
from sqlmodel import Field, SQLModel

from bot.store.sealed import new_uid
from bot.store.tables.base import instant


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


class Change(SQLModel, table=True):
    """What a field of a submitted record was before it was corrected, and after. Values are sealed."""

    __tablename__ = "changes"
    __table_args__ = (Index("ix_changes_subject", "subject", "subject_id", "id"),)

    id: int | None = Field(default=None, primary_key=True)
    uid: str = Field(default_factory=new_uid)
    at: datetime = Field(sa_column=instant())
    person_id: int | None = Field(default=None, foreign_key="persons.id")
    subject: str
    subject_id: int
    field: str
    before: bytes = Field(sa_type=LargeBinary)
    after: bytes = Field(sa_type=LargeBinary)


class Note(SQLModel, table=True):
    """What someone added to an object in their own words; sealed."""

    __tablename__ = "notes"
    __table_args__ = (Index("ix_notes_subject", "subject", "subject_id", "id"),)

    id: int | None = Field(default=None, primary_key=True)
    uid: str = Field(default_factory=new_uid)
    at: datetime = Field(sa_column=instant())
    person_id: int = Field(foreign_key="persons.id")
    subject: str
    subject_id: int
    text: bytes = Field(sa_type=LargeBinary)


class CallBack(SQLModel, table=True):
    """Someone asked to be called while filling in a form: a task for the PLIE's facilitators."""

    __tablename__ = "call_backs"
    __table_args__ = (
        Index(
            "ix_call_backs_open",
            "id",
            sqlite_where=text("done_at IS NULL"),
            postgresql_where=text("done_at IS NULL"),
        ),
        Index(
            "uq_call_backs_waiting",
            "person_id",
            "form",
            unique=True,
            sqlite_where=text("done_at IS NULL"),
            postgresql_where=text("done_at IS NULL"),
        ),
    )

    id: int | None = Field(default=None, primary_key=True)
    person_id: int = Field(foreign_key="persons.id")
    form: str
    asked_at: datetime = Field(sa_column=instant())
    done_by: int | None = Field(default=None, foreign_key="persons.id")
    done_at: datetime | None = Field(default=None, sa_column=instant(nullable=True))


class Parameter(SQLModel, table=True):
    """A figure of the agreement a coordinator changed; the others have their default."""

    __tablename__ = "parameters"

    name: str = Field(primary_key=True)
    value: str
    changed_by: int | None = Field(default=None, foreign_key="persons.id")
    changed_at: datetime = Field(sa_column=instant())
