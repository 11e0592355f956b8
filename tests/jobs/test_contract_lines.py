"""The reminders about contracts, hours and proofs on a virtual clock, over thirteen months: the right day,
the right person, once; whatever becomes of who keeps the schedule."""

from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from pathlib import Path
from threading import Barrier
from typing import Any

import psycopg
import pytest
import sqlalchemy as sa
from lines_world import BEGIN, Year
from lines_year import EVENTS, EXPECTED, FROM, STOPS, UNTIL, number_of
from virtual_year import ONE_DAY, ZONE, Broken, Set, days

from bot.dialogue.site import Site
from bot.dialogue.work import Work
from bot.jobs import LINES, Job, Keeper
from bot.store import schema
from bot.store.database import Database, Session
from bot.store.sealed import Sealer
from bot.store.tables import JobRun, Reminder, rows_of

KINDS = sorted({told.kind for told in EXPECTED})
MINE = [line for line in LINES if line.kind in KINDS]
ROWS, RUNS = rows_of(Reminder), rows_of(JobRun)


DAYS_OFF = (
    "2026-11-02 2026-12-01 2026-12-24 2027-01-20 2027-02-01 2027-02-12 2027-02-26 2027-03-15 2027-05-10 "
    "2027-07-08 2027-07-15 2027-10-05"
)
WEEKS_OFF = days("2026-12-28", 7) | days("2027-03-25", 7) | days("2027-10-29", 7)
OFF: dict[str, set[date]] = {
    "every day": set(),
    "stopped": {date.fromisoformat(text) for text in DAYS_OFF.split()} | WEEKS_OFF,
    "two at once, one killed": set(),
}
"""When nobody kept the schedule: for a day, for a week, both changes of the clock among them."""


@dataclass
class Ran:
    """Thirteen months as they went: what was written when, and what stood in the morning of each day."""

    mode: str
    year: Year
    rows: list[Any]
    stood: dict[tuple[str, date], set[int]]


def _morning(keeper: Keeper, session: Session) -> int:
    local = keeper.clock.now().astimezone(ZONE)
    return sum(keeper.step(session, line.job(), line.job().schedule.slot(local)) for line in MINE)


def _standing(keeper: Keeper, session: Session, stood: dict[tuple[str, date], set[int]]) -> None:
    work: Work = keeper.work(session, keeper.clock.now())
    for line in MINE:
        stood[line.kind, work.today] = {due.subject_id for due in line.find(work) if due.on <= work.today}


def _killed(database: Database, keeper: Keeper) -> None:
    with database.begin() as session:
        _morning(keeper, session)
        raise Broken


def _one_day(database: Database, keepers: list[Keeper], mode: str, stood: Any) -> None:
    if len(keepers) > 1:
        with pytest.raises(Broken):
            _killed(database, keepers[0])
    for place, keeper in enumerate(keepers):
        with database.begin() as session:
            touched = _morning(keeper, session)
            assert not (place and touched)
            if mode == "every day":
                _standing(keeper, session, stood)


def _play(database: Database, mode: str) -> Ran:
    clock, year, stood = Set(ZONE, hand=[BEGIN]), Year(), {}
    site = Site("clausette_bot", None)
    keepers = [Keeper(database, clock, site, "fr") for _ in range(2 if mode.startswith("two") else 1)]
    with database.begin() as session:
        year.settle(session)
    events = list(EVENTS)
    day = FROM - ONE_DAY
    while day < UNTIL:
        if day >= FROM and day not in OFF[mode]:
            clock.hand[0] = datetime.combine(day, time(6), ZONE).astimezone(UTC)
            _one_day(database, keepers, mode, stood)
        with database.begin() as session:
            while events and date.fromisoformat(events[0][0]) == day:
                events.pop(0)[1](year, session)
        day += ONE_DAY
    assert not events
    with database.begin() as session:
        rows = list(session.core.execute(sa.select(ROWS)))
    return Ran(mode, year, rows, stood)


