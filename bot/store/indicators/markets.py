"""Markets: the procurements whose clause was confirmed in the period, their amounts and durations.

Everything is added in whole cents and ten-thousandths of a month: exact on both databases."""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import sqlalchemy as sa

from bot.rules.lifecycle import LotState
from bot.store.database import Session
from bot.store.indicators.arrays import Array, Marked, numpy
from bot.store.indicators.reading import MANY, code, columns, flag, named, numbers, parts_of, rows_of, whole
from bot.store.indicators.scope import LOTS, PROCUREMENTS, Asked
from bot.store.tables import Amendment, Category
from bot.store.tables import rows_of as table_of
from bot.store.types import literal

_rows = table_of(Amendment)
_CENTS, _PARTS = 100, 10_000
_HUNDREDTH = Decimal("0.01")
_UNKNOWN = -1


def _whole(column: sa.ColumnElement[Any], parts: int) -> sa.ColumnElement[int]:
    """A number in so many parts of one, -1 where there is none."""
    return sa.func.coalesce(whole(column, parts), sa.literal_column(str(_UNKNOWN)))


_MARKETS = sa.select(
    PROCUREMENTS.c.id,
    code(PROCUREMENTS.c.category, Category),
    _whole(PROCUREMENTS.c.amount, _CENTS),
    _whole(PROCUREMENTS.c.months, _PARTS),
)
_AMENDED = sa.select(
    _rows.c.lot_id,
    sa.func.row_number().over(order_by=(_rows.c.signed_on, _rows.c.id)),
    _whole(_rows.c.amount, _CENTS),
    _whole(_rows.c.months, _PARTS),
)


@dataclass(frozen=True, slots=True)
class _Markets:
    """Procurements in the order of their numbers: their categories (places in `Category`), what was
    announced for all of each (-1: nothing), their months."""

    numbers: Array
    categories: Array
    announced: Array
    months: Array

    def places(self, numbers: Array) -> Array:
        """Where the procurements of these numbers are among them."""
        return numpy().searchsorted(self.numbers, numbers)


@dataclass(frozen=True, slots=True)
class _Last:
    """The last value that amendments gave to some lots, in the order of these."""

    lots: Array
    values: Array

    @classmethod
    def known(cls, lots: Array, values: Array) -> "_Last":
        """Of values in the order they were given, -1 for none."""
        there = values != _UNKNOWN
        found, places = numpy().unique(lots[there][::-1], return_index=True)
        return cls(found, values[there][::-1][places])

    def of(self, lots: Array) -> Array:
        """Of each of these lots; -1 where there is none."""
        if not self.lots.size:
            return numpy().full(lots.size, _UNKNOWN)
        places = numpy().minimum(numpy().searchsorted(self.lots, lots), self.lots.size - 1)
        return numpy().where(self.lots[places] == lots, self.values[places], _UNKNOWN)


@dataclass(slots=True)
class _Sums:
    """What the lots of the procurements add up to, those cancelled apart. By the place of a procurement: the
    amounts known (as awarded, or announced before the award; after the amendments), whether one is not, the
    longest duration after the amendments. Of the lots asked for: both amounts."""

    initial: Array
    current: Array
    unknown: Array
    longest: Array
    lots_initial: int = 0
    lots_current: int = 0

    @classmethod
    def nothing(cls, size: int) -> "_Sums":
        """Of so many procurements, before anything is added."""
        initial, current, longest = (numpy().zeros(size, dtype=numpy().int64) for _ in range(3))
        return cls(initial, current, numpy().zeros(size, dtype=bool), longest)

    def add_amounts(self, places: Array, first: Array, amended: Array, counted: Array) -> None:
        """The amounts of some lots, of the procurements at these places; `counted` are those asked for."""
        known = first != _UNKNOWN
        current = numpy().where(known & (amended != _UNKNOWN), amended, first)
        numpy().add.at(self.initial, places[known], first[known])
        numpy().add.at(self.current, places[known], current[known])
        self.unknown[places[~known]] = True
        mine = known & counted
        self.lots_initial += int(first[mine].sum())
        self.lots_current += int(current[mine].sum())

    def add_months(self, places: Array, announced: Array, amended: Array) -> None:
        """The durations of some lots: as announced for the procurement, or as amended."""
        numpy().maximum.at(self.longest, places, numpy().where(amended == _UNKNOWN, announced, amended))


