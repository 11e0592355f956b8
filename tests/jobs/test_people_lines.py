"""The reminders about offers and people on a virtual clock, over thirteen months: the right day, the right
person, once; whatever becomes of who keeps the schedule."""

from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

import pytest
import sqlalchemy as sa
from people_world import Folk
from people_year import EVENTS, EXPECTED, FROM, STOPS, UNTIL
from virtual_year import KILLED, ONE_DAY, TWO, ZONE, Run, days, opened

from bot.jobs import LINES, Keeper
from bot.store import schema
from bot.store.database import Session
from bot.store.tables import Reminder, rows_of

KINDS = sorted({told.kind for told in EXPECTED})
MINE = [line for line in LINES if line.kind in KINDS]
ROWS = rows_of(Reminder)
_ALONE = (
    "2026-11-01", "2026-12-24", "2026-12-29", "2026-12-31", "2027-01-04", "2027-02-01", "2027-02-15",
    "2027-03-09", "2027-03-28", "2027-03-31", "2027-04-05", "2027-04-10", "2027-05-20", "2027-07-01",
    "2027-10-31", "2027-11-03",
)  # fmt: skip
OFF = {
    "every day": set(),
    "stopped for days": {date.fromisoformat(text) for text in _ALONE},
    "stopped for weeks": days("2026-12-23", 7) | days("2027-03-25", 7) | days("2027-10-27", 7),
    TWO: set(),
    KILLED: set(),
}
RUNNING = [("sqlite", mode) for mode in OFF if mode != TWO] + [("postgresql", TWO)]


@dataclass
class Ran:
    """Thirteen months as they went: what was written when, and what stood in the morning of each day."""

    mode: str
    folk: Folk
    rows: list[Any]
    stood: dict[tuple[str, date], set[int]]


@pytest.fixture(scope="module", params=RUNNING, ids=" ".join)
def ran(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ran]:
    kind, mode = request.param
    folk, stood = Folk(), {}

    def look(keeper: Keeper, session: Session) -> None:
        work = keeper.work(session, keeper.clock.now())
        for line in MINE:
            stood[line.kind, work.today] = {one.subject_id for one in line.find(work) if one.on <= work.today}

    with closing(opened(request, kind, tmp_path_factory.mktemp("people"), "people_year")) as database:
        schema.upgrade(database)
        with database.begin() as session:
            folk.settle(session)
        run = Run(database, [line.job() for line in MINE], mode, OFF[mode], seen=look)
        run.play(FROM, UNTIL, [(day, partial(step, folk)) for day, step in EVENTS])
        with database.begin() as session:
            rows = list(session.core.execute(sa.select(ROWS)))
        yield Ran(mode, folk, rows, stood)


def _expected(ran: Ran, kind: str) -> Counter[tuple[int, date, int, date]]:
    """Subject, day of the stage, person, and the day it is written: the first that the bot ran."""
    found: Counter[tuple[int, date, int, date]] = Counter()
    for told in (one for one in EXPECTED if one.kind == kind):
        written = told.on
        while written in OFF[ran.mode]:
            written += ONE_DAY
        number = ran.folk.things[told.subject]
        found.update((number, told.on, ran.folk.who[name], written) for name in told.whom)
    return found


@pytest.mark.parametrize("kind", KINDS)
def test_the_right_day_the_right_person_once(ran: Ran, kind: str) -> None:
    mine = [row for row in ran.rows if row.kind == kind]
    found = Counter((row.subject_id, row.due_on, row.person_id, row.from_on) for row in mine)
    assert found == _expected(ran, kind)
    assert all(row.made_at.astimezone(ZONE).date() == row.from_on for row in mine)


def test_all_the_lines_are_there(ran: Ran) -> None:
    assert len(MINE) == len(KINDS) == 8
    assert {row.kind for row in ran.rows} == set(KINDS)


@pytest.mark.parametrize(("kind", "subject", "last"), STOPS)
def test_it_stops_when_the_table_says(ran: Ran, kind: str, subject: str, last: str) -> None:
    number = ran.folk.things[subject]
    before = after = date.fromisoformat(last)
    after += ONE_DAY
    while before in OFF[ran.mode]:
        before -= ONE_DAY
    while after in OFF[ran.mode]:
        after += ONE_DAY
    assert number in ran.stood[kind, before]
    assert number not in ran.stood[kind, after]
