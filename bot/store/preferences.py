"""What each person prefers: the hour of the daily message, how notices come, who stands in meanwhile."""

from datetime import date
from typing import Any

import sqlalchemy as sa

from bot.store import claims
from bot.store.database import Session
from bot.store.tables import Preference, rows_of

_rows = rows_of(Preference)
_OF = sa.select(_rows).where(_rows.c.person_id == sa.bindparam("person_id"))
_FIELDS = [column.name for column in _rows.columns]


def get(session: Session, person_id: int) -> Preference:
    """What the person prefers; the defaults where they never said."""
    row = session.core.execute(_OF, {"person_id": person_id}).first()
    return Preference(person_id=person_id) if row is None else _read(row)


def _read(row: Any) -> Preference:
    return Preference(**dict(zip(_FIELDS, row, strict=True)))


def change(session: Session, person_id: int, **values: Any) -> None:
    """Set `daily_at` (minutes after midnight), `notices`, or the pause: `paused_until` (its last day) and
    `stand_in_id`."""
    row = Preference(person_id=person_id).model_dump() | values
    claims.upsert(session, _rows, row, *values)


def replaced_by(session: Session, stand_in_id: int, today: date) -> list[int]:
    """Whom this person stands in for today, in order of joining."""
    mine = sa.and_(_rows.c.stand_in_id == stand_in_id, _rows.c.paused_until >= today)
    query = sa.select(_rows.c.person_id).where(mine).order_by(_rows.c.person_id)
    return list(session.core.execute(query).scalars())


def over(session: Session, today: date) -> list[Preference]:
    """The pauses whose last day is past, in order of joining; locked until the end of the transaction."""
    past = sa.select(_rows).where(_rows.c.paused_until < today).order_by(_rows.c.person_id)
    return [_read(row) for row in session.core.execute(past.with_for_update())]