def _open(request: pytest.FixtureRequest, kind: str, path: Path) -> Database:
    url = f"sqlite:///{path / 'lines.sqlite'}"
    if kind == "postgresql":
        server: str = request.getfixturevalue("postgres_server")
        with psycopg.connect(server, autocommit=True) as connection:
            connection.execute("DROP DATABASE IF EXISTS lines_year WITH (FORCE)")
            connection.execute("CREATE DATABASE lines_year")
        url = server.replace("/postgres?", "/lines_year?").replace("postgresql://", "postgresql+psycopg://")
    return Database(url, Sealer([bytes(range(32))]))


RUNNING = [("sqlite", mode) for mode in OFF] + [("postgresql", "every day")]


@pytest.fixture(scope="module", params=RUNNING, ids=" ".join)
def ran(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ran]:
    kind, mode = request.param
    with closing(_open(request, kind, tmp_path_factory.mktemp("lines"))) as database:
        schema.upgrade(database)
        yield _play(database, mode)


def _expected(ran: Ran, kind: str) -> Counter[tuple[int, date, int, date]]:
    """Subject, day of the stage, person, and the day it is written: the first that the bot ran."""
    found: Counter[tuple[int, date, int, date]] = Counter()
    for told in (one for one in EXPECTED if one.kind == kind):
        written = told.on
        while written in OFF[ran.mode]:
            written += ONE_DAY
        subject = number_of(ran.year, told.subject, kind)
        found.update((subject, told.on, ran.year.who[name], written) for name in told.whom)
    return found


@pytest.mark.parametrize("kind", KINDS)
def test_the_right_day_the_right_person_once(ran: Ran, kind: str) -> None:
    mine = [row for row in ran.rows if row.kind == kind]
    found = Counter((row.subject_id, row.due_on, row.person_id, row.from_on) for row in mine)
    assert found == _expected(ran, kind)
    assert all(row.made_at.astimezone(ZONE).date() == row.from_on for row in mine)


def test_all_the_lines_are_there(ran: Ran) -> None:
    assert len(MINE) == len(KINDS) == 11
    assert {row.kind for row in ran.rows} == set(KINDS)


@pytest.mark.parametrize("ran", RUNNING[:1], indirect=True, ids=" ".join)
@pytest.mark.parametrize(("kind", "subject", "last"), STOPS)
def test_it_stops_when_the_table_says(ran: Ran, kind: str, subject: str, last: str) -> None:
    number, day = number_of(ran.year, subject, kind), date.fromisoformat(last)
    assert number in ran.stood[kind, day]
    assert number not in ran.stood[kind, day + ONE_DAY]


def test_several_who_keep_it_at_the_same_moment_write_each_reminder_once(database: Database) -> None:
    clock, year = Set(ZONE, hand=[BEGIN]), Year()
    with database.begin() as session:
        year.settle(session)
        for name, step in EVENTS:
            if date.fromisoformat(name) <= date(2027, 2, 20):
                step(year, session)
    clock.hand[0] = datetime.combine(date(2027, 2, 27), time(6), ZONE).astimezone(UTC)
    keepers = [Keeper(database, clock, Site("clausette_bot", None), "fr") for _ in range(4)]
    start = Barrier(len(keepers))

    def keep(place: int) -> list[int]:
        start.wait()
        return [_alone(database, keepers[place], line.job()) for line in MINE]

    with ThreadPoolExecutor(len(keepers)) as pool:
        touched = [sum(times) for times in zip(*pool.map(keep, range(len(keepers))), strict=True)]
    with database.begin() as session:
        rows = list(session.core.execute(sa.select(ROWS)))
        runs = list(session.core.execute(sa.select(RUNS)))
    kinds = Counter(row.kind for row in rows)
    assert touched == [kinds[line.kind] for line in MINE]
    assert len(runs) == len(MINE)
    assert sum(kinds.values()) > 10


def _alone(database: Database, keeper: Keeper, job: Job) -> int:
    with database.begin() as session:
        slot = job.schedule.slot(keeper.clock.now().astimezone(ZONE))
        return keeper.step(session, job, slot)
