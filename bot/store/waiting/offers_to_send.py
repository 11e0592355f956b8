"""An offer with open positions is due for the partners, and was neither sent nor held."""

from typing import Any

import sqlalchemy as sa

from bot.rules.urgency import Waiting
from bot.store.tables import Circulation, JobOffer, OfferState, Referral, rows_of
from bot.store.types import literal
from bot.store.waiting.open_referrals import OPEN
from bot.store.waiting.scope import Scope, columns

KIND = Waiting.TO_SEND
_rows, _referrals = rows_of(JobOffer), rows_of(Referral)


def waiting(scope: Scope) -> sa.Select[Any]:
    """The open offers that still seek somebody (`domain.md` §5): anybody may."""
    opened = sa.and_(OPEN, _referrals.c.offer_id == _rows.c.id)
    taken = sa.select(sa.func.count()).select_from(_referrals).where(opened).scalar_subquery()
    due = sa.and_(
        _rows.c.state == literal(OfferState.OPEN),
        _rows.c.circulation == literal(Circulation.DUE),
        _rows.c.heard_at >= scope.offers_since,
    )
    return columns(KIND, _rows.c.id, at=_rows.c.posted_at).where(
        due, _rows.c.positions > _rows.c.hired + taken
    )
