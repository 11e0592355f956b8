"""The eligibility of a candidate is about to end."""

from datetime import timedelta
from typing import Any

import sqlalchemy as sa

from bot.rules.urgency import Waiting
from bot.store import eligibility
from bot.store.tables import Candidate, CandidateState, rows_of
from bot.store.waiting.scope import Scope, columns

KIND = Waiting.ELIGIBILITY
FORGOTTEN = 60
"""Days after its end an eligibility is no longer asked about: it is simply over."""

_rows = rows_of(Candidate)
_OVER = [str(state) for state in CandidateState if state is not CandidateState.ACTIVE]


def waiting(scope: Scope) -> sa.Select[Any]:
    """The active candidates whose eligibility ends, while nobody said whether it is renewed, for their
    adviser."""
    ending = sa.and_(
        _rows.c.eligible_until <= scope.latest(KIND),
        _rows.c.eligible_until >= scope.today - timedelta(days=FORGOTTEN),
        _rows.c.state.not_in(_OVER),
        ~eligibility.declined(),
    )
    asked = columns(KIND, _rows.c.id, on=_rows.c.eligible_until, person=_rows.c.adviser_id)
    return asked.where(ending, scope.followed(_rows.c.adviser_id))
