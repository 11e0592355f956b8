"""Who wants no reminder, offer or mailing by e-mail any more; a question or an answer meant for one person
alone still comes."""

from datetime import datetime

import sqlalchemy as sa

from bot.store.database import Session
from bot.store.tables import Person, rows_of

_rows = rows_of(Person)


def stopped(session: Session, person_id: int) -> bool:
    """Whether this person asked for none of these any more."""
    query = sa.select(_rows.c.unsubscribed_at).where(_rows.c.id == person_id)
    return session.core.execute(query).scalar() is not None


def stop(session: Session, person_id: int, now: datetime) -> bool:
    """Send this person none of these any more. Returns whether that is new."""
    here = sa.and_(_rows.c.id == person_id, _rows.c.unsubscribed_at.is_(None))
    return bool(session.core.execute(sa.update(_rows).where(here).values(unsubscribed_at=now)).rowcount)


def take_up(session: Session, person_id: int) -> bool:
    """Send this person them again. Returns whether that is new."""
    here = sa.and_(_rows.c.id == person_id, _rows.c.unsubscribed_at.is_not(None))
    return bool(session.core.execute(sa.update(_rows).where(here).values(unsubscribed_at=None)).rowcount)
