"""A candidate has had no contact with the PLIE for two months."""

from typing import Any

import sqlalchemy as sa

from bot.rules.urgency import Waiting
from bot.store.tables import Candidate, CandidateState, FollowUp, rows_of
from bot.store.waiting.scope import Scope, columns

KIND = Waiting.SILENT
_rows, _follow_ups = rows_of(Candidate), rows_of(FollowUp)
_OVER = [str(state) for state in CandidateState if state is not CandidateState.ACTIVE]
"""Said the other way round where the adviser's index is the better one: a state is an index too."""


def waiting(scope: Scope) -> sa.Select[Any]:
    """The active candidates to be heard again, for their adviser; not those whose follow-up waits already."""
    everyone = scope.people is None
    active = _rows.c.state == str(CandidateState.ACTIVE) if everyone else _rows.c.state.not_in(_OVER)
    silent = sa.and_(active, _rows.c.contacted_on <= scope.latest(KIND))
    followed = sa.and_(
        _follow_ups.c.candidate_id == _rows.c.id,
        _follow_ups.c.done_at.is_(None),
        _follow_ups.c.dropped_at.is_(None),
        _follow_ups.c.due_on <= scope.latest(Waiting.FOLLOW_UP),
    )
    asked = columns(KIND, _rows.c.id, on=_rows.c.contacted_on, person=_rows.c.adviser_id)
    return asked.where(silent, ~sa.exists().where(followed), scope.mine(_rows.c.adviser_id))
