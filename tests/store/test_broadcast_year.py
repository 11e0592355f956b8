"""The broadcast over thirteen months on a virtual clock, with clock changes and every public holiday: what a
hand-written calendar says, whatever stops or doubles the scheduler."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import sqlalchemy as sa
from broadcasting import DELIVERIES, MAILINGS, OFFERS, contact, offer, told
from vacancies import ZONE, mason

from bot.dialogue.site import Site
from bot.jobs import BY_NAME, Keeper
from bot.store.database import Database
from bot.store.offers import identity

FIRST, LAST = date(2026, 10, 19), date(2027, 11, 26)
HOLIDAYS = {
    date(2026, 11, 1), date(2026, 11, 11), date(2026, 12, 25), date(2027, 1, 1), date(2027, 3, 29),
    date(2027, 5, 1), date(2027, 5, 6), date(2027, 5, 8), date(2027, 5, 17), date(2027, 7, 14),
    date(2027, 8, 15), date(2027, 11, 1), date(2027, 11, 11),
}  # fmt: skip
SENDS, WRITES = BY_NAME["broadcast of unfilled offers"], BY_NAME["mailings"]
ONE_DAY = timedelta(days=1)


@dataclass
class Hands:
    """A clock somebody turns by hand."""

    instant: datetime
    zone: ZoneInfo = ZONE

    def now(self) -> datetime:
        return self.instant

    def today(self) -> date:
        return self.instant.astimezone(self.zone).date()


@dataclass(frozen=True)
class Posted:
    """An offer: when it was posted, and when it fell due."""

    number: int
    due: datetime


def works(day: date) -> bool:
    return day.weekday() < 5 and day not in HOLIDAYS


def working_days_after(day: date, count: int) -> date:
    while count:
        day += ONE_DAY
        count -= works(day)
    return day


def hours() -> list[datetime]:
    """Some hours of each working day at ten past, the first and the last one with them."""
    days = [FIRST + ONE_DAY * place for place in range((LAST - FIRST).days + 1)]
    return [
        datetime(day.year, day.month, day.day, hour, 10, tzinfo=ZONE).astimezone(UTC)
        for day in days
        if works(day)
        for hour in (8, 11, 15, 18)
    ]


def post_some(database: Database, seed: int) -> list[Posted]:
    """An offer at a random instant of each week, every other one fitting a participant of the PLIE."""
    random, made = Random(seed), []
    with database.begin() as session:
        for number in (1, 2, 3):
            contact(session, number, "anpe", _at(FIRST, 0))
        staff = contact(session, 901, "plie", _at(FIRST, 0))
        for week in range((LAST - FIRST).days // 7 - 4):
            day = FIRST + ONE_DAY * (week * 7 + random.randrange(7))
            posted = _at(day, random.randrange(24 * 60))
            fits = week % 2 == 0
            if fits and week == 0:
                mason(session, staff.id, posted)
            found = offer(session, posted, job="F1703" if fits else "K2204")
            due = posted
            if fits:
                ends = working_days_after(posted.astimezone(ZONE).date(), 3)
                due = datetime(ends.year, ends.month, ends.day, 19, tzinfo=ZONE).astimezone(UTC)
            made.append(Posted(identity(found), due))
    return made


def _at(day: date, minute: int) -> datetime:
    return datetime(day.year, day.month, day.day, minute // 60, minute % 60, tzinfo=ZONE).astimezone(UTC)


async def keep(database: Database, instants: list[datetime], keepers: int = 1) -> None:
    """What the schedule does at each instant; an offer is only there once it was posted."""
    hands: Any = Hands(instants[0])
    kept = [Keeper(database, hands, Site("clausette_bot"), "fr") for _ in range(keepers)]
    for hands.instant in instants:
        started = [await keeper.keep(SENDS) for keeper in kept]
        if any(started):
            for keeper in kept:
                await keeper.keep(WRITES)


def hide_until_posted(database: Database) -> None:
    """Offers written ahead wait for their hour as if reserved until then."""
    with database.begin() as session:
        due = sa.update(OFFERS).where(OFFERS.c.circulation == "due")
        session.core.execute(due.values(circulation="reserved", reserved_until=OFFERS.c.posted_at))


async def _year(database: Database, running: list[datetime], keepers: int = 1) -> None:
    posted = post_some(database, 5)
    hide_until_posted(database)
    await keep(database, running, keepers)
    with database.begin() as session:
        rows = {row.id: row for row in session.core.execute(sa.select(OFFERS))}
        sent = session.core.execute(sa.select(DELIVERIES)).all()
        mailings = session.core.execute(sa.select(MAILINGS)).all()
    for one in posted:
        first = next(instant for instant in running if instant >= one.due)
        day = working_days_after(first.astimezone(ZONE).date(), 5)
        again = next(instant for instant in running if instant.astimezone(ZONE).date() >= day)
        assert rows[one.number].sent_at == first
        assert rows[one.number].sent_again_at == again
    assert len({(row.person_id, row.offer_id, row.wave) for row in sent}) == len(sent) == len(posted) * 6
    assert len({(row.broadcast_id, row.person_id) for row in mailings}) == len(mailings)
    assert len(told(database)) == len(mailings)


async def test_each_offer_twice_on_its_days(on_sqlite: Database) -> None:
    await _year(on_sqlite, hours())


async def test_two_schedulers(on_sqlite: Database) -> None:
    await _year(on_sqlite, hours(), 2)


@pytest.mark.parametrize("stopped", [1, 7])
async def test_the_bot_stopped_now_and_then(on_sqlite: Database, stopped: int) -> None:
    """Down for a day, or a week, every month."""
    down = {
        date(2026, 10, 21) + ONE_DAY * (30 * month + place) for month in range(13) for place in range(stopped)
    }
    running = [instant for instant in hours() if instant.astimezone(ZONE).date() not in down]
    await _year(on_sqlite, running)


async def test_nothing_is_sent_outside_working_hours(on_sqlite: Database) -> None:
    """Nights, weekends and holidays go by, and nothing happens; the next morning it does."""
    with on_sqlite.begin() as session:
        contact(session, 1, "anpe", _at(FIRST, 0))
        offer(session, _at(date(2026, 12, 24), 20 * 60))
    rest = [_at(date(2026, 12, 24), 20 * 60) + timedelta(hours=hour) for hour in range(3 * 24 + 11)]
    await keep(on_sqlite, rest)
    assert told(on_sqlite) == []
    await keep(on_sqlite, [_at(date(2026, 12, 28), 8 * 60)])
    assert len(told(on_sqlite)) == 1
