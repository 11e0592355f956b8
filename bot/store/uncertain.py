"""Messages nobody knows whether they arrived: held until somebody decides (`architecture.md`)."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from bot.store import memos, people
from bot.store.database import Session
from bot.store.tables import Group, Mailing, Outbox, OutboxState, Person, rows_of
from bot.store.types import literal

_rows = rows_of(Outbox)
_mailings = rows_of(Mailing)
_groups = rows_of(Group)
_persons = rows_of(Person)
_STOPPED = _rows.c.state.in_([literal(OutboxState.BLOCKED), literal(OutboxState.HELD)])
_HELD = sa.and_(_STOPPED, _rows.c.state == literal(OutboxState.HELD))
_ROUND = "uncertain:"


@dataclass(frozen=True, slots=True)
class Line:
    """A message that is held: its number, to whom (a person, or a group by its title), and when it was to
    leave."""

    id: int
    name: str
    organisation: str
    at: datetime


def runs(session: Session) -> dict[int, int]:
    """How many messages of each run are held; 0 is the run of what belongs to none."""
    query = sa.select(sa.func.coalesce(_mailings.c.broadcast_id, 0), sa.func.count())
    query = query.select_from(_rows).outerjoin(_mailings, _mailings.c.key == _rows.c.key).where(_HELD)
    found = session.core.execute(query.group_by(_mailings.c.broadcast_id).order_by(sa.text("1 DESC")))
    return {row[0]: row[1] for row in found}


def how_many(session: Session, run_id: int) -> int:
    """How many messages of a run are held."""
    query = sa.select(sa.func.count()).select_from(_rows)
    query = query.outerjoin(_mailings, _mailings.c.key == _rows.c.key).where(_HELD, _of(run_id))
    return int(session.core.execute(query).scalar_one())


def _of(run_id: int) -> sa.ColumnElement[bool]:
    column = _mailings.c.broadcast_id
    return sa.and_(column == run_id if run_id else column.is_(None))


def page(session: Session, run_id: int, after: int, size: int) -> list[Line]:
    """At most `size` messages of a run that are held, in the order they were written, behind the one numbered
    `after`."""
    query = sa.select(
        _rows.c.id, _rows.c.chat_id, _rows.c.created_at, _mailings.c.person_id, _mailings.c.group_id
    )
    query = query.select_from(_rows).outerjoin(_mailings, _mailings.c.key == _rows.c.key)
    found = session.core.execute(
        query.where(_HELD, _of(run_id), _rows.c.id > after).order_by(_rows.c.id).limit(size)
    ).all()
    return [Line(row.id, *_reader(session, row), row.created_at) for row in found]


def _reader(session: Session, row: Any) -> tuple[str, str]:
    """The name and organisation of who was to read a message."""
    if row.group_id is not None:
        query = sa.select(_groups.c.uid, _groups.c.title).where(_groups.c.id == row.group_id)
        group = session.core.execute(query).one()
        return str(session.sealer.open(group.title, f"chat_groups.title:{group.uid}")), ""
    mailed = people.MAILBOXES - row.chat_id if row.chat_id < people.MAILBOXES else None
    number = (
        row.person_id
        or mailed
        or session.core.execute(
            sa.select(_persons.c.id)
            .where(_persons.c.telegram_id == row.chat_id)
            .order_by(_persons.c.id.desc())
            .limit(1)
        ).scalar()
    )
    person = None if number is None else people.find(session, number)
    return ("–", "") if person is None else (person.name, person.organisation)


def again(session: Session, run_id: int, now: datetime, number: int | None = None) -> int:
    """Let the held messages of a run, or one of them, leave again; one whose text is no longer kept does not.
    Returns how many do."""
    values = {"state": OutboxState.NEW, "due_at": now, "done_at": None, "error": None}
    return _decide(session, run_id, number, _rows.c.body.is_not(None), **values)


def leave(session: Session, run_id: int, now: datetime, number: int | None = None) -> int:
    """Never send the held messages of a run, or one of them. Returns how many."""
    values = {"state": OutboxState.EXPIRED, "done_at": now, "body": None, "error": "left"}
    return _decide(session, run_id, number, sa.true(), **values)


def _decide(
    session: Session, run_id: int, number: int | None, more: sa.ColumnElement[bool], **values: object
) -> int:
    keys = sa.select(_mailings.c.key).where(_of(run_id)) if run_id else sa.select(_mailings.c.key)
    theirs = _rows.c.key.in_(keys) if run_id else _rows.c.key.not_in(keys)
    here = sa.and_(_HELD, theirs, more)
    if number is not None:
        here = sa.and_(here, _rows.c.id == number)
    return int(session.core.execute(sa.update(_rows).where(here).values(**values)).rowcount)


def round_of(session: Session, run_id: int) -> int:
    """How many times all that was held of a run has been decided: each round has an alert of its own."""
    return int(memos.read(session, f"{_ROUND}{run_id}") or 0)


def close_round(session: Session, run_id: int, now: datetime) -> None:
    """All that was held of a run is decided: what is held from now on is another round."""
    memos.write(session, f"{_ROUND}{run_id}", str(round_of(session, run_id) + 1), now)
