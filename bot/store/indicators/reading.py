"""Numbers in bulk: a million rows come out of either database as one text per column (on PostgreSQL as
bytes) and are read as an array; a row object each would take ten times as long and as much memory."""

from collections.abc import Iterable, Iterator
from enum import StrEnum
from typing import Any

import sqlalchemy as sa

from bot.store.database import AS_BYTES, Session
from bot.store.indicators.arrays import Array, Marked, joined, numpy
from bot.store.types import literal

_SHORT = 2**31
MANY = 100_000
"""From so many rows on, the whole table is read in the order it lies in, and the other rows passed over."""
_STRETCH = 100_000


def columns(session: Session, query: sa.Select[Any]) -> list[Array]:
    """Each column of a query, row by row in the same order: whole numbers, or bytes of the length their type
    says. None may be missing: it would be left out of its column."""
    rows = query.subquery()
    asked = sa.select(*(_in_one(session, one) for one in rows.c)).execution_options(**AS_BYTES)
    texts = list(session.core.execute(asked).one())
    return [_read(session, texts.pop(0), one) for one in rows.c]


def _in_one(session: Session, column: sa.ColumnElement[Any]) -> sa.ColumnElement[Any]:
    if not session.on_sqlite:
        return sa.func.string_agg(_sent(column), sa.literal(b"", sa.LargeBinary()), type_=sa.LargeBinary())
    joined = sa.func.group_concat(column, sa.literal_column("''" if _is_bytes(column) else "','"))
    return sa.cast(joined, sa.LargeBinary())


def _sent(column: sa.ColumnElement[Any]) -> sa.ColumnElement[Any]:
    """As the bytes PostgreSQL would send: four of a whole number, eight of one that may be large."""
    if _is_bytes(column):
        return column
    if _is_large(column):
        return sa.func.int8send(column)
    return sa.func.int4send(sa.cast(column, sa.Integer()))


def _is_large(column: sa.ColumnElement[Any]) -> bool:
    return isinstance(column.type, sa.BigInteger)


def _is_bytes(column: sa.ColumnElement[Any]) -> bool:
    return isinstance(column.type, sa.LargeBinary)


def _read(session: Session, found: bytes | None, column: sa.ColumnElement[Any]) -> Array:
    data = found or b""
    if _is_bytes(column):
        return numpy().frombuffer(data, dtype=f"V{getattr(column.type, 'length', 1)}")
    if session.on_sqlite:
        read = numpy().fromstring(data, dtype=numpy().int64, sep=",")
    else:
        read = numpy().frombuffer(data, dtype=">i8" if _is_large(column) else ">i4")
    short = read.max(initial=0) < _SHORT
    return read.astype(numpy().int32 if short else numpy().int64, copy=False)


def numbers(session: Session, query: sa.Select[Any]) -> Array:
    """The only column of a query."""
    [found] = columns(session, query)
    return found


def code(column: sa.ColumnElement[Any], names: Iterable[StrEnum]) -> sa.ColumnElement[int]:
    """The place of a word among these, 0 for the first; their number for any other. All written out: SQLite
    takes half as long again where it must fetch parameters for each row."""
    words = list(names)
    places: dict[Any, Any] = {
        literal(word): sa.literal_column(str(place)) for place, word in enumerate(words)
    }
    return sa.case(places, value=column, else_=sa.literal_column(str(len(words))))


def whole(column: sa.ColumnElement[Any], parts: int = 100) -> sa.ColumnElement[int]:
    """A number in whole parts of one: euros in cents, hours in hundredths."""
    return sa.cast(sa.func.round(column * sa.literal_column(str(parts))), sa.BigInteger())


def flag(condition: sa.ColumnElement[bool]) -> sa.ColumnElement[int]:
    """1 where this holds, 0 where not."""
    return sa.case((condition, sa.literal_column("1")), else_=sa.literal_column("0"))


def rows_of(session: Session, query: sa.Select[Any], keys: Array) -> list[Array]:
    """The columns of the rows of a query whose first column is one of these keys, each named once and in
    order."""
    if not keys.size:
        return [_read(session, None, one) for one in query.selected_columns]
    return joined(parts_of(session, query, keys))


def parts_of(
    session: Session, query: sa.Select[Any], keys: Array, along: sa.ColumnElement[int] | None = None
) -> Iterator[list[Array]]:
    """The same, part by part. Few are looked up; for many, the whole table is read: in parts by the number
    of its rows, where that is the key or is given."""
    key = query.selected_columns[0]
    if keys.size < MANY:
        if keys.size:
            yield columns(session, query.where(named(session, key, keys)))
        return
    those = Marked(keys)
    for stretch in stretches(session, key if key.primary_key else along):
        read = columns(session, query.where(stretch))
        mine = those.of(read[0])
        yield [one[mine] for one in read]


def stretches(session: Session, number: sa.ColumnElement[int] | None) -> Iterator[sa.ColumnElement[bool]]:
    """The conditions that part a table by one of its numbers (None: in one part), for less memory; rows
    without that number are in none."""
    if number is None:
        yield sa.true()
        return
    last = session.core.execute(sa.select(sa.func.max(number))).scalar_one() or 0
    for begin in range(1, last + 1, _STRETCH):
        yield number.between(begin, begin + _STRETCH - 1)


def named(session: Session, key: sa.ColumnElement[int], keys: Array) -> sa.ColumnElement[bool]:
    """Whether a key is one of these, all of them one parameter."""
    if session.on_sqlite:
        listed = sa.func.json_each(str(keys.tolist())).table_valued("value")
        return key.in_(sa.select(listed.c.value))
    return key == sa.any_(sa.literal(keys.tolist(), sa.ARRAY(key.type)))
