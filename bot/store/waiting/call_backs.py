"""Someone asked to be called back, and was not."""

from typing import Any

import sqlalchemy as sa

from bot.rules.urgency import Waiting
from bot.store.tables import CallBack, rows_of
from bot.store.waiting.scope import Scope, columns

KIND = Waiting.CALL_BACK
_rows = rows_of(CallBack)


def waiting(_scope: Scope) -> sa.Select[Any]:
    """The requests nobody answered: anybody may."""
    return columns(KIND, _rows.c.id, at=_rows.c.asked_at).where(_rows.c.done_at.is_(None))
