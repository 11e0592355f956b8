"""A SIAE answered what was shared with it, and the company has neither picked nor passed."""

from typing import Any

import sqlalchemy as sa

from bot.rules.urgency import Waiting
from bot.store.tables import Share, ShareState, rows_of
from bot.store.types import literal
from bot.store.waiting.scope import Scope, columns

KIND = Waiting.SHARE
_rows = rows_of(Share)


def waiting(scope: Scope) -> sa.Select[Any]:
    """The answers unsettled for too long, for who shared."""
    old = sa.and_(_rows.c.state == literal(ShareState.ANSWERED), _rows.c.answered_at < scope.before(KIND))
    asked = columns(KIND, _rows.c.id, at=_rows.c.answered_at, person=_rows.c.shared_by)
    return asked.where(old, scope.mine(_rows.c.shared_by))
