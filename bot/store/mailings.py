"""The messages of a run: one to each person or group, by the key of its outbox row."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import col, select

from bot.store import claims
from bot.store.database import Session
from bot.store.tables import Mailing, Outbox, rows_of

PREFIX = "mailing:"
_rows = rows_of(Mailing)


def person_key(broadcast_id: int, person_id: int) -> str:
    """The key of the message of a run to a person."""
    return f"{PREFIX}{broadcast_id}:p{person_id}"


def group_key(broadcast_id: int, group_id: int) -> str:
    """The key of the message of a run to a group."""
    return f"{PREFIX}{broadcast_id}:g{group_id}"


def run_of(key: str) -> int:
    """The number of the run a message of this key belongs to; 0 for a message of none."""
    number = key.removeprefix(PREFIX).partition(":")[0]
    return int(number) if key.startswith(PREFIX) and number.isdecimal() else 0


def add_persons(
    session: Session, broadcast_id: int, person_ids: Sequence[int], now: datetime
) -> dict[int, int]:
    """The messages of a run to these persons that were not written yet: the number of each by its person."""
    return _add(session, broadcast_id, "person_id", person_ids, now)


def add_groups(
    session: Session, broadcast_id: int, group_ids: Sequence[int], now: datetime
) -> dict[int, int]:
    """The messages of a run to these groups that were not written yet: the number of each by its group."""
    return _add(session, broadcast_id, "group_id", group_ids, now)


def _add(
    session: Session, broadcast_id: int, reader: str, numbers: Sequence[int], now: datetime
) -> dict[int, int]:
    column, key = _rows.c[reader], person_key if reader == "person_id" else group_key
    known = set(_of(session, broadcast_id, column, numbers))
    new = [number for number in numbers if number not in known]
    values = {"broadcast_id": broadcast_id, "created_at": now}
    rows: list[dict[str, Any]] = [
        values | {reader: number, "key": key(broadcast_id, number)} for number in new
    ]
    claims.insert_new(session, _rows, rows)
    return _of(session, broadcast_id, column, new)


def _of(session: Session, broadcast_id: int, column: Any, numbers: Collection[int]) -> dict[int, int]:
    here = sa.and_(_rows.c.broadcast_id == broadcast_id, column.in_(numbers))
    rows = session.core.execute(sa.select(column.label("reader"), _rows.c.id).where(here))
    return {row.reader: row.id for row in rows}


def for_person(session: Session, broadcast_id: int, person_id: int, now: datetime) -> int:
    """The number of the message of a run to a person, made if need be."""
    add_persons(session, broadcast_id, [person_id], now)
    return _of(session, broadcast_id, _rows.c.person_id, [person_id])[person_id]


def get(session: Session, mailing_id: int) -> Mailing:
    """The message. Raises NoResultFound."""
    return session.exec(select(Mailing).where(Mailing.id == mailing_id)).one()


def to_person(session: Session, broadcast_id: int, person_id: int) -> Mailing | None:
    """The message of a run to a person, if any."""
    query = select(Mailing).where(Mailing.broadcast_id == broadcast_id, Mailing.person_id == person_id)
    return session.exec(query).first()


def under(session: Session, person_id: int, message_id: int) -> Mailing | None:
    """The message of a run that a person sees under this number of Telegram's, if it is one."""
    query = (
        select(Mailing)
        .join(Outbox, col(Outbox.key) == col(Mailing.key))
        .where(Mailing.person_id == person_id, Outbox.message_id == message_id)
        .order_by(col(Mailing.id).desc())
        .limit(1)
    )
    return session.exec(query).first()


def how_many(session: Session, broadcast_id: int) -> int:
    """How many messages of a run were written."""
    query = sa.select(sa.func.count()).where(_rows.c.broadcast_id == broadcast_id)
    return int(session.core.execute(query).scalar_one())
