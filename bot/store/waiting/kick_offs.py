"""A lot is awarded, and nobody spoke with its supplier yet."""

from typing import Any

import sqlalchemy as sa

from bot.rules.lifecycle import LotState
from bot.rules.urgency import Waiting
from bot.store.tables import Lot, Procurement, rows_of
from bot.store.types import literal
from bot.store.waiting.scope import Scope, columns

KIND = Waiting.KICK_OFF
_rows, _procurements = rows_of(Lot), rows_of(Procurement)


def waiting(scope: Scope) -> sa.Select[Any]:
    """The lots awarded without a first contact, for who examined the contract."""
    examiner = _procurements.c.examined_by
    awarded = sa.and_(
        _rows.c.state == literal(LotState.AWARDED),
        _rows.c.awarded_on <= scope.latest(KIND),
        scope.mine(examiner),
    )
    asked = columns(KIND, _rows.c.id, on=_rows.c.awarded_on, person=examiner)
    return asked.join_from(_rows, _procurements).where(awarded)
