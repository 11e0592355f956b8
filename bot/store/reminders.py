"""Reminders: facts each person is to be told once in a daily message."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

import sqlalchemy as sa
from sqlmodel import select
from sqlmodel.sql.expression import SelectOfScalar

from bot.rules.schedule import Due
from bot.store import claims
from bot.store.database import Session
from bot.store.tables import Reminder, rows_of

_rows = rows_of(Reminder)
_UNSAID = sa.and_(_rows.c.said_on.is_(None), _rows.c.done_at.is_(None))


@dataclass(frozen=True, slots=True)
class Item:
    """A line of a daily message: every stage of one subject, known by the number of the first. `since` is the
    day of the earliest; `owner_id` is of whom the reader is reminded in the place of, None of nobody else."""

    id: int
    kind: str
    subject_id: int
    since: date
    owner_id: int | None
    done: bool


def add(session: Session, kind: str, dues: Iterable[Due], today: date, now: datetime) -> int:
    """Write down whom is to be reminded of what, from today on: each fact once, ever; what is due later is
    passed over. Returns how many are new."""
    rows = [
        {
            "kind": kind,
            "subject_id": due.subject_id,
            "due_on": due.on,
            "person_id": due.person_id,
            "from_on": today,
            "made_at": now,
        }
        for due in dues
        if due.on <= today
    ]
    return claims.insert_new(session, _rows, rows)


def unsaid(session: Session, owners: Collection[int], today: date) -> list[Reminder]:
    """What is to be said of these people by today, in the order it was written down."""
    query = select(Reminder).where(_UNSAID, _rows.c.from_on <= today, _rows.c.person_id.in_(owners))
    return _read(session, query.order_by(_rows.c.id))


def close(session: Session, numbers: Collection[int], now: datetime) -> int:
    """These no longer stand: they are never said. Returns how many were unsaid."""
    gone = sa.update(_rows).where(_rows.c.id.in_(numbers), _UNSAID).values(done_at=now)
    return int(session.core.execute(gone).rowcount)


def say(session: Session, numbers: Collection[int], reader_id: int, today: date) -> set[int]:
    """These are said to a reader today. Returns those nobody said meanwhile."""
    unsaid_ones = sa.update(_rows).where(_rows.c.id.in_(numbers), _UNSAID)
    said = unsaid_ones.values(said_on=today, said_to=reader_id).returning(_rows.c.id)
    return set(session.core.execute(said).scalars())


def items(rows: Iterable[Reminder], reader_id: int) -> list[Item]:
    """The lines of a message to this reader, what is due for longest first."""

    def subject(row: Reminder) -> tuple[str, int]:
        return row.kind, row.subject_id

    found = [_item(list(group), reader_id) for _, group in groupby(sorted(rows, key=subject), key=subject)]
    return sorted(found, key=lambda item: (item.since, item.id))


def _item(stages: list[Reminder], reader_id: int) -> Item:
    owners = sorted(stage.person_id for stage in stages)
    return Item(
        min(stage.id or 0 for stage in stages),
        stages[0].kind,
        stages[0].subject_id,
        min(stage.due_on for stage in stages),
        None if reader_id in owners else owners[0],
        all(stage.done_at is not None for stage in stages),
    )


def said(session: Session, reader_id: int, day: date) -> list[Item]:
    """The lines of the message of a day that were not put off since."""
    query = select(Reminder).where(_rows.c.said_to == reader_id, _rows.c.said_on == day)
    return items(_read(session, query), reader_id)


def find(session: Session, number: int) -> Reminder | None:
    """The reminder as it is now, if any."""
    return next(iter(_read(session, select(Reminder).where(_rows.c.id == number))), None)


def beside(session: Session, reminder: Reminder) -> list[Reminder]:
    """Every stage in the same line of the same message; the reminder alone when it is not said."""
    if reminder.said_on is None:
        return [reminder]
    same = sa.and_(
        _rows.c.said_to == reminder.said_to,
        _rows.c.said_on == reminder.said_on,
        _rows.c.kind == reminder.kind,
        _rows.c.subject_id == reminder.subject_id,
    )
    return _read(session, select(Reminder).where(same).order_by(_rows.c.id))


def settle(session: Session, numbers: Collection[int], now: datetime) -> bool:
    """The person says it is done. Returns whether that is new."""
    return _change(session, numbers, _rows.c.done_at.is_(None), done_at=now)


def reopen(session: Session, numbers: Collection[int]) -> bool:
    """The person says it is not done after all. Returns whether it was."""
    return _change(session, numbers, _rows.c.done_at.is_not(None), done_at=None)


def put_off(session: Session, numbers: Collection[int], until: date) -> bool:
    """Say it again in the daily message of this day. Returns whether it waited for the person until now."""
    return _change(session, numbers, _rows.c.done_at.is_(None), said_on=None, from_on=until)


def _change(session: Session, numbers: Collection[int], so: sa.ColumnElement[bool], **values: object) -> bool:
    """Change reminders that were said."""
    waiting = sa.and_(_rows.c.id.in_(numbers), _rows.c.said_on.is_not(None), so)
    return bool(session.core.execute(sa.update(_rows).where(waiting).values(**values)).rowcount)


def _read(session: Session, query: SelectOfScalar[Reminder]) -> list[Reminder]:
    """The rows as they are now."""
    return list(session.exec(query.execution_options(populate_existing=True)).all())
