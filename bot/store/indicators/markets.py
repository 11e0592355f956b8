"""Markets: the procurements whose clause was confirmed in the period, their amounts and durations."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import sqlalchemy as sa

from bot.rules.lifecycle import LotState
from bot.store.database import Session
from bot.store.indicators.scope import LOTS, PROCUREMENTS, Asked
from bot.store.tables import Amendment, Category, rows_of
from bot.store.types import literal

_amendments = rows_of(Amendment)
_BATCH = 5000
_HUNDREDTH = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Worth:
    """An amount or a duration as it was at first (awarded, or announced before the award), and after the
    amendments."""

    initial: Decimal = Decimal()
    current: Decimal = Decimal()

    def __add__(self, other: "Worth") -> "Worth":
        return Worth(self.initial + other.initial, self.current + other.current)

    def told(self) -> dict[str, Decimal]:
        """Under the keys of the report."""
        return {"initial": self.initial, "current": self.current}


@dataclass(frozen=True, slots=True)
class _Lot:
    """A lot that was not cancelled: its terms, and whether it is one of those asked for."""

    amount: Worth | None
    months: Decimal
    counted: bool


@dataclass(frozen=True, slots=True)
class _Market:
    category: str
    announced: Decimal | None
    months: Decimal
    lots: Sequence[_Lot]

    @property
    def amount(self) -> Worth:
        """The amounts of its lots; what was announced for all of it, while that of a lot is not known."""
        known = [lot.amount for lot in self.lots if lot.amount is not None]
        change = sum((worth.current - worth.initial for worth in known), Decimal())
        if len(known) < len(self.lots) and self.announced is not None:
            return Worth(self.announced, self.announced + change)
        initial = sum((worth.initial for worth in known), Decimal())
        return Worth(initial, initial + change)

    @property
    def duration(self) -> Worth:
        """Its months: the longest of its lots, once amended."""
        return Worth(self.months, max(lot.months for lot in self.lots))


def figures(session: Session, asked: Asked) -> dict[str, Any]:
    """Under the keys of `domain.md` §7: euros excl. VAT, months."""
    markets = list(_markets(session, asked))
    counted = [lot.amount or Worth() for market in markets for lot in market.lots if lot.counted]
    return {
        "procurements": len(markets),
        "amount": _total(market.amount for market in markets).told(),
        "amount_lots": _total(counted).told(),
        "by_category": {str(one): _of(markets, one) for one in Category},
        "mean_months": _mean([market.duration for market in markets]),
    }


def _total(worths: Iterable[Worth]) -> Worth:
    return sum(worths, Worth())


def _of(markets: Sequence[_Market], category: Category) -> dict[str, Any]:
    mine = [market for market in markets if market.category == category]
    return {"count": len(mine), "amount": _total(market.amount for market in mine).current}


def _mean(durations: Sequence[Worth]) -> dict[str, Decimal | None]:
    if not durations:
        return {"initial": None, "current": None}
    total, count = _total(durations), len(durations)
    return {name: (value / count).quantize(_HUNDREDTH, ROUND_HALF_UP) for name, value in total.told().items()}


def procurements(asked: Asked) -> sa.Select[Any]:
    """The numbers of the procurements counted, each once: the list behind the figure."""
    found = sa.select(LOTS.c.procurement_id).where(asked.confirmed()).distinct()
    if asked.buyer_id is None:
        return found
    return found.join_from(LOTS, PROCUREMENTS).where(PROCUREMENTS.c.organisation_id == asked.buyer_id)


def _markets(session: Session, asked: Asked) -> Iterable[_Market]:
    """The procurements counted, with all their lots that were not cancelled."""
    chosen = procurements(asked).scalar_subquery()
    living = sa.and_(LOTS.c.procurement_id.in_(chosen), LOTS.c.state != literal(LotState.CANCELLED))
    amended = _amended(session, living)
    query = sa.select(
        LOTS.c.id,
        LOTS.c.procurement_id,
        LOTS.c.amount,
        LOTS.c.awarded_amount,
        asked.confirmed().label("counted"),
        PROCUREMENTS.c.category,
        PROCUREMENTS.c.amount.label("announced"),
        PROCUREMENTS.c.months,
    ).join_from(LOTS, PROCUREMENTS)
    found: dict[int, tuple[Any, list[_Lot]]] = {}
    for row in session.core.execute(query.where(living)):
        _, lots = found.setdefault(row.procurement_id, (row, []))
        lots.append(_lot(row, amended.get(row.id, (None, None))))
    for row, lots in found.values():
        yield _Market(row.category, row.announced, row.months, lots)


def _lot(row: Any, amended: tuple[Decimal | None, Decimal | None]) -> _Lot:
    amount, months = amended
    first = row.amount if row.awarded_amount is None else row.awarded_amount
    worth = None if first is None else Worth(first, first if amount is None else amount)
    return _Lot(worth, row.months if months is None else months, bool(row.counted))


def _amended(
    session: Session, living: sa.ColumnElement[bool]
) -> dict[int, tuple[Decimal | None, Decimal | None]]:
    """The last amount and the last duration that amendments gave to each of these lots."""
    query = (
        sa.select(_amendments.c.lot_id, _amendments.c.amount, _amendments.c.months)
        .join_from(_amendments, LOTS)
        .where(living)
        .order_by(_amendments.c.signed_on, _amendments.c.id)
    )
    found: dict[int, tuple[Decimal | None, Decimal | None]] = {}
    for row in session.core.execute(query):
        amount, months = found.get(row.lot_id, (None, None))
        found[row.lot_id] = (
            amount if row.amount is None else row.amount,
            months if row.months is None else row.months,
        )
    return found
