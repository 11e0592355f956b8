"""What files are missing behind the figures: of what, since when, who owes it."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from bot.rules.evidence import ORDER
from bot.store import evidence_requests
from bot.store.database import Session
from bot.store.indicators.behind.close import close, for_page
from bot.store.indicators.provable import FACTS, OWED, Facts, Standing
from bot.store.indicators.scope import Asked


@dataclass(frozen=True, slots=True)
class Place:
    """A place in the list of what is missing: `rank` is that of the proof, `order` the day the facts of this
    proof are ordered by, if they are, then their number."""

    rank: int = -1
    order: date | None = None
    number: int = 0


FIRST = Place()
"""Before everything."""


@dataclass(frozen=True, slots=True)
class Lacking:
    """A fact no file proves: of the day `on`, owed by an organisation, or by the PLIE, where `adviser_id` is
    the colleague who follows the person."""

    proof: str
    subject: str
    number: int
    on: date
    owed_by: int | None
    adviser_id: int | None
    order: date | None

    @property
    def place(self) -> Place:
        """Where it is in the list."""
        return Place(ORDER.index(self.proof), self.order, self.number)


def missing(session: Session, asked: Asked, after: Place, size: int) -> list[Lacking]:
    """At most `size` facts no file proves, behind a place: by proof, then by day where facts are many, then
    by number. A statement for each proof looked through."""
    found: list[Lacking] = []
    for proof, facts in FACTS.items():
        rank, left = ORDER.index(proof), size - len(found)
        if rank >= after.rank and left > 0:
            one = facts(for_page(asked))
            behind = [_behind(one, after)] if rank == after.rank else []
            found += _read(session, proof, one, behind, left)
    return found


def owed(
    session: Session, asked: Asked, organisation_id: int, size: int, unasked_since: datetime | None = None
) -> list[Lacking]:
    """At most `size` of those this organisation owes, in the same order; only those nobody asked for since an
    instant where one is named."""
    found: list[Lacking] = []
    for proof in OWED:
        left = size - len(found)
        if left > 0:
            one = FACTS[proof](close(asked))
            where = [one.owed_by == organisation_id]
            if unasked_since is not None:
                where.append(~evidence_requests.made(one.subject, one.number, unasked_since))
            found += _read(session, proof, one, where, left)
    return found


def find(session: Session, asked: Asked, proof: str, number: int) -> Lacking | None:
    """The fact of this number, where no file proves it still."""
    if proof not in FACTS:
        return None
    one = FACTS[proof](close(asked))
    found = _read(session, proof, one, [one.number == number], 1)
    return found[0] if found else None


def _read(session: Session, proof: str, one: Facts, where: list[Any], most: int) -> list[Lacking]:
    """At most so many of the facts of a proof that are missing and of which this holds, in order."""
    order = sa.cast(sa.null(), sa.Date) if one.order is None else one.order
    columns = (one.number, one.on, one.owed_by, one.adviser, order)
    query = sa.select(*(column.label(f"c{place}") for place, column in enumerate(columns)))
    query = query.select_from(one.source).where(*one.where, one.standing == int(Standing.MISSING), *where)
    by = [one.number] if one.order is None else [one.order, one.number]
    rows = session.core.execute(query.order_by(*by).limit(most))
    return [Lacking(proof, one.subject, *row) for row in rows]


def _behind(one: Facts, after: Place) -> sa.ColumnElement[bool]:
    """Whether a fact comes behind a place in the list of its proof."""
    if one.order is None or after.order is None:
        return sa.and_(sa.true(), one.number > after.number)
    later = sa.and_(one.order == after.order, one.number > after.number)
    return sa.and_(one.order >= after.order, sa.or_(one.order > after.order, later))
