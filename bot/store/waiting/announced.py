"""A contract was announced, and nobody examines it."""

from typing import Any

import sqlalchemy as sa

from bot.rules.lifecycle import LotState
from bot.rules.urgency import Waiting
from bot.store.tables import Lot, Procurement, rows_of
from bot.store.types import literal
from bot.store.waiting.scope import Scope, columns

KIND = Waiting.ANNOUNCED
_rows, _lots = rows_of(Procurement), rows_of(Lot)


def waiting(_scope: Scope) -> sa.Select[Any]:
    """The contracts nobody took: anybody may."""
    lot = sa.and_(_lots.c.procurement_id == _rows.c.id, _lots.c.state == literal(LotState.ANNOUNCED))
    asked = columns(KIND, _rows.c.id, at=_rows.c.announced_at)
    return asked.where(_rows.c.examined_by.is_(None), sa.exists().where(lot))
