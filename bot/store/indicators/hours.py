"""Hours: owed by the lots whose clause was confirmed in the period; declared and validated for its months."""

from decimal import Decimal
from typing import Any

import sqlalchemy as sa

from bot.store.database import Session
from bot.store.indicators import counted
from bot.store.indicators.arrays import among
from bot.store.indicators.counted import WORKED
from bot.store.indicators.gathered import Gathered
from bot.store.indicators.scope import LOTS, PROCUREMENTS, Asked
from bot.store.tables import HoursState
from bot.store.types import literal

_HUNDREDTH = Decimal("0.01")
_LONG = 800
"""Days of a period from which on the database adds the hours."""


def figures(session: Session, asked: Asked, gathered: Gathered | None = None) -> dict[str, Any]:
    """Hours under the keys of `domain.md` §7; those declared hold those validated, not those asked back. A
    month is of the period that its first day is in."""
    if asked.buyer_id is None and (asked.period.last - asked.period.first).days < _LONG:
        return {"owed": _owed(session, asked)} | _lot_by_lot(session, gathered or Gathered(session, asked))
    return {"owed": _owed(session, asked)} | _worked_hours(session, asked)


def _owed(session: Session, asked: Asked) -> int:
    query = sa.select(sa.func.coalesce(sa.func.sum(LOTS.c.hours_owed), 0)).where(asked.confirmed())
    if asked.buyer_id is not None:
        mine = PROCUREMENTS.c.organisation_id == asked.buyer_id
        query = query.join_from(LOTS, PROCUREMENTS).where(mine)
    return int(session.core.execute(query).scalar_one())


def _worked_hours(session: Session, asked: Asked) -> dict[str, Decimal]:
    """By the database: best for the lots of one buyer, and for years of everybody's months."""
    validated = sa.case((WORKED.c.state == literal(HoursState.VALIDATED), WORKED.c.hours), else_=0)
    query = sa.select(sa.func.sum(WORKED.c.hours), sa.func.sum(validated)).where(counted.declared(asked))
    declared, valid = session.core.execute(query).one()
    return {"declared": _exact(declared), "validated": _exact(valid)}


def _lot_by_lot(session: Session, found: Gathered) -> dict[str, Decimal]:
    """In hundredths of an hour: best where the months are few beside the lots with a clause, as looking
    these up in the database costs more than reading them."""
    lots, hundredths, states = found.worked
    mine = among(lots, found.clauses)
    declared, valid = hundredths[mine].sum(), hundredths[mine & (states == 0)].sum()
    return {"declared": Decimal(int(declared)).scaleb(-2), "validated": Decimal(int(valid)).scaleb(-2)}


def _exact(hours: Any) -> Decimal:
    return Decimal(str(hours or 0)).quantize(_HUNDREDTH)
