"""Replacing the secret key: everything sealed is sealed anew with the present one, in small batches.

What has been done is seen from the rows themselves, which name the key they are sealed with: after a kill
the next run goes on. Every sealed column is listed here once, bound as `table.column:uid`.
"""

import contextlib
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlmodel import SQLModel

from bot.errors import PlainError
from bot.store import candidate_index, eligibility_counts, imports, people
from bot.store.database import Database, Session
from bot.store.files import LostFileError
from bot.store.sealed import CannotOpenError

SEALED: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("persons", ("name", "email")),
    ("chat_groups", ("title",)),
    ("circulars", ("text", "file")),
    ("terminations", ("ground",)),
    ("procurements", ("comment",)),
    ("attachments", ("file",)),
    ("offers", ("comment",)),
    ("candidates", ("name", "phone", "eligibility", "hold_ground")),
    ("interviews", ("note",)),
    ("follow_ups", ("note",)),
    ("evidence", ("name",)),
    ("shares", ("comment",)),
    ("changes", ("before", "after")),
    ("notes", ("text",)),
    ("imported", ("content",)),
    ("import_files", ("content",)),
    ("drafts", ("content",)),
    ("inbox", ("payload",)),
    ("outbox", ("body",)),
)
"""Every table with sealed columns, and these columns."""

BLIND: tuple[tuple[str, str], ...] = (
    ("persons", "email_key"),
    ("candidates", "phone_key"),
    ("candidates", "double_key"),
    ("candidate_words", "word"),
    ("candidates", "eligibility_count"),
    ("imported", "key"),
)
"""Every column of blind keys, and that made for counting; they are made anew from what the row holds."""

BATCH = 200
_LOCK = "SELECT pg_try_advisory_lock(7249, 0)"


class BusyError(PlainError):
    """A Clausette serves this database. Stop it first: it would go on sealing with the old key."""


class UnknownKeyError(PlainError):
    """Something is sealed with a key that is not known. Set CLAUSETTE_OLD_SECRET_KEYS and run this again."""


@dataclass(frozen=True, slots=True)
class _Place:
    """A table whose rows are sealed anew."""

    table: Any
    key: Any
    columns: tuple[str, ...]

    def stale(self, current: bytes) -> sa.ColumnElement[bool]:
        """Whether a row holds something that is not sealed with the present key."""
        conditions = [
            sa.and_(self.table.c[name].is_not(None), sa.func.substr(self.table.c[name], 2, 4) != current)
            for name in self.columns
        ]
        return sa.or_(*conditions)


def reseal(database: Database, batch: int = BATCH) -> int:
    """Seal everything with the present key, `batch` rows in a transaction. Returns how many rows were not.

    Raises UnknownKeyError when some value cannot be opened, after all the others were resealed.
    """
    done, unknown = 0, 0
    for place in _places():
        last, following = None, True
        while following:
            with database.begin() as session:
                last, sealed, lost = _reseal_after(session, place, last, batch)
            done, unknown, following = done + sealed, unknown + lost, last is not None
    if unknown:
        raise UnknownKeyError(UnknownKeyError.__doc__)
    return done


def reseal_files(database: Database) -> int:
    """Seal the files of the evidence with the present key, one after the other: each tells by itself whether
    it was, so that after a kill the next run goes on. Returns how many were not.

    Raises UnknownKeyError when some file cannot be opened, after all the others were resealed.
    """
    done, lost = 0, 0
    for digest in list(database.files.all()):
        try:
            done += database.files.reseal(digest)
        except LostFileError:
            lost += 1
    if lost:
        raise UnknownKeyError(UnknownKeyError.__doc__)
    return done


def _places() -> Iterator[_Place]:
    for name, columns in SEALED:
        table = SQLModel.metadata.tables[name]
        yield _Place(table, next(iter(table.primary_key.columns)), columns)


def _reseal_after(
    session: Session, place: _Place, last: int | None, most: int
) -> tuple[int | None, int, int]:
    """Reseal at most `most` rows numbered above `last`, if any. Returns the last number, None at the end;
    how many rows were resealed; how many cannot be opened."""
    query = sa.select(place.table).where(place.stale(session.sealer.current)).order_by(place.key)
    if last is not None:
        query = query.where(place.key > last)
    rows = session.core.execute(query.limit(most).with_for_update()).mappings().all()
    lost = sum(not _reseal_row(session, place, row) for row in rows)
    return (rows[-1][place.key] if rows else None), len(rows) - lost, lost


def _reseal_row(session: Session, place: _Place, values: Any) -> bool:
    """Seal a row anew, with the blind keys made from it. Returns whether it could be opened."""
    name = place.table.name
    held = [column for column in place.columns if values[column] is not None]
    bindings = {column: f"{name}.{column}:{values['uid']}" for column in held}
    try:
        opened = {column: session.sealer.open(values[column], bindings[column]) for column in held}
    except CannotOpenError:
        return False
    changes: dict[str, Any] = {
        column: session.sealer.seal(opened[column], bindings[column]) for column in held
    }
    if name == "candidates":
        changes |= _found_again(session, values, opened)
    if name == "persons" and "email" in opened:
        changes["email_key"] = people.email_key(session, opened["email"])
    if name == "imported" and "content" in opened:
        changes["key"] = imports.key_of(session, values["kind"], opened["content"]["reference"])
    session.core.execute(sa.update(place.table).where(place.key == values[place.key]).values(changes))
    return True


def _found_again(session: Session, values: Any, opened: dict[str, Any]) -> dict[str, bytes | None]:
    """A candidate's blind keys, and the eligibility sealed for counting, made with the present key."""
    candidate_index.write_words(session, values["id"], opened["name"])
    keys = candidate_index.keys(session, opened["name"], values["birth_year"], opened.get("phone"))
    return keys | {"eligibility_count": eligibility_counts.sealed(session, opened["eligibility"])}


@contextlib.contextmanager
def alone(database: Database) -> Iterator[None]:
    """Hold the lead of a PostgreSQL database: no process serves it meanwhile. Raises BusyError.

    On SQLite nothing is held: the file has a lock of its own.
    """
    if database.on_sqlite:
        yield
        return
    with database.engine.connect() as connection:
        if not connection.execute(sa.text(_LOCK)).scalar_one():
            raise BusyError(BusyError.__doc__)
        connection.commit()
        try:
            yield
        finally:
            connection.invalidate()


def clean(database: Database) -> None:
    """Write SQLite's file anew: what the old key sealed is not left in its free pages. PostgreSQL does so
    by itself, in its time."""
    if database.on_sqlite and database.url.database:
        with closing(sqlite3.connect(database.url.database)) as aside:
            aside.execute("VACUUM")
            aside.execute("PRAGMA wal_checkpoint(TRUNCATE)")
