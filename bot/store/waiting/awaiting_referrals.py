"""A candidate was proposed for an offer, and not presented to the company yet."""

from typing import Any

import sqlalchemy as sa

from bot.rules.urgency import Waiting
from bot.store.tables import Candidate, Referral, ReferralState, rows_of
from bot.store.types import literal
from bot.store.waiting.open_referrals import OPEN
from bot.store.waiting.scope import Scope, columns

KIND = Waiting.AWAITING
_rows, _candidates = rows_of(Referral), rows_of(Candidate)


def waiting(scope: Scope) -> sa.Select[Any]:
    """The referrals to present or to decline, for the candidate's adviser."""
    adviser = _candidates.c.adviser_id
    asked = columns(KIND, _rows.c.id, at=_rows.c.created_at, person=adviser).join_from(_rows, _candidates)
    return asked.where(OPEN, _rows.c.state == literal(ReferralState.AWAITING), scope.followed(adviser))
