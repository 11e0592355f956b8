"""Hours: owed by the lots whose clause was confirmed in the period; declared and validated for its months."""

from decimal import Decimal
from typing import Any

import sqlalchemy as sa

from bot.store.database import Session
from bot.store.indicators.scope import LOTS, PROCUREMENTS, Asked
from bot.store.tables import HoursState, WorkedMonth, rows_of
from bot.store.types import literal

_worked = rows_of(WorkedMonth)
_HUNDREDTH = Decimal("0.01")


def figures(session: Session, asked: Asked) -> dict[str, Any]:
    """Hours under the keys of `domain.md` §7; those declared hold those validated, not those asked back. A
    month is of the period that its first day is in."""
    return {"owed": _owed(session, asked)} | _worked_hours(session, asked)


def _owed(session: Session, asked: Asked) -> int:
    query = sa.select(sa.func.coalesce(sa.func.sum(LOTS.c.hours_owed), 0)).where(asked.confirmed())
    if asked.buyer_id is not None:
        mine = PROCUREMENTS.c.organisation_id == asked.buyer_id
        query = query.join_from(LOTS, PROCUREMENTS).where(mine)
    return int(session.core.execute(query).scalar_one())


def _worked_hours(session: Session, asked: Asked) -> dict[str, Decimal]:
    validated = sa.case((_worked.c.state == literal(HoursState.VALIDATED), _worked.c.hours), else_=0)
    query = sa.select(sa.func.sum(_worked.c.hours), sa.func.sum(validated)).where(
        asked.on(_worked.c.month),
        _worked.c.state != literal(HoursState.ASKED_BACK),
        _worked.c.lot_id.in_(asked.lots()),
    )
    declared, valid = session.core.execute(query).one()
    return {"declared": _exact(declared), "validated": _exact(valid)}


def _exact(hours: Any) -> Decimal:
    return Decimal(str(hours or 0)).quantize(_HUNDREDTH)
