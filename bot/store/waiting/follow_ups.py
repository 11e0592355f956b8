"""A follow-up of a placement or of an exit is to be made."""

from typing import Any

import sqlalchemy as sa

from bot.rules.urgency import Waiting
from bot.store.tables import Candidate, CandidateState, FollowUp, rows_of
from bot.store.waiting.scope import Scope, columns

KIND = Waiting.FOLLOW_UP
_rows, _candidates = rows_of(FollowUp), rows_of(Candidate)


def waiting(scope: Scope) -> sa.Select[Any]:
    """The follow-ups of the coming days and those that were not made, for the candidate's adviser."""
    adviser = _candidates.c.adviser_id
    soon = sa.and_(
        _rows.c.done_at.is_(None), _rows.c.dropped_at.is_(None), _rows.c.due_on <= scope.latest(KIND)
    )
    there = _candidates.c.state != str(CandidateState.ANONYMISED)
    asked = columns(KIND, _rows.c.id, on=_rows.c.due_on, person=adviser).join_from(_rows, _candidates)
    return asked.where(soon, there, scope.followed(adviser))
