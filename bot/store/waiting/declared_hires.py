"""A company declared a hire, and nobody of the PLIE confirmed it."""

from typing import Any

import sqlalchemy as sa

from bot.rules.urgency import Waiting
from bot.store.tables import Candidate, Placement, PlacementState, rows_of
from bot.store.types import literal
from bot.store.waiting.scope import Scope, columns

KIND = Waiting.DECLARED
_rows, _candidates = rows_of(Placement), rows_of(Candidate)


def waiting(scope: Scope) -> sa.Select[Any]:
    """The placements to confirm, for the candidate's adviser."""
    adviser = _candidates.c.adviser_id
    asked = columns(KIND, _rows.c.id, at=_rows.c.declared_at, person=adviser).join_from(_rows, _candidates)
    return asked.where(_rows.c.state == literal(PlacementState.DECLARED), scope.followed(adviser))
