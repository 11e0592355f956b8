"""What was imported from the lists people kept before, so that nothing comes twice; what waits to be."""

from datetime import datetime

from sqlalchemy import Index, LargeBinary
from sqlmodel import Field, SQLModel

from bot.store.sealed import new_uid
from bot.store.tables.base import instant


class Imported(SQLModel, table=True):
    """A record of a file that was imported, and what it became: procurement, organisation or candidate
    `subject_id`. `key` is the blind key of its external reference within its kind; `content` is sealed: this
    reference and a digest of what was read; nothing once the person was anonymised."""

    __tablename__ = "imported"
    __table_args__ = (
        Index("uq_imported_kind_key", "kind", "key", unique=True),
        Index("ix_imported_kind_subject_id", "kind", "subject_id"),
    )

    id: int | None = Field(default=None, primary_key=True)
    uid: str = Field(default_factory=new_uid)
    kind: str
    key: bytes = Field(sa_type=LargeBinary)
    content: bytes | None = Field(default=None, sa_type=LargeBinary)
    subject_id: int
    person_id: int = Field(foreign_key="persons.id")
    imported_at: datetime = Field(sa_column=instant())


class ImportFile(SQLModel, table=True):
    """A file that was read and waits for its reader to decide: what was understood of it, sealed; nothing
    once it was imported. Gone after a day."""

    __tablename__ = "import_files"
    __table_args__ = (Index("ix_import_files_expires_at", "expires_at"),)

    id: int | None = Field(default=None, primary_key=True)
    uid: str = Field(default_factory=new_uid)
    person_id: int = Field(foreign_key="persons.id")
    content: bytes | None = Field(default=None, sa_type=LargeBinary)
    expires_at: datetime = Field(sa_column=instant())
    imported_at: datetime | None = Field(default=None, sa_column=instant(nullable=True))
