"""Lots whose hours owed will be missed, many at a time."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import sqlalchemy as sa

from bot.rules.lifecycle import LotState
from bot.rules.pace import Pace, lot_end, planned
from bot.store import worked
from bot.store.database import Session
from bot.store.tables import Amendment, Lot, Procurement, rows_of
from bot.store.types import literal

_lots, _procurements, _amendments = rows_of(Lot), rows_of(Procurement), rows_of(Amendment)
_BATCH = 500


@dataclass(frozen=True, slots=True)
class Behind:
    """A lot whose hours will be missed, its supplier, and who of the PLIE follows its contract."""

    id: int
    supplier_id: int | None
    examined_by: int | None


def behind(session: Session) -> Iterator[Behind]:
    """The lots awarded or running that will miss hours if nothing changes (`rules.pace`), as their cards say
    it."""
    for rows in _batches(session.core.execute(owing_query()).all()):
        numbers = [row.id for row in rows]
        months, totals = _amended(session, numbers), worked.totals(session, numbers)
        short = [row for row in rows if totals[row.id].declared < row.hours_owed]
        contracts = worked.contracts_of_lots(session, [row.id for row in short])
        for row in short:
            until = lot_end(
                row.start_on, (row.awarded_on, row.kicked_off_on), months.get(row.id, Decimal(row.months))
            )
            ahead = planned(contracts[row.id], until)
            if Pace(Decimal(row.hours_owed), totals[row.id].declared, ahead, until).missing:
                yield Behind(row.id, row.supplier_id, row.examined_by)


def owing_query() -> sa.Select[Any]:
    """The lots awarded or running that owe hours; reads `ix_lots_state`."""
    living = _lots.c.state.in_([literal(LotState.AWARDED), literal(LotState.RUNNING)])
    columns = ("id", "supplier_id", "hours_owed", "awarded_on", "kicked_off_on")
    contract = (_procurements.c.examined_by, _procurements.c.start_on, _procurements.c.months)
    query = sa.select(*(_lots.c[name] for name in columns), *contract).join_from(_lots, _procurements)
    return query.where(living, _lots.c.hours_owed > 0).order_by(_lots.c.id)


def _batches(rows: Sequence[Any]) -> Iterator[Sequence[Any]]:
    for begin in range(0, len(rows), _BATCH):
        yield rows[begin : begin + _BATCH]


def _amended(session: Session, lot_ids: Sequence[int]) -> Mapping[int, Decimal]:
    """The months of the lots whose duration was amended: those of the last amendment signed."""
    query = sa.select(_amendments.c.lot_id, _amendments.c.months).where(
        _amendments.c.lot_id.in_(lot_ids), _amendments.c.months.is_not(None)
    )
    ordered = query.order_by(_amendments.c.signed_on, _amendments.c.id)
    return {row[0]: Decimal(row[1]) for row in session.core.execute(ordered)}
