"""The indicators of a month and of a quarter, over fourteen months of a virtual clock."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
import sqlalchemy as sa
from rows import NOW, OUTBOX, join

from bot import jobs
from bot.clock import Clock
from bot.dialogue.site import Site
from bot.store import agreements, organisations
from bot.store.database import Database
from bot.store.tables import Role

PARIS = ZoneInfo("Europe/Paris")
FIRST = date(2026, 11, 22)
MONTHLY = [
    "2026-12-01", "2027-01-04", "2027-02-01", "2027-03-01", "2027-04-01", "2027-05-03", "2027-06-01",
    "2027-07-01", "2027-08-02", "2027-09-01", "2027-10-01", "2027-11-02", "2027-12-01", "2028-01-03",
]  # fmt: skip
QUARTERLY = ["2027-01-04", "2027-04-01", "2027-07-01", "2027-10-01", "2028-01-03"]


def scans(days: int = 420) -> Iterator[datetime]:
    """A few instants of every day, around 08:30 in Paris."""
    for number in range(days):
        day = FIRST + timedelta(days=number)
        for at in (time(8, 29), time(8, 30)):
            yield datetime.combine(day, at, PARIS).astimezone(UTC)


def settle(database: Database) -> None:
    """A coordinator, and a buyer that signed the agreement."""
    with database.begin() as session:
        coordinator = join(session, 1, Role.COORDINATOR, "PLIE")
        buyer = join(session, 2)
        agreement = agreements.add(session, date(2026, 1, 1), date(2029, 12, 31), coordinator.id, NOW)
        agreements.sign(session, agreements.identity(agreement), buyer.organisation_id, date(2026, 1, 1))


def run(database: Database, name: str, instants: Iterator[datetime], twice: bool = False) -> list[str]:
    """The days on which the job wrote to somebody, each message once."""
    job, days = jobs.BY_NAME[name], []
    for now in instants:
        slot = job.schedule.slot(now.astimezone(PARIS))
        for _ in range(1 + twice):
            with database.begin() as session:
                before = _count(session)
                _step(database, session, job, slot, now)
                days += [now.astimezone(PARIS).date().isoformat()] * (_count(session) - before)
    return days


def _step(database: Database, session: object, job: jobs.Job, slot: str | None, now: datetime) -> None:
    class At(Clock):
        def now(self) -> datetime:
            return now

    jobs.Keeper(database, At(PARIS), Site("clausette_bot"), "fr").step(session, job, slot)  # type: ignore[arg-type]


def _count(session: object) -> int:
    return session.core.execute(sa.select(sa.func.count()).select_from(OUTBOX)).scalar_one()  # type: ignore[attr-defined]


@pytest.mark.parametrize("twice", [False, True])
@pytest.mark.parametrize(
    ("name", "days"), [("indicators", MONTHLY), ("indicators of the quarter", QUARTERLY)]
)
def test_each_goes_once_on_the_first_working_day(
    database: Database, name: str, days: list[str], twice: bool
) -> None:
    settle(database)
    assert run(database, name, scans(), twice) == days


def test_a_bot_stopped_for_a_week_sends_them_when_it_is_back(database: Database) -> None:
    settle(database)
    stopped = (now for now in scans(40) if not date(2026, 11, 29) < now.date() < date(2026, 12, 7))
    assert run(database, "indicators", stopped) == ["2026-12-07"]


def test_what_a_signatory_that_left_would_read_is_not_sent(database: Database) -> None:
    settle(database)
    with database.begin() as session:
        buyer = organisations.page(session, "buyer", "", 1)[0]  # type: ignore[arg-type]
        agreements.leave(session, 1, buyer.id or 0, date(2026, 12, 15))
    assert run(database, "indicators of the quarter", scans()) == []
