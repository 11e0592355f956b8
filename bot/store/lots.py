"""Lots: the units that do or do not carry a clause."""

import json
from collections.abc import Collection
from dataclasses import asdict, dataclass, replace
from decimal import Decimal
from typing import Any

import sqlalchemy as sa
from sqlmodel import select

from bot.rules.lifecycle import LotState
from bot.store.database import Session
from bot.store.tables import Lot, rows_of

_rows = rows_of(Lot)
_NUMBERS = ("amount", "labour_share", "effort_rate", "hourly_cost")
_WITH_CLAUSE = frozenset({LotState.SUITABLE, LotState.CONFIRMED, LotState.DECLINED})


@dataclass(frozen=True, slots=True)
class Decision:
    """What a facilitator decides of a lot: `verdict` suitable or unsuitable (None: nothing yet), a reason
    where it does not suit, the terms of the hours (euros excl. VAT, fractions of one) and the hours."""

    verdict: str | None = None
    reason: str | None = None
    amount: Decimal | None = None
    labour_share: Decimal | None = None
    effort_rate: Decimal | None = None
    hourly_cost: Decimal | None = None
    hours_owed: int | None = None
    urban_renewal: bool | None = None

    @property
    def suits(self) -> bool:
        """Whether the lot suits."""
        return self.verdict == LotState.SUITABLE

    @property
    def columns(self) -> dict[str, Any]:
        """What the lot's columns hold once this is sent."""
        return {name: value for name, value in asdict(self).items() if name != "verdict"}

    def to_json(self) -> str:
        """The decision as the lot keeps it until it is sent."""
        return json.dumps({name: _plain(value) for name, value in self.columns.items()})


def _plain(value: Any) -> Any:
    return str(value) if isinstance(value, Decimal) else value


def advised(lot: Lot) -> Decision:
    """What the buyer was last told of the lot."""
    verdict = LotState.SUITABLE if lot.state in _WITH_CLAUSE else None
    if lot.state == LotState.UNSUITABLE:
        verdict = LotState.UNSUITABLE
    return Decision(
        verdict,
        lot.reason,
        lot.amount,
        lot.labour_share,
        lot.effort_rate,
        lot.hourly_cost,
        lot.hours_owed,
        lot.urban_renewal,
    )


def decision(lot: Lot) -> Decision:
    """What is decided of the lot, sent or not."""
    if lot.verdict is None:
        return advised(lot)
    if lot.pending is None:
        return replace(advised(lot), verdict=lot.verdict)
    kept: dict[str, Any] = json.loads(lot.pending)
    numbers = {name: None if kept[name] is None else Decimal(kept[name]) for name in _NUMBERS}
    return Decision(verdict=lot.verdict, **(kept | numbers))


def get(session: Session, lot_id: int) -> Lot | None:
    """The lot as it is now, if any."""
    query = select(Lot).where(Lot.id == lot_id)
    return session.exec(query.execution_options(populate_existing=True)).first()


def of(session: Session, procurement_id: int, *, lock: bool = False) -> list[Lot]:
    """The lots of a procurement as they are now, in the order announced; with `lock`, nobody else changes
    them before this transaction ends."""
    query = select(Lot).where(Lot.procurement_id == procurement_id).order_by(_rows.c.position)
    if lock:
        query = query.with_for_update()
    return list(session.exec(query.execution_options(populate_existing=True)).all())


def change(session: Session, lot_id: int, states: Collection[LotState], **values: Any) -> bool:
    """Change a lot that is in one of these states now. Returns whether it was."""
    here = sa.and_(_rows.c.id == lot_id, _rows.c.state.in_(list(states)))
    return bool(session.core.execute(sa.update(_rows).where(here).values(**values)).rowcount)
