"""A contract is examined, and the advice is not sent for all of its lots."""

from typing import Any

import sqlalchemy as sa

from bot.rules.lifecycle import LotState
from bot.rules.urgency import Waiting
from bot.store.tables import Lot, Procurement, rows_of
from bot.store.types import literal
from bot.store.waiting.scope import Scope, columns

KIND = Waiting.ADVICE
_rows, _lots = rows_of(Procurement), rows_of(Lot)


def waiting(scope: Scope) -> sa.Select[Any]:
    """The contracts whose buyer waits for the advice, for who examines them."""
    undecided = sa.select(_lots.c.procurement_id).where(_lots.c.state == literal(LotState.ANNOUNCED))
    examiner = _rows.c.examined_by
    taken = examiner.is_not(None) if scope.people is None else examiner.in_(scope.people)
    asked = columns(KIND, _rows.c.id, at=_rows.c.examined_at, person=examiner)
    return asked.where(taken, _rows.c.id.in_(undecided))
