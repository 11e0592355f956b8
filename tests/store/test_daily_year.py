"""Thirteen months of call-backs, from the line of the table to the daily message: right day, right person,
once; over both clock changes, public holidays, a bot stopped for a day and a week, two schedulers at once,
and processes killed all the time."""

from dataclasses import dataclass, field
from datetime import date, datetime

import pytest
import sqlalchemy as sa
from dailies import OUTBOX, PARIS, REMINDERS, at, coordinator, days, facilitator, told
from rows import join, together

from bot import jobs
from bot.clock import Clock
from bot.dialogue.site import Site
from bot.jobs import Keeper
from bot.store import call_backs
from bot.store.database import Database

FROM, UNTIL = date(2026, 10, 20), date(2027, 11, 20)
SCANS = ((6, 0), (8, 31), (14, 0))
CHAIN = [jobs.BY_NAME[name] for name in ("call-back asked", "daily message")]
STOPPED = {date(2027, 6, 8), *days(date(2027, 9, 13), date(2027, 9, 19))}

ASKED: dict[str, tuple[date, date | None]] = {
    "clock of autumn": (date(2026, 10, 24), None),
    "armistice": (date(2026, 11, 10), None),
    "christmas": (date(2026, 12, 24), None),
    "made in time": (date(2027, 2, 1), date(2027, 2, 2)),
    "clock of spring": (date(2027, 3, 26), None),
    "ascension": (date(2027, 5, 5), None),
    "stopped for a day": (date(2027, 6, 7), None),
    "national day": (date(2027, 7, 13), None),
    "stopped for a week": (date(2027, 9, 10), None),
    "never said": (date(2027, 10, 4), date(2027, 10, 4)),
    "autumn again": (date(2027, 10, 29), None),
}
"""When each call-back is asked, at noon, and when it is made, in the afternoon."""

SAID: dict[str, tuple[date | None, date | None]] = {
    "clock of autumn": (date(2026, 10, 26), date(2026, 10, 27)),
    "armistice": (date(2026, 11, 12), date(2026, 11, 13)),
    "christmas": (date(2026, 12, 28), date(2026, 12, 29)),
    "made in time": (date(2027, 2, 2), None),
    "clock of spring": (date(2027, 3, 30), date(2027, 3, 31)),
    "ascension": (date(2027, 5, 7), date(2027, 5, 10)),
    "stopped for a day": (date(2027, 6, 9), date(2027, 6, 9)),
    "national day": (date(2027, 7, 15), date(2027, 7, 16)),
    "stopped for a week": (date(2027, 9, 20), date(2027, 9, 20)),
    "never said": (None, None),
    "autumn again": (date(2027, 11, 2), date(2027, 11, 3)),
}
"""By hand from the calendar: when the facilitators are told, and when the coordinator is."""


@dataclass(frozen=True)
class Frozen(Clock):
    """A clock that stands still until it is moved."""

    hand: list[datetime] = field(default_factory=list)

    def now(self) -> datetime:
        return self.hand[0]


class KilledError(Exception):
    """The process ends before it commits."""


def keeper(database: Database, clock: Clock) -> Keeper:
    return Keeper(database, clock, Site("clausette_bot", None), "fr")


def kept(database: Database, clock: Clock) -> None:
    """Run the line and the daily message as the schedule does, once."""
    one = keeper(database, clock)
    for job in CHAIN:
        slot = job.schedule.slot(clock.now().astimezone(PARIS))
        for _ in range(20):
            with database.begin() as session:
                if not one.step(session, job, slot):
                    break


def killed(database: Database, clock: Clock, nth: int) -> None:
    """The same, but the process ends before the `nth` transaction commits."""
    one, count = keeper(database, clock), 0
    for job in CHAIN:
        slot = job.schedule.slot(clock.now().astimezone(PARIS))
        for _ in range(20):
            with database.begin() as session:
                done = one.step(session, job, slot)
                count += 1
                if count == nth:
                    raise KilledError
            if not done:
                break


class Scan:
    """A way to keep the schedule."""

    def __call__(self, database: Database, clock: Clock) -> None:
        kept(database, clock)


class Twice(Scan):
    """Two processes keep it at the same time."""

    def __call__(self, database: Database, clock: Clock) -> None:
        together(2, lambda _: kept(database, clock))


class Killed(Scan):
    """The process is killed before its first, second or third transaction commits, then starts again."""

    def __init__(self) -> None:
        self.count = 0

    def __call__(self, database: Database, clock: Clock) -> None:
        for _ in range(2):
            self.count += 1
            try:
                killed(database, clock, 1 + self.count % 4)
            except KilledError:
                continue
        kept(database, clock)


@dataclass
class Cast:
    """The numbers of who is there, and of the call-backs by their name."""

    fanny: int
    farid: int
    colette: int
    asks: int
    tasks: dict[str, int] = field(default_factory=dict)


def cast(database: Database) -> Cast:
    with database.begin() as session:
        fanny, farid = facilitator(session, 7, "Fanny Roux"), facilitator(session, 8, "Farid Roux")
        return Cast(fanny.id, farid.id, coordinator(session, 9).id, join(session, 10).id)


def happens(database: Database, who: Cast, day: date) -> None:
    """What people do on this day."""
    with database.begin() as session:
        for name, (asked, made) in ASKED.items():
            if asked == day:
                task = call_backs.ask(session, who.asks, name, at(day, 12))
                assert task is not None
                who.tasks[name] = task.id or 0
            if made == day:
                assert call_backs.done(session, who.tasks[name], who.fanny, at(day, 15))


def lived(database: Database, scan: Scan) -> Cast:
    """All of it, each day with its scans, then what people do."""
    who, hand = cast(database), [at(FROM)]
    clock = Frozen(PARIS, hand=hand)
    for day in days(FROM, UNTIL):
        for hour, minute in SCANS if day not in STOPPED else ():
            hand[0] = at(day, hour, minute)
            scan(database, clock)
        happens(database, who, day)
    return who


def expected(who: Cast) -> set[tuple[int, int, date]]:
    found = set()
    for name, (first, second) in SAID.items():
        for day, people in ((first, (who.fanny, who.farid)), (second, (who.colette,))):
            if day is not None:
                found |= {(who.tasks[name], person, day) for person in people}
    return found


def verify(database: Database, who: Cast) -> None:
    with database.begin() as session:
        rows = session.core.execute(sa.select(REMINDERS).where(REMINDERS.c.said_on.is_not(None))).all()
        query = sa.select(OUTBOX.c.created_at).where(OUTBOX.c.key.like("daily:%"))
        hours = {written.astimezone(PARIS).hour for written in session.core.execute(query).scalars()}
    said = [(row.subject_id, row.person_id, row.said_on) for row in rows]
    assert len(said) == len(set(said))
    assert set(said) == expected(who)
    assert all(row.said_to == row.person_id for row in rows)
    keys = told(database)
    assert sorted(keys) == sorted({f"daily:{person}:{day}" for _, person, day in said})
    assert hours == {8}


@pytest.mark.parametrize("scan", [Scan(), Killed()], ids=["alone", "killed"])
def test_thirteen_months(database: Database, scan: Scan) -> None:
    verify(database, lived(database, scan))


def test_thirteen_months_with_two_schedulers(database: Database) -> None:
    verify(database, lived(database, Twice()))
