"""What the tests of the daily message share: people, reminders, instants, and what was written."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from rows import NOW, OUTBOX, join, work

from bot.dialogue.work import Work
from bot.jobs import daily
from bot.rules.schedule import Due
from bot.store import people, reminders
from bot.store.database import Database, Session
from bot.store.people import Member
from bot.store.tables import Reminder, Role

PARIS = ZoneInfo("Europe/Paris")
REMINDERS: Any = Reminder.__table__
MONDAY = date(2026, 11, 23)
KIND = "announced"

Standing = set[tuple[str, int, int]]


def at(day: date, hour: int = 8, minute: int = 30) -> datetime:
    """A time of the partners' day."""
    return datetime.combine(day, time(hour, minute), PARIS).astimezone(UTC)


def due(subject: int, person: Member, on: date = MONDAY) -> Due:
    return Due(subject, on, person.id)


def facilitator(session: Session, number: int, name: str = "Fatou Diallo") -> Member:
    return join(session, number, Role.FACILITATOR, "PLIE", name)


def coordinator(session: Session, number: int, name: str = "Colette Roux") -> Member:
    return join(session, number, Role.COORDINATOR, "PLIE", name)


def remind(session: Session, *dues: Due, kind: str = KIND, today: date | None = None) -> None:
    """Written down in the morning of the last of these days, unless another one is given."""
    reminders.add(session, kind, dues, today or max(one.on for one in dues), NOW)


class Lines:
    """Lines whose facts stand until said otherwise."""

    def __init__(self, *dues: Due, kind: str = KIND) -> None:
        self.standing = {kind: set(dues)}
        self.asked = 0

    def finders(self) -> dict[str, Callable[[Work], Iterable[Due]]]:
        return {kind: self._find(kind) for kind in self.standing}

    def _find(self, kind: str) -> Callable[[Work], Iterator[Due]]:
        def find(_work: Work) -> Iterator[Due]:
            self.asked += 1
            yield from self.standing[kind]

        return find


def say(database: Database, lines: Lines, now: datetime) -> int:
    """Run the job until nothing is left to do. Returns how many people had their message."""
    total = 0
    while True:
        with database.begin() as session:
            done = daily.run(lines.finders(), work(session, now))
        total += done
        if not done:
            return total


def told(database: Database) -> list[str]:
    """The keys of the daily messages written, in order."""
    with database.begin() as session:
        query = sa.select(OUTBOX.c.key).where(OUTBOX.c.key.like("daily:%")).order_by(OUTBOX.c.id)
        return list(session.core.execute(query).scalars())


def text(database: Database, key: str) -> str:
    """What a message says, with plain spaces."""
    with database.begin() as session:
        row = session.core.execute(sa.select(OUTBOX).where(OUTBOX.c.key == key)).one()
        body = session.sealer.open(row.body, f"outbox.body:{row.uid}")
    return str(body["text"]).replace("\u00a0", " ")


def states(database: Database) -> list[tuple[int, int, date | None, int | None, bool]]:
    """Subject, person, the day it was said and to whom, whether it is done: of every reminder."""
    with database.begin() as session:
        found = session.core.execute(sa.select(REMINDERS).order_by(REMINDERS.c.id)).all()
    return [
        (row.subject_id, row.person_id, row.said_on, row.said_to, row.done_at is not None) for row in found
    ]


def days(first: date, last: date) -> Iterator[date]:
    day = first
    while day <= last:
        yield day
        day += timedelta(days=1)


@contextmanager
def changed(database: Database, person: Member, **values: Any) -> Iterator[None]:
    """A person's columns, for as long as it lasts."""
    before = {name: None if name == "revoked_at" else True for name in values}
    with database.begin() as session:
        people.change(session, person.id, **values)
    yield
    with database.begin() as session:
        people.change(session, person.id, **before)
