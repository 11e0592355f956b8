"""Numbers in bulk: a million rows come out of either database as one text per column (on PostgreSQL as
bytes) and are read as an array; a row object each would take ten times as long and as much memory."""

from collections.abc import Iterable, Sequence
from functools import cache
from importlib import import_module
from typing import Any

import sqlalchemy as sa

from bot.store.database import Session

Array = Any
"""A numpy array of whole numbers, or of truths."""
_SHORT = 2**31
_MANY = 100_000
"""From so many rows on, the whole table is read in the order it lies in, and the other rows passed over."""
_STRETCH = 200_000


@cache
def numpy() -> Any:
    """numpy, loaded when something is first counted: a tenth of a second."""
    return import_module("numpy")


def columns(session: Session, query: sa.Select[Any]) -> list[Array]:
    """Each column of a query, row by row in the same order: whole numbers, or bytes of the length their type
    says. None may be missing: it would be left out of its column."""
    rows = query.subquery()
    texts = list(session.core.execute(sa.select(*(_in_one(session, one) for one in rows.c))).one())
    return [_read(texts.pop(0), one) for one in rows.c]


def _in_one(session: Session, column: sa.ColumnElement[Any]) -> sa.ColumnElement[Any]:
    if not session.on_sqlite:
        return sa.func.string_agg(_sent(column), sa.literal(b"", sa.LargeBinary()), type_=sa.LargeBinary())
    if _is_bytes(column):
        return sa.cast(sa.func.group_concat(column, ""), sa.LargeBinary())
    return sa.func.group_concat(column)


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


def _read(text: Any, column: sa.ColumnElement[Any]) -> Array:
    if _is_bytes(column):
        return numpy().frombuffer(text or b"", dtype=f"V{getattr(column.type, 'length', 1)}")
    if isinstance(text, bytes):
        found = numpy().frombuffer(text, dtype=">i8" if _is_large(column) else ">i4")
    else:
        found = numpy().fromstring(text or "", dtype=numpy().int64, sep=",")
    short = found.max(initial=0) < _SHORT
    return found.astype(numpy().int32 if short else numpy().int64, copy=False)


def numbers(session: Session, query: sa.Select[Any]) -> Array:
    """The only column of a query."""
    [found] = columns(session, query)
    return found


def code(column: sa.ColumnElement[Any], names: Iterable[str]) -> sa.ColumnElement[int]:
    """The place of a word among these, 0 for the first; their number for any other."""
    places = {str(name): place for place, name in enumerate(names)}
    return sa.case(places, value=column, else_=len(places))


def tally(codes: Array, names: Sequence[str]) -> dict[str, int]:
    """How often each word is there, by the places `code` made; those that never are, too."""
    found = numpy().bincount(codes, minlength=len(names))
    return {str(name): int(found[place]) for place, name in enumerate(names)}


def distinct(*keys: Array) -> Array:
    """Every key once, in order. Keys of rows: small, and not negative."""
    there = [one for one in keys if one.size]
    if not there:
        return numpy().zeros(0, dtype=numpy().int64)
    seen = numpy().zeros(1 + max(int(one.max()) for one in there), dtype=bool)
    for one in there:
        seen[one] = True
    return numpy().flatnonzero(seen)


def among(keys: Array, those: Array) -> Array:
    """Which of the keys of rows are among those: an array of truths."""
    seen = numpy().zeros(1 + int(max(keys.max(initial=0), those.max(initial=0))), dtype=bool)
    seen[those] = True
    return seen[keys]


def rows_of(session: Session, query: sa.Select[Any], keys: Array) -> list[Array]:
    """The columns of the rows of a query whose first column is one of these keys, each named once and in
    order. Few are looked up; for many, the whole table is read."""
    if not keys.size:
        return [_read(None, one) for one in query.selected_columns]
    key = query.selected_columns[0]
    if keys.size < _MANY:
        return columns(session, query.where(_is_named(session, key, keys)))
    found = []
    for stretch in _stretches(key, keys):
        read = columns(session, query.where(stretch))
        mine = among(read[0], keys)
        found.append([one[mine] for one in read])
    return [numpy().concatenate(parts) for parts in zip(*found, strict=True)]


def _stretches(key: sa.ColumnElement[int], keys: Array) -> list[sa.ColumnElement[bool]]:
    """A table by its own numbers is read in parts, for less memory; by others that would take longer."""
    if not key.primary_key:
        return [sa.true()]
    begins = range(int(keys[0]), int(keys[-1]) + 1, _STRETCH)
    return [key.between(begin, begin + _STRETCH - 1) for begin in begins]


def _is_named(session: Session, key: sa.ColumnElement[int], keys: Array) -> sa.ColumnElement[bool]:
    """Whether a key is one of these, all of them one parameter."""
    if session.on_sqlite:
        listed = sa.func.json_each(str(keys.tolist())).table_valued("value")
        return key.in_(sa.select(listed.c.value))
    return key == sa.any_(sa.literal(keys.tolist(), sa.ARRAY(sa.BigInteger())))
