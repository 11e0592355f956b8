"""Files nobody was in contact with, over 25 months on a virtual clock: warned of after 23 months, anonymised
after 24, never before, never twice, and never without a warning."""

from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from typing import Any

import pytest
import sqlalchemy as sa
from lines_world import at, day
from people_world import Folk
from virtual_year import KILLED, ONE_DAY, TWO, ZONE, Run, days, opened

from bot.jobs import BY_NAME
from bot.store import interviews, schema
from bot.store.database import Session
from bot.store.interviews import Held
from bot.store.tables import AuditEntry, Candidate, Reminder, rows_of

FROM, UNTIL = day("2026-11-01"), day("2028-12-15")
JOBS = [BY_NAME["retention"], BY_NAME["anonymise"]]
CANDIDATES, AUDIT, REMINDERS = rows_of(Candidate), rows_of(AuditEntry), rows_of(Reminder)
WEEKS = days("2027-03-27", 7) | days("2028-10-27", 7) | days("2028-11-20", 7)
OFF = {"every day": set(), "stopped": WEEKS | {day("2028-12-01")}, TWO: set(), KILLED: set()}
RUNNING = [("sqlite", "every day"), ("sqlite", "stopped"), ("sqlite", KILLED), ("postgresql", TWO)]


def _begin(folk: Folk, session: Session) -> None:
    made: tuple[tuple[str, str], ...] = (
        ("N", "2026-11-30"),
        ("leap", "2027-01-31"),
        ("spring", "2025-04-28"),
        ("autumn", "2026-10-29"),
        ("held", "2026-11-10"),
        ("lifted", "2026-11-10"),
        ("back", "2026-11-10"),
        ("heard", "2026-11-10"),
    )
    for name, contacted in made:
        folk.seeker(session, name, "Fanny", contacted)
    folk.file(session, "held", hold_until=day("2030-01-01"))
    folk.file(session, "lifted", hold_until=day("2030-01-01"))
    folk.at_work(session, "W", "Fanny", "2028-06-30")
    folk.file(session, "worker W", contacted_on=day("2026-11-05"))


def _contact(folk: Folk, session: Session) -> None:
    folk.file(session, "back", contacted_on=day("2028-10-20"))


def _lift(folk: Folk, session: Session) -> None:
    folk.file(session, "lifted", hold_until=None)


def _interview(folk: Folk, session: Session) -> None:
    said = Held(day("2028-10-20"), "phone", "progress", None, None)
    interviews.add(session, folk.things["heard"], folk.who["Fanny"], said, at("2028-10-20T09:00"))


EVENTS: tuple[tuple[str, Callable[[Folk, Session], None]], ...] = (
    ("2026-10-31", _begin),
    ("2028-10-20", _contact),
    ("2028-10-20", _interview),
    ("2028-11-25", _lift),
)
WARNED = {
    "N": "2028-10-30",
    "leap": "2028-12-31",
    "spring": "2027-03-28",
    "autumn": "2028-09-29",
    "lifted": "2028-10-10",
    "back": "2028-10-10",
    "heard": "2028-10-10",
}
GONE = {"N": "2028-11-30", "spring": "2027-04-28", "autumn": "2028-10-29"}
"""By hand: 23 and 24 months after the last contact, the last day of a month where there is no such day. The
hold of `lifted` ends after its warning would have come: it comes when it is lifted, and a week is left."""


@dataclass
class Ran:
    """Who was warned of when, and who was anonymised when."""

    mode: str
    folk: Folk
    warned: dict[int, list[Any]] = field(default_factory=dict)
    gone: dict[int, list[date]] = field(default_factory=dict)
    states: dict[int, str] = field(default_factory=dict)


@pytest.fixture(scope="module", params=RUNNING, ids=" ".join)
def ran(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ran]:
    kind, mode = request.param
    made = Ran(mode, Folk())
    with closing(opened(request, kind, tmp_path_factory.mktemp("quiet"), "quiet_years")) as database:
        schema.upgrade(database)
        with database.begin() as session:
            made.folk.settle(session)
        run = Run(database, JOBS, mode, OFF[mode])
        run.play(FROM, UNTIL, [(on, partial(step, made.folk)) for on, step in EVENTS])
        with database.begin() as session:
            for row in session.core.execute(sa.select(REMINDERS).order_by(REMINDERS.c.id)):
                made.warned.setdefault(row.subject_id, []).append((row.due_on, row.from_on, row.person_id))
            for row in session.core.execute(sa.select(AUDIT).where(AUDIT.c.action == "anonymise candidate")):
                assert row.person_id is None
                assert row.subject == "candidate"
                made.gone.setdefault(row.subject_id, []).append(row.at.astimezone(ZONE).date())
            rows = session.core.execute(sa.select(CANDIDATES.c.id, CANDIDATES.c.state))
            made.states = {row.id: row.state for row in rows}
        yield made


def _ran_on(ran: Ran, on: str) -> date:
    """The first day from this one on that the bot ran."""
    found = day(on)
    while found in OFF[ran.mode]:
        found += ONE_DAY
    return found


@pytest.mark.parametrize("name", sorted(WARNED))
def test_the_adviser_is_warned_a_month_before(ran: Ran, name: str) -> None:
    told = ran.warned.get(ran.folk.things[name], [])
    if day(WARNED[name]) > UNTIL:
        assert told == []
        return
    written = _ran_on(ran, "2028-11-26" if name == "lifted" else WARNED[name])
    assert told == [(day(WARNED[name]), written, ran.folk.who["Fanny"])]


@pytest.mark.parametrize("name", sorted(GONE))
def test_the_person_goes_on_the_day(ran: Ran, name: str) -> None:
    assert ran.gone[ran.folk.things[name]] == [_ran_on(ran, GONE[name])]
    assert ran.states[ran.folk.things[name]] == "anonymised"


def test_a_week_is_left_after_a_late_warning(ran: Ran) -> None:
    warned = _ran_on(ran, "2028-11-26")
    assert ran.gone[ran.folk.things["lifted"]] == [warned + 7 * ONE_DAY]


@pytest.mark.parametrize("name", ["held", "back", "heard", "leap", "worker W"])
def test_others_stay(ran: Ran, name: str) -> None:
    number = ran.folk.things[name]
    assert number not in ran.gone
    assert ran.states[number] == "active"


def test_nobody_else_is_warned_of(ran: Ran) -> None:
    expected = {ran.folk.things[name] for name in WARNED if name != "leap"}
    assert set(ran.warned) == expected
