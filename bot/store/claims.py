"""The only SQL that differs between the databases: who may take which row next.

SQLite has one writer, which holds the lock while it claims. PostgreSQL has several: rows another process
works on are skipped, and a row is never taken before an earlier unfinished one of its lane.
"""

import functools
from collections.abc import Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from bot.store.database import Session
from bot.store.types import UtcDateTime

_NOW = sa.bindparam("now", type_=UtcDateTime())

_INBOX_SQLITE = sa.text("""
    SELECT id, uid, lane, payload, attempts FROM inbox AS i
    WHERE state = 'new' AND due_at <= :now AND NOT EXISTS (
        SELECT 1 FROM inbox AS e WHERE e.lane = i.lane AND e.state = 'new' AND e.id < i.id AND e.due_at >
        :now)
    ORDER BY id LIMIT :most
""").bindparams(_NOW)

_INBOX_POSTGRESQL = sa.text("""
    SELECT id, uid, lane, payload, attempts FROM inbox AS i
    WHERE state = 'new' AND due_at <= :now AND NOT EXISTS (
        SELECT 1 FROM inbox AS e WHERE e.lane = i.lane AND e.state = 'new' AND e.id < i.id)
    ORDER BY id LIMIT :most FOR UPDATE SKIP LOCKED
""").bindparams(_NOW)

# A lane's rows leave one by one, most urgent first; an edit waits for the message it follows. Mailboxes have
# the lanes below -2^56, chats all others.
_IN_ORDER = """
    SELECT id, uid, key, lane, chat_id, method, body, rank, follows, hold_uncertain, attempts, deadline
    FROM outbox AS o
    WHERE state = 'new' AND due_at <= :now AND lane IS NOT NULL AND +lane {side} -72057594037927936
      AND lane NOT IN :throttled AND rank < :ranks
      AND NOT EXISTS (
        SELECT 1 FROM outbox AS e WHERE e.lane = o.lane AND e.state IN ('new', 'sending') AND e.id <> o.id
          AND (e.state = 'sending' OR e.rank < o.rank OR (e.rank = o.rank AND e.id < o.id)))
      AND NOT EXISTS (SELECT 1 FROM outbox AS f WHERE f.id = o.follows AND f.state IN ('new', 'sending'))
    ORDER BY rank, id LIMIT :most
"""
_AT_ONCE = """
    SELECT id, uid, key, lane, chat_id, method, body, rank, follows, hold_uncertain, attempts, deadline
    FROM outbox AS o
    WHERE state = 'new' AND due_at <= :now AND lane IS NULL ORDER BY id LIMIT :most
"""
_SKIP = {"sqlite": "", "postgresql": " FOR UPDATE OF o SKIP LOCKED"}


def _outbox_query(text: str, *binds: Any) -> Any:
    return sa.text(text).bindparams(_NOW, *binds).columns(deadline=UtcDateTime())


_THROTTLED: Any = sa.bindparam("throttled", expanding=True)
_OUTBOX_IN_ORDER, _MAILS_IN_ORDER = (
    {name: _outbox_query(_IN_ORDER.format(side=side) + skip, _THROTTLED) for name, skip in _SKIP.items()}
    for side in (">=", "<")
)
_OUTBOX_AT_ONCE = {name: _outbox_query(_AT_ONCE + skip) for name, skip in _SKIP.items()}


def inbox(session: Session, now: datetime, most: int) -> Sequence[sa.Row[Any]]:
    """At most `most` updates to handle now, oldest first; locked until the transaction ends on PostgreSQL."""
    query = _INBOX_SQLITE if session.on_sqlite else _INBOX_POSTGRESQL
    return session.core.execute(query, {"now": now, "most": most}).all()


def outbox(
    session: Session, now: datetime, most: int, throttled: Sequence[int], ranks: int
) -> list[sa.Row[Any]]:
    """At most `most` messages to chats that may leave now, most urgent first: the head of each lane that is
    not throttled, when its rank is below `ranks`."""
    values = {"now": now, "most": most, "throttled": throttled, "ranks": ranks}
    return list(session.core.execute(_OUTBOX_IN_ORDER[session.core.dialect.name], values))


def mails(session: Session, now: datetime, most: int, ranks: int) -> list[sa.Row[Any]]:
    """At most `most` letters that may leave now, most urgent first: the head of each mailbox's lane, when its
    rank is below `ranks`."""
    values = {"now": now, "most": most, "throttled": (), "ranks": ranks}
    return list(session.core.execute(_MAILS_IN_ORDER[session.core.dialect.name], values))


def outbox_at_once(session: Session, now: datetime, most: int) -> list[sa.Row[Any]]:
    """At most `most` calls that keep no order and cost no message: answers to taps, lists of commands."""
    return list(session.core.execute(_OUTBOX_AT_ONCE[session.core.dialect.name], {"now": now, "most": most}))


def serialise_intake(session: Session) -> None:
    """Until the transaction ends, nobody else adds updates: their numbers follow their commits."""
    if not session.on_sqlite:
        session.core.execute(sa.text("SELECT pg_advisory_xact_lock(7249, 1)"))


def serialise_imports(session: Session) -> None:
    """Until the transaction ends, nobody else imports a file."""
    if not session.on_sqlite:
        session.core.execute(sa.text("SELECT pg_advisory_xact_lock(7249, 3)"))


def serialise_reports(session: Session) -> None:
    """Until the transaction ends, nobody else counts what may leave the PLIE."""
    if not session.on_sqlite:
        session.core.execute(sa.text("SELECT pg_advisory_xact_lock(7249, 4)"))


_INSERTS: dict[str, Any] = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}


@functools.cache
def _insert_new(dialect: str, table: Any) -> Any:
    return _INSERTS[dialect](table).on_conflict_do_nothing().execution_options(preserve_rowcount=True)


@functools.cache
def _upsert(dialect: str, table: Any, changed: tuple[str, ...]) -> Any:
    statement = _INSERTS[dialect](table)
    changes = {column: statement.excluded[column] for column in changed}
    return statement.on_conflict_do_update(index_elements=list(table.primary_key.columns), set_=changes)


def insert_new(session: Session, table: Any, rows: Sequence[dict[str, Any]]) -> int:
    """Insert rows, passing over those already there. Returns how many are new."""
    if not rows:
        return 0
    return int(session.core.execute(_insert_new(session.core.dialect.name, table), rows).rowcount)


def upsert(session: Session, table: Any, row: dict[str, Any], *changed: str) -> None:
    """Insert a row; where its primary key is known, change these columns."""
    session.core.execute(_upsert(session.core.dialect.name, table, changed), row)


def increment(session: Session, table: Any, row: dict[str, Any], counter: str) -> int:
    """Insert a row; where its primary key is known, add its counter to the one there. Returns the counter."""
    statement = _INSERTS[session.core.dialect.name](table).values(row)
    keys, more = list(table.primary_key.columns), {counter: table.c[counter] + row[counter]}
    following = statement.on_conflict_do_update(index_elements=keys, set_=more)
    return int(session.core.execute(following.returning(table.c[counter])).scalar_one())
