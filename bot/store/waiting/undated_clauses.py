"""A contract without a consultation date comes near its start; its buyer has not answered the advice."""

from typing import Any

import sqlalchemy as sa

from bot.rules.lifecycle import LotState
from bot.rules.urgency import Waiting
from bot.store.tables import Lot, Procurement, rows_of
from bot.store.types import literal
from bot.store.waiting.scope import Scope, columns

KIND = Waiting.UNDATED_CLAUSE
_rows, _lots = rows_of(Procurement), rows_of(Lot)


def waiting(scope: Scope) -> sa.Select[Any]:
    """The contracts whose clause is neither retained nor declined, for who examines them."""
    unanswered = sa.select(_lots.c.procurement_id).where(
        _lots.c.state == literal(LotState.SUITABLE), _lots.c.advised_at.is_not(None)
    )
    soon = sa.and_(_rows.c.consultation_on.is_(None), _rows.c.start_on <= scope.latest(KIND))
    asked = columns(KIND, _rows.c.id, on=_rows.c.start_on, person=_rows.c.examined_by)
    return asked.where(soon, scope.mine(_rows.c.examined_by), _rows.c.id.in_(unanswered))
