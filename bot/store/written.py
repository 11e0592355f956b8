"""Which tables a transaction has written so far: other connections cannot see that yet."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy import event

_WRITTEN = "written"
_UNKNOWN = "?"
_TEXTS = (sa.TextClause, sa.TextualSelect)
_READING = ("SELECT", "BEGIN", "PRAGMA", "SET", "EXPLAIN", "SAVEPOINT", "RELEASE", "LOCK")


def watch(engine: sa.Engine) -> None:
    """From now on note what each transaction of an engine writes."""
    event.listen(engine, "begin", _forget)
    event.listen(engine, "after_cursor_execute", _note)


def tables(connection: sa.Connection) -> frozenset[str]:
    """The names of the tables this transaction has written; "?" where a statement does not say."""
    return frozenset(connection.info[_WRITTEN])


def _forget(connection: sa.Connection) -> None:
    connection.info[_WRITTEN] = set()


def _note(
    connection: sa.Connection, _cursor: Any, statement: str, _parameters: Any, context: Any, _many: bool
) -> None:
    if context.isinsert or context.isupdate or context.isdelete:
        connection.info[_WRITTEN].add(context.compiled.statement.table.name)
    elif _is_text(context) and not statement.lstrip().upper().startswith(_READING):
        connection.info[_WRITTEN].add(_UNKNOWN)


def _is_text(context: Any) -> bool:
    return context.compiled is None or isinstance(context.compiled.statement, _TEXTS)
