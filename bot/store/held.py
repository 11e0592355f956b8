"""The lots a company holds: those awarded to it that are not completed."""

from dataclasses import dataclass

import sqlalchemy as sa

from bot.rules.lifecycle import LotState
from bot.store.database import Session
from bot.store.tables import Lot, Procurement, rows_of

MOST = 100

_lots = rows_of(Lot)
_procurements = rows_of(Procurement)
_HELD = (LotState.AWARDED, LotState.RUNNING)
_NAMED = sa.select(_lots.c.id, _procurements.c.reference, _lots.c.number, _lots.c.title).join_from(
    _lots, _procurements, _lots.c.procurement_id == _procurements.c.id
)


@dataclass(frozen=True, slots=True)
class NamedLot:
    """A lot as people name it: the reference of its contract, its number and its title."""

    id: int
    reference: str
    number: str
    title: str


def of(session: Session, company_id: int) -> list[NamedLot]:
    """The lots a company holds now, the latest first, at most `MOST`."""
    query = _NAMED.where(_lots.c.supplier_id == company_id, _lots.c.state.in_(_HELD))
    rows = session.core.execute(query.order_by(_lots.c.id.desc()).limit(MOST))
    return [NamedLot(*row) for row in rows]


def holds(session: Session, company_id: int, lot_id: int) -> bool:
    """Whether the company holds this lot now."""
    query = sa.select(_lots.c.id).where(
        _lots.c.id == lot_id, _lots.c.supplier_id == company_id, _lots.c.state.in_(_HELD)
    )
    return session.core.execute(query).first() is not None


def named(session: Session, lot_id: int) -> NamedLot | None:
    """The lot of this number, whoever holds it, if any."""
    row = session.core.execute(_NAMED.where(_lots.c.id == lot_id)).first()
    return None if row is None else NamedLot(*row)
