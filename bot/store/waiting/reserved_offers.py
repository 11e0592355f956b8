"""An offer is reserved for the participants of the PLIE, and none was proposed for it."""

from typing import Any

import sqlalchemy as sa

from bot.rules.urgency import Waiting
from bot.store.tables import Circulation, JobOffer, OfferState, Referral, rows_of
from bot.store.types import literal
from bot.store.waiting.scope import Scope, columns

KIND = Waiting.RESERVED
_rows, _referrals = rows_of(JobOffer), rows_of(Referral)


def waiting(scope: Scope) -> sa.Select[Any]:
    """The open offers reserved and untouched: anybody may."""
    untouched = ~sa.exists().where(_referrals.c.offer_id == _rows.c.id)
    reserved = sa.and_(
        _rows.c.state == literal(OfferState.OPEN),
        _rows.c.circulation == literal(Circulation.RESERVED),
        _rows.c.heard_at >= scope.offers_since,
        _rows.c.hired < _rows.c.positions,
    )
    return columns(KIND, _rows.c.id, at=_rows.c.posted_at).where(reserved, untouched)
