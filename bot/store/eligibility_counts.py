"""Eligibilities made for counting: beside the sealed list of a candidate, a second sealed column of eighteen
bytes that a report opens by the hundred thousand (`docs/decisions/0020-eligibilities-made-for-counting.md`).

A value is `key id (4) | nonce (12) | mask`, the mask being a bit for each category, in their order, added to
a keystream that only the key and the nonce give. The sealed list stays the truth."""

from collections.abc import Collection, Sequence
from typing import Any

import sqlalchemy as sa

from bot.store.database import Database, Session
from bot.store.sealed import CannotOpenError
from bot.store.tables import Candidate, Eligibility, rows_of

_rows = rows_of(Candidate)
_CODES = tuple(str(one) for one in Eligibility)
_BATCH = 1000


def sealed(session: Session, held: Collection[str]) -> bytes:
    """The categories a candidate holds, sealed for counting; never the same bytes twice."""
    mask = sum(1 << bit for bit, name in enumerate(_CODES) if name in held)
    return session.sealer.seal_count(mask)


def counts(session: Session, values: bytes) -> dict[str, int]:
    """How many of these sealed values, one after the other, hold each category. Raises CannotOpenError."""
    masks = session.sealer.open_counts(values)
    return {name: int((masks >> bit & 1).sum()) for bit, name in enumerate(_CODES)}


def opened(session: Session, candidates: Collection[int]) -> dict[str, int]:
    """How many of these candidates hold each category, by their sealed lists. Raises CannotOpenError."""
    found = dict.fromkeys(_CODES, 0)
    query = sa.select(_rows.c.uid, _rows.c.eligibility).where(_rows.c.id.in_(candidates))
    for row in session.core.execute(query):
        for name in session.sealer.open(row.eligibility, f"candidates.eligibility:{row.uid}"):
            found[name] += 1
    return found


def fill(database: Database) -> int:
    """Write the column where it is missing, in small batches; a list that cannot be opened is left for the
    day its key is known. Returns how many were written."""
    last, done, following = 0, 0, True
    while following:
        with database.begin() as session:
            rows = session.core.execute(_missing(last)).all()
            done += _write(session, rows)
        following = bool(rows)
        last = rows[-1].id if rows else last
    return done


def _missing(after: int) -> sa.Select[Any]:
    """By `ix_candidates_uncounted`, which is empty but after an upgrade."""
    columns = (_rows.c.id, _rows.c.uid, _rows.c.eligibility)
    there = sa.and_(_rows.c.eligibility_count.is_(None), _rows.c.id > after)
    return sa.select(*columns).where(there).order_by(_rows.c.id).limit(_BATCH).with_for_update()


def _write(session: Session, rows: Sequence[Any]) -> int:
    values = []
    for row in rows:
        try:
            held = session.sealer.open(row.eligibility, f"candidates.eligibility:{row.uid}")
        except CannotOpenError:
            continue
        values.append({"which": row.id, "count": sealed(session, held)})
    if values:
        statement = sa.update(_rows).where(_rows.c.id == sa.bindparam("which"))
        session.core.execute(statement.values(eligibility_count=sa.bindparam("count")), values)
    return len(values)
