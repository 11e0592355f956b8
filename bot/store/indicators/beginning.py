"""Since when there is anything to count."""

from datetime import date

import sqlalchemy as sa

from bot.store.database import Session
from bot.store.indicators.scope import LOTS
from bot.store.tables import Agreement, rows_of

_agreements = rows_of(Agreement)


def first_day(session: Session) -> date | None:
    """The day the first clause was confirmed or the first agreement began, whichever is earlier; None when
    there is neither."""
    asked = (sa.select(sa.func.min(LOTS.c.confirmed_on)), sa.select(sa.func.min(_agreements.c.starts_on)))
    found = [session.core.execute(one).scalar() for one in asked]
    return min((day for day in found if day is not None), default=None)
