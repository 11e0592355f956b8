"""Markets: the procurements whose clause was confirmed in the period, their amounts and durations.

Everything is added in whole cents and ten-thousandths of a month: exact on both databases."""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import sqlalchemy as sa

from bot.rules.lifecycle import LotState
from bot.store.database import Session
from bot.store.indicators.arrays import Array, code, distinct, numbers, numpy, rows_of
from bot.store.indicators.scope import LOTS, PROCUREMENTS, Asked
from bot.store.tables import Amendment, Category
from bot.store.tables import rows_of as table_of
from bot.store.types import literal

_amendments = table_of(Amendment)
_CENTS, _PARTS = 100, 10_000
_HUNDREDTH = Decimal("0.01")
_UNKNOWN = -1


def _whole(column: sa.ColumnElement[Any], parts: int) -> sa.ColumnElement[int]:
    """A number in so many parts of one, -1 where there is none."""
    shares = sa.cast(sa.func.round(column * sa.literal_column(str(parts))), sa.BigInteger())
    return sa.func.coalesce(shares, sa.literal_column(str(_UNKNOWN)))


_MARKETS = sa.select(
    PROCUREMENTS.c.id,
    code(PROCUREMENTS.c.category, Category),
    _whole(PROCUREMENTS.c.amount, _CENTS),
    _whole(PROCUREMENTS.c.months, _PARTS),
)
_AMENDMENTS = sa.select(
    _amendments.c.lot_id,
    sa.func.row_number().over(order_by=(_amendments.c.signed_on, _amendments.c.id)),
    _whole(_amendments.c.amount, _CENTS),
    _whole(_amendments.c.months, _PARTS),
)


@dataclass(frozen=True, slots=True)
class Worth:
    """Amounts or durations as they were at first (awarded, or announced before the award), and after the
    amendments; -1 where it is not known."""

    initial: Array
    current: Array

    def of(self, which: Array) -> "Worth":
        """Those chosen."""
        return Worth(self.initial[which], self.current[which])

    def euros(self) -> dict[str, Decimal]:
        """The amounts added, under the keys of the report."""
        return {"initial": _euros(self.initial), "current": _euros(self.current)}

    def mean_months(self) -> dict[str, Decimal | None]:
        """The mean of the durations, under the keys of the report; None where there is none."""
        return {"initial": _mean(self.initial), "current": _mean(self.current)}


@dataclass(frozen=True, slots=True)
class _Lots:
    """The lots of some procurements that were not cancelled: the place of the procurement of each, its
    amount, its months after the amendments (-1: as announced), whether it is one of those asked for."""

    market: Array
    amount: Worth
    months: Array
    counted: Array


@dataclass(frozen=True, slots=True)
class _Markets:
    """Procurements in the order of their numbers: their categories (places in `Category`), what was
    announced for all of each (-1: nothing), their months."""

    numbers: Array
    categories: Array
    announced: Array
    months: Array

    def amounts(self, lots: _Lots) -> Worth:
        """The amounts of the lots of each; what was announced for all of it, while that of a lot is not
        known."""
        known = lots.amount.initial != _UNKNOWN
        sums = lots.amount.of(known)
        initial = self._sum(lots.market[known], sums.initial)
        change = self._sum(lots.market[known], sums.current) - initial
        unknown = self._sum(lots.market, (~known).astype(int)) > 0
        first = numpy().where(unknown & (self.announced != _UNKNOWN), self.announced, initial)
        return Worth(first, first + change)

    def durations(self, lots: _Lots) -> Worth:
        """The months of each; after the amendments, the longest of its lots."""
        longest = numpy().zeros_like(self.months)
        lasts = numpy().where(lots.months == _UNKNOWN, self.months[lots.market], lots.months)
        numpy().maximum.at(longest, lots.market, lasts)
        return Worth(self.months, longest)

    def _sum(self, places: Array, values: Array) -> Array:
        total = numpy().zeros(self.numbers.size, dtype=numpy().int64)
        numpy().add.at(total, places, values)
        return total


def figures(session: Session, asked: Asked) -> dict[str, Any]:
    """Under the keys of `domain.md` §7: euros excl. VAT, months."""
    markets = _markets(session, asked)
    lots = _lots(session, asked, markets.numbers)
    amounts = markets.amounts(lots)
    counted = lots.amount.of(lots.counted & (lots.amount.initial != _UNKNOWN))
    return {
        "procurements": int(markets.numbers.size),
        "amount": amounts.euros(),
        "amount_lots": counted.euros(),
        "by_category": {
            str(category): _of(amounts, markets.categories == place)
            for place, category in enumerate(Category)
        },
        "mean_months": markets.durations(lots).mean_months(),
    }


def _of(amounts: Worth, mine: Array) -> dict[str, Any]:
    return {"count": int(mine.sum()), "amount": amounts.of(mine).euros()["current"]}


def _euros(cents: Array) -> Decimal:
    return Decimal(int(cents.sum())).scaleb(-2)


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
    chosen = distinct(numbers(session, _confirmed(asked)))
    found = rows_of(session, _MARKETS, chosen)
    order = numpy().argsort(found[0])
    return _Markets(*(one[order] for one in found))


def _lots(session: Session, asked: Asked, markets: Array) -> _Lots:
    query = sa.select(
        LOTS.c.procurement_id,
        LOTS.c.id,
        _whole(sa.func.coalesce(LOTS.c.awarded_amount, LOTS.c.amount), _CENTS),
        sa.case((asked.confirmed(), 1), else_=0),
    ).where(LOTS.c.state != literal(LotState.CANCELLED))
    owners, lots, first, counted = rows_of(session, query, markets)
    amounts, months = _amended(session, lots)
    amended = (amounts != _UNKNOWN) & (first != _UNKNOWN)
    worth = Worth(first, numpy().where(amended, amounts, first))
    return _Lots(numpy().searchsorted(markets, owners), worth, months, counted == 1)


def _amended(session: Session, lots: Array) -> tuple[Array, Array]:
    """The last amount and the last duration that amendments gave to each of these lots."""
    found = rows_of(session, _AMENDMENTS, numpy().sort(lots))
    order = numpy().argsort(found[1])
    owners, _, amounts, months = (one[order] for one in found)
    return _last(lots, owners, amounts), _last(lots, owners, months)


def _last(lots: Array, owners: Array, values: Array) -> Array:
    """For each lot the last of the values it owns that is known; -1 where there is none."""
    most = max(lots.max(initial=0), owners.max(initial=0))
    by_lot = numpy().full(1 + int(most), _UNKNOWN, dtype=numpy().int64)
    known = values != _UNKNOWN
    by_lot[owners[known]] = values[known]
    return by_lot[lots]
