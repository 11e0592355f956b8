"""A contract of work comes to its planned end, and what follows is not known."""

from datetime import timedelta
from typing import Any

import sqlalchemy as sa

from bot.rules.urgency import Waiting
from bot.store.tables import Candidate, Exit, Placement, PlacementState, rows_of
from bot.store.types import literal
from bot.store.waiting.scope import Scope, columns

KIND = Waiting.ENDING
FORGOTTEN = 60
"""Days after its end a contract is no longer asked about: the person's silence is."""

_rows, _candidates, _exits = rows_of(Placement), rows_of(Candidate), rows_of(Exit)
_next = _rows.alias("following")
_LIVING = (literal(PlacementState.DECLARED), literal(PlacementState.CONFIRMED))


def waiting(scope: Scope) -> sa.Select[Any]:
    """The placements about to end, or ended as planned, that no other placement and no exit follows, for the
    candidate's adviser."""
    adviser = _candidates.c.adviser_id
    ending = sa.and_(
        _rows.c.planned_end <= scope.latest(KIND),
        _rows.c.planned_end >= scope.today - timedelta(days=FORGOTTEN),
        sa.func.coalesce(_rows.c.ended_on, _rows.c.planned_end) == _rows.c.planned_end,
        _rows.c.state.in_(_LIVING),
    )
    goes_on = sa.and_(
        _next.c.candidate_id == _rows.c.candidate_id,
        _next.c.id != _rows.c.id,
        _next.c.starts_on >= _rows.c.starts_on,
        _next.c.state.in_(_LIVING),
        _next.c.ended_on.is_(None),
        sa.or_(_next.c.planned_end.is_(None), _next.c.planned_end > _rows.c.planned_end),
    )
    left = sa.and_(
        _exits.c.candidate_id == _rows.c.candidate_id,
        _exits.c.cancelled_at.is_(None),
        _exits.c.left_on >= _rows.c.starts_on,
    )
    asked = columns(KIND, _rows.c.id, on=_rows.c.planned_end, person=adviser).join_from(_rows, _candidates)
    return asked.where(ending, ~sa.exists().where(goes_on), ~sa.exists().where(left), scope.followed(adviser))
