"""Numbers in bulk: a million rows come out of either database as one text per column and are read as an
array; a row object each would take ten times as long and as much memory."""

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
"""From so many rows on, a table is read in the order it lies in, and the other rows passed over."""
_STRETCH = 200_000


@cache
def numpy() -> Any:
    """numpy, loaded when something is first counted: a tenth of a second."""
    return import_module("numpy")


def columns(session: Session, query: sa.Select[Any]) -> list[Array]:
    """Each column of a query, row by row in the same order: whole numbers, or bytes of the length their type
    says. None may be missing: it would be left out of its column."""
    rows = query.subquery()
    row = session.core.execute(sa.select(*(_in_one(session, one) for one in rows.c))).one()
    return [_read(text, one) for text, one in zip(row, rows.c, strict=True)]


def _in_one(session: Session, column: sa.ColumnElement[Any]) -> sa.ColumnElement[str]:
    if not _is_bytes(column):
        text = column if session.on_sqlite else sa.cast(column, sa.String())
        return sa.func.aggregate_strings(text, ",")
    written = sa.func.hex(column) if session.on_sqlite else sa.func.encode(column, "hex")
    return sa.func.aggregate_strings(written, "")


def _is_bytes(column: sa.ColumnElement[Any]) -> bool:
    return isinstance(column.type, sa.LargeBinary)


def _read(text: str | None, column: sa.ColumnElement[Any]) -> Array:
    if _is_bytes(column):
        return numpy().frombuffer(bytes.fromhex(text or ""), dtype=f"V{getattr(column.type, 'length', 1)}")
    found = numpy().fromstring(text or "", dtype=numpy().int64, sep=",")
    return found.astype(numpy().int32) if found.max(initial=0) < _SHORT else found


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
    order. Few are looked up; of many, the stretch of the table they lie in is read."""
    if not keys.size:
        return [_read(None, one) for one in query.selected_columns]
    key = query.selected_columns[0]
    if keys.size < _MANY:
        return columns(session, query.where(_is_named(session, key, keys)))
    found = []
    for begin in range(int(keys[0]), int(keys[-1]) + 1, _STRETCH):
        read = columns(session, query.where(key.between(begin, begin + _STRETCH - 1)))
        mine = among(read[0], keys)
        found.append([one[mine] for one in read])
    return [numpy().concatenate(parts) for parts in zip(*found, strict=True)]


def _is_named(session: Session, key: sa.ColumnElement[int], keys: Array) -> sa.ColumnElement[bool]:
    """Whether a key is one of these, all of them one parameter."""
    if session.on_sqlite:
        listed = sa.func.json_each(str(keys.tolist())).table_valued("value")
        return key.in_(sa.select(listed.c.value))
    return key == sa.any_(sa.literal(keys.tolist(), sa.ARRAY(sa.BigInteger())))