def figures(session: Session, asked: Asked) -> dict[str, Any]:
    """Under the keys of `domain.md` §7: euros excl. VAT, months."""
    markets = _markets(session, asked)
    sums = _added(session, asked, markets)
    announced = sums.unknown & (markets.announced != _UNKNOWN)
    initial = numpy().where(announced, markets.announced, sums.initial)
    current = initial + sums.current - sums.initial
    return {
        "procurements": int(markets.numbers.size),
        "amount": {"initial": _euros(initial.sum()), "current": _euros(current.sum())},
        "amount_lots": {"initial": _euros(sums.lots_initial), "current": _euros(sums.lots_current)},
        "by_category": {
            str(category): _of(current[markets.categories == place])
            for place, category in enumerate(Category)
        },
        "mean_months": {"initial": _mean(markets.months), "current": _mean(sums.longest)},
    }


def _of(amounts: Array) -> dict[str, Any]:
    return {"count": int(amounts.size), "amount": _euros(amounts.sum())}


def _euros(cents: int) -> Decimal:
    return Decimal(int(cents)).scaleb(-2)


def _mean(parts: Array) -> Decimal | None:
    if not parts.size:
        return None
    mean = Decimal(int(parts.sum())) / (int(parts.size) * _PARTS)
    return mean.quantize(_HUNDREDTH, ROUND_HALF_UP)


def procurements(asked: Asked) -> sa.Select[Any]:
    """The numbers of the procurements counted, each once: the list behind the figure."""
    return _confirmed(asked).distinct()


def _confirmed(asked: Asked) -> sa.Select[Any]:
    """The numbers of the procurements of the lots counted."""
    found = sa.select(LOTS.c.procurement_id).where(asked.confirmed())
    if asked.buyer_id is None:
        return found
    return found.join_from(LOTS, PROCUREMENTS).where(PROCUREMENTS.c.organisation_id == asked.buyer_id)


def _markets(session: Session, asked: Asked) -> _Markets:
    chosen = Marked(*(numbers(session, _confirmed(year)) for year in asked.by_year())).keys
    found = rows_of(session, _MARKETS, chosen)
    order = numpy().argsort(found[0])
    return _Markets(*(one[order] for one in found))


def _added(session: Session, asked: Asked, markets: _Markets) -> _Sums:
    """The lots of the procurements, read in parts."""
    query = sa.select(
        LOTS.c.procurement_id,
        LOTS.c.id,
        _whole(sa.func.coalesce(LOTS.c.awarded_amount, LOTS.c.amount), _CENTS),
        flag(asked.confirmed()),
    ).where(LOTS.c.state != literal(LotState.CANCELLED))
    amounts, months = _amendments(session, markets.numbers)
    sums = _Sums.nothing(markets.numbers.size)
    for owners, lots, first, counted in parts_of(session, query, markets.numbers, LOTS.c.id):
        places = markets.places(owners)
        sums.add_amounts(places, first, amounts.of(lots), counted == 1)
        sums.add_months(places, markets.months[places], months.of(lots))
    return sums


def _amendments(session: Session, markets: Array) -> tuple[_Last, _Last]:
    """The last amounts and the last durations of the lots of these procurements; where these are many, of
    all lots."""
    query = _AMENDED
    if markets.size < MANY:
        mine = sa.select(LOTS.c.id).where(named(session, LOTS.c.procurement_id, markets))
        query = query.where(_rows.c.lot_id.in_(mine))
    found = columns(session, query)
    order = numpy().argsort(found[1])
    lots, _, amounts, months = (one[order] for one in found)
    return _Last.known(lots, amounts), _Last.known(lots, months)
