"""Lists of candidates for PLIE staff: pages, search by words of the name, files that may be doubles.

A file merged into another keeps its words and keys: who looks for it is led to the survivor.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from bot.store import candidate_index
from bot.store.candidates import LIVING, Profile
from bot.store.database import Session
from bot.store.tables import Candidate, CandidateState, rows_of

_rows = rows_of(Candidate)


@dataclass(frozen=True, slots=True)
class Line:
    """A candidate in a list."""

    id: int
    reference: str
    name: str
    state: str


_LINES = sa.select(_rows.c.id, _rows.c.reference, _rows.c.uid, _rows.c.name, _rows.c.state)


def _line(session: Session, row: Any) -> Line:
    opened = session.sealer.open(row.name, f"candidates.name:{row.uid}")
    return Line(row.id, row.reference, str(opened), row.state)


def page(session: Session, *, adviser_id: int | None, before: int | None, size: int) -> list[Line]:
    """At most `size` active candidates, newest first, older than `before`: of one adviser or of all."""
    query = _LINES.where(_rows.c.state == CandidateState.ACTIVE)
    if adviser_id is not None:
        query = query.where(_rows.c.adviser_id == adviser_id)
    if before is not None:
        query = query.where(_rows.c.id < before)
    return [
        _line(session, row) for row in session.core.execute(query.order_by(_rows.c.id.desc()).limit(size))
    ]


def search(session: Session, text: str, size: int) -> list[Line]:
    """At most `size` files whose name holds every word typed, newest first; closed ones too."""
    return _lines(session, candidate_index.by_words(session, text, 2 * size))[:size]


def doubles(session: Session, said: Profile, besides: int = 0) -> list[Line]:
    """The files that may be the same person's, newest first: same phone, or same name and year of birth."""
    found = candidate_index.like(session, said.name, said.birth_year, said.phone)
    return [line for line in _lines(session, found) if line.id != besides]


def _lines(session: Session, numbers: Sequence[int]) -> list[Line]:
    """The files of these numbers, each once; the survivor in the place of one merged into it."""
    survivor = sa.func.coalesce(_rows.c.merged_into, _rows.c.id)
    wanted = sa.select(survivor).where(_rows.c.id.in_(numbers))
    here = sa.and_(_rows.c.id.in_(wanted), _rows.c.state.in_(LIVING))
    rows = session.core.execute(_LINES.where(here).order_by(_rows.c.id.desc()))
    return [_line(session, row) for row in rows]
