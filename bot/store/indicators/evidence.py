"""Which part of the figures files prove, and what is missing: of what, since when, who owes it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import sqlalchemy as sa

from bot.rules.evidence import ORDER
from bot.store.database import Session
from bot.store.indicators.provable import FACTS, OWED, Facts, Standing, people
from bot.store.indicators.scope import Asked
from bot.store.worked import hundredths


@dataclass(frozen=True, slots=True)
class Tally:
    """How many facts are proven, of how many; of `lost` ones nothing can be proven any more. The same of what
    they weigh: hours, euros excl. VAT."""

    proven: int = 0
    total: int = 0
    lost: int = 0
    weight_proven: Decimal = Decimal()
    weight: Decimal = Decimal()
    weight_lost: Decimal = Decimal()

    @property
    def missing(self) -> int:
        """How many files are waited for."""
        return self.total - self.proven - self.lost


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


def tallies(session: Session, asked: Asked) -> Mapping[str, Tally]:
    """Of each proof how many facts of the period have it; "validated" is the part of "hours" that is, and
    "people" the beneficiaries one of whose work contracts is proven. A statement each."""
    found: dict[str, Tally] = {}
    for proof, facts in FACTS.items():
        one = facts(asked)
        wide, narrow = _tallied(session, one)
        found |= {proof: wide} | ({} if one.narrow is None else {"validated": narrow})
    return found | {"people": _tallied(session, people(asked))[0]}


def _tallied(session: Session, one: Facts) -> tuple[Tally, Tally]:
    """All the facts, and those the narrower figure counts. Whether a file proves a fact is asked once: what
    was read is kept before it is counted."""
    narrow = sa.literal(0) if one.narrow is None else sa.case((one.narrow, 1), else_=0)
    weight = sa.literal(0) if one.weight is None else one.weight
    read = sa.select(one.standing.label("standing"), weight.label("weight"), narrow.label("narrow"))
    source = one.source if one.alone is None else one.alone
    known = read.select_from(source).where(*one.where).cte("known").prefix_with("MATERIALIZED")
    sums = [*_sums(known), *([] if one.narrow is None else _sums(known, known.c.narrow == 1))]
    found = session.core.execute(sa.select(*sums)).one()
    return _tally(found[:6]), _tally(found[6:]) if one.narrow is not None else Tally()


def _sums(known: sa.CTE, *part: sa.ColumnElement[bool]) -> list[sa.ColumnElement[Any]]:
    """The numbers of a tally, in its order."""
    proven, lost = (known.c.standing == int(standing) for standing in (Standing.PROVEN, Standing.LOST))
    return [
        sa.func.sum(sa.case((sa.and_(sa.true(), *which, *part), value), else_=0))
        for value in (sa.literal(1), known.c.weight)
        for which in ((proven,), (), (lost,))
    ]


def _tally(sums: Sequence[Any]) -> Tally:
    proven, total, lost = (int(value or 0) for value in sums[:3])
    weights = (hundredths(value) for value in sums[3:])
    return Tally(proven, total, lost, *weights)


def missing(session: Session, asked: Asked, after: Place, size: int) -> list[Lacking]:
    """At most `size` facts no file proves, behind a place: by proof, then by day where facts are many, then
    by number. A statement for each proof looked through."""
    found: list[Lacking] = []
    for proof, facts in FACTS.items():
        rank, left = ORDER.index(proof), size - len(found)
        if rank >= after.rank and left > 0:
            one = facts(asked)
            behind = [_behind(one, after)] if rank == after.rank else []
            found += _read(session, proof, one, behind, left)
    return found


def some(session: Session, asked: Asked, organisation_id: int, size: int) -> list[Lacking]:
    """At most `size` of those this organisation owes, in the same order."""
    found: list[Lacking] = []
    for proof in OWED:
        left = size - len(found)
        if left > 0:
            one = FACTS[proof](asked)
            found += _read(session, proof, one, [one.owed_by == organisation_id], left)
    return found


def owed(session: Session, asked: Asked, organisation_id: int) -> int:
    """How many files this organisation owes for the period."""
    counts = []
    for proof in OWED:
        one = FACTS[proof](asked)
        mine = sa.and_(one.standing == int(Standing.MISSING), one.owed_by == organisation_id)
        rows = sa.select(sa.func.count().label("n")).select_from(one.source)
        counts.append(rows.where(*one.among, mine))
    every = sa.union_all(*counts).subquery()
    return int(session.core.execute(sa.select(sa.func.sum(every.c.n))).scalar_one())


def find(session: Session, asked: Asked, proof: str, number: int) -> Lacking | None:
    """The fact of this number, where no file proves it still."""
    if proof not in FACTS:
        return None
    one = FACTS[proof](asked)
    found = _read(session, proof, one, [one.number == number], 1)
    return found[0] if found else None


def _read(session: Session, proof: str, one: Facts, where: list[Any], most: int) -> list[Lacking]:
    """At most so many of the facts of a proof that are missing and of which this holds, in order."""
    order = sa.cast(sa.null(), sa.Date) if one.order is None else one.order
    columns = (one.number, one.on, one.owed_by, one.adviser, order)
    query = sa.select(*(column.label(f"c{place}") for place, column in enumerate(columns)))
    query = query.select_from(one.source).where(*one.among, one.standing == int(Standing.MISSING), *where)
    by = [one.number] if one.order is None else [one.order, one.number]
    rows = session.core.execute(query.order_by(*by).limit(most))
    return [Lacking(proof, one.subject, *row) for row in rows]


def _behind(one: Facts, after: Place) -> sa.ColumnElement[bool]:
    """Whether a fact comes behind a place in the list of its proof."""
    if one.order is None or after.order is None:
        return sa.and_(sa.true(), one.number > after.number)
    later = sa.and_(one.order == after.order, one.number > after.number)
    return sa.and_(one.order >= after.order, sa.or_(one.order > after.order, later))
