"""A candidate was presented to a company, and nobody knows the outcome."""

from typing import Any

import sqlalchemy as sa

from bot.rules.urgency import Waiting
from bot.store.tables import Candidate, Referral, ReferralState, rows_of
from bot.store.types import literal
from bot.store.waiting.open_referrals import OPEN
from bot.store.waiting.scope import Scope, columns

KIND = Waiting.PRESENTED
_rows, _candidates = rows_of(Referral), rows_of(Candidate)


def waiting(scope: Scope) -> sa.Select[Any]:
    """The referrals without outcome for too long, for the candidate's adviser."""
    adviser = _candidates.c.adviser_id
    since = sa.func.coalesce(_rows.c.presented_at, _rows.c.created_at)
    old = sa.and_(OPEN, _rows.c.state == literal(ReferralState.PRESENTED), since < scope.before(KIND))
    asked = columns(KIND, _rows.c.id, at=since, person=adviser).join_from(_rows, _candidates)
    return asked.where(old, scope.followed(adviser))
