"""The agreement over thirteen months on a virtual clock, with both clock changes: who leaves on which night,
who is reminded of what on which day, whatever stops or doubles the scheduler."""

from collections.abc import Callable, Iterable
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from agreed import SITE, ZONE, Cast, Hands, answer, ask, at, notice, settle

from bot.actions import go_on_without
from bot.jobs import BY_NAME, Keeper
from bot.store.database import Database, Session
from bot.store.tables import AuditEntry, Reminder, rows_of

FROM, UNTIL = date(2026, 10, 19), date(2027, 11, 26)
ENDS, LATER = date(2027, 6, 30), date(2030, 6, 30)
NIGHT, LINE = BY_NAME["agreement"], BY_NAME["agreement expiring / termination effective"]
SCANS = (time(0, 4), time(0, 6), time(6, 1), time(13, 0))
ONE_DAY = timedelta(days=1)
AUDIT, REMINDERS = rows_of(AuditEntry), rows_of(Reminder)

LEAVES = {
    "Autumn": date(2026, 10, 25),
    "Spring": date(2027, 3, 28),
    "Alone": date(2027, 7, 1),
    "Late": date(2027, 10, 31),
}
"""Who leaves on which day: two nights when the clock changes, the day after the old last one, and another
such night."""


def _renew(cast: Cast, session: Session, now: datetime) -> None:
    renewal = ask(cast, session, LATER, now)
    for home, agrees in (("Stays", True), ("Late", True), ("Alone", False)):
        answer(cast, session, renewal, home, agrees, now)
    go_on_without.go_on(cast.turn(session, "Colette", now), renewal.id or 0, cast.homes["Alone"])


EVENTS: dict[date, Callable[[Cast, Session, datetime], Any]] = {
    date(2026, 10, 20): lambda cast, session, now: notice(cast, session, "Autumn", date(2026, 7, 25), now),
    date(2026, 12, 29): lambda cast, session, now: notice(cast, session, "Spring", date(2026, 12, 28), now),
    date(2027, 6, 10): _renew,
    date(2027, 8, 1): lambda cast, session, now: notice(cast, session, "Late", date(2027, 7, 31), now),
}
COORDINATORS, LIVING = ("Colette", "Claude"), ("Autumn", "Spring", "Alone", "Late", "Stays")


def told_after(*gone: str) -> tuple[str, ...]:
    return (*COORDINATORS, *(f"de {home}" for home in LIVING if home not in gone))


REMINDED: dict[tuple[int, date], tuple[str, ...]] = {
    (-1, date(2026, 10, 25)): told_after("Autumn"),
    (-2, date(2027, 3, 28)): told_after("Autumn", "Spring"),
    (1, date(2027, 4, 1)): told_after("Autumn", "Spring"),
    (1, date(2027, 5, 31)): told_after("Autumn", "Spring"),
    (-3, date(2027, 10, 31)): told_after("Autumn", "Spring", "Alone", "Late"),
}
"""Written by hand: 90 and 30 days before 30 June 2027, not 7 since it was renewed on 10 June; each notice on
its day, for who is still there."""


def instants(stopped: Iterable[tuple[date, date]] = ()) -> list[datetime]:
    """Every scan of these months, as UTC sees it, but on the days the bot is stopped."""
    days = [FROM + ONE_DAY * place for place in range((UNTIL - FROM).days + 1)]
    awake = [day for day in days if not any(first <= day <= last for first, last in stopped)]
    return [datetime.combine(day, scan, ZONE).astimezone(at(day).tzinfo) for day in awake for scan in SCANS]


async def live(database: Database, running: list[datetime], keepers: int = 1) -> Cast:
    with database.begin() as session:
        cast, _ = settle(session, at(FROM, 0), *LIVING, ends_on=ENDS)
    hands: Any = Hands(running[0])
    kept = [Keeper(database, hands, SITE, "fr") for _ in range(keepers)]
    waiting = dict(EVENTS)
    for hands.instant in running:
        for keeper in kept:
            await keeper.keep(NIGHT)
            await keeper.keep(LINE)
        for day in [day for day in waiting if day <= hands.today() and hands.instant >= at(day)]:
            with database.begin() as session:
                waiting.pop(day)(cast, session, hands.instant)
    assert not waiting
    return cast


def left(database: Database, cast: Cast) -> dict[str, list[datetime]]:
    """When each organisation left, in the partners' time."""
    names = {number: name for name, number in cast.homes.items()}
    with database.begin() as session:
        query = (
            sa.select(AUDIT.c.subject_id, AUDIT.c.at).where(AUDIT.c.action == "leave").order_by(AUDIT.c.id)
        )
        found: dict[str, list[datetime]] = {}
        for row in session.core.execute(query):
            found.setdefault(names[row.subject_id], []).append(row.at.astimezone(ZONE))
        return found


def reminded(database: Database, cast: Cast) -> dict[tuple[int, date], set[str]]:
    names = {person.id: name for name, person in cast.people.items()}
    with database.begin() as session:
        rows = session.core.execute(sa.select(REMINDERS)).all()
    found: dict[tuple[int, date], set[str]] = {}
    for row in rows:
        assert row.kind == "agreement"
        found.setdefault((row.subject_id, row.due_on), set()).add(names[row.person_id])
    assert len(rows) == sum(map(len, found.values()))
    return found


@pytest.mark.parametrize("keepers", [1, 2])
async def test_each_leaves_once_at_five_past_midnight(on_sqlite: Database, keepers: int) -> None:
    cast = await live(on_sqlite, instants(), keepers)
    found = left(on_sqlite, cast)
    assert {home: [one.date() for one in nights] for home, nights in found.items()} == {
        home: [day] for home, day in LEAVES.items()
    }
    assert {night.time() for nights in found.values() for night in nights} == {time(0, 6)}
    assert reminded(on_sqlite, cast) == {fact: set(who) for fact, who in REMINDED.items()}


async def test_on_postgresql_two_keepers_are_one(on_postgres: Database) -> None:
    around = [when for when in instants() if when < at(date(2027, 4, 5))]
    with on_postgres.begin() as session:
        cast, _ = settle(session, at(FROM, 0), *LIVING, ends_on=ENDS)
        EVENTS[date(2026, 10, 20)](cast, session, at(date(2026, 10, 20)))
        EVENTS[date(2026, 12, 29)](cast, session, at(date(2026, 12, 29)))
    hands: Any = Hands(around[0])
    kept = [Keeper(on_postgres, hands, SITE, "fr") for _ in range(2)]
    for hands.instant in around[::2]:
        for keeper in kept:
            await keeper.keep(NIGHT)
            await keeper.keep(LINE)
    assert {home: len(nights) for home, nights in left(on_postgres, cast).items()} == {
        "Autumn": 1,
        "Spring": 1,
    }


async def test_a_bot_stopped_a_week_does_it_when_it_is_back(on_sqlite: Database) -> None:
    away = [(day - 3 * ONE_DAY, day + 3 * ONE_DAY) for day in LEAVES.values()]
    cast = await live(on_sqlite, instants(away))
    found = left(on_sqlite, cast)
    back = {home: day + 4 * ONE_DAY for home, day in LEAVES.items()}
    assert {home: [one.date() for one in nights] for home, nights in found.items()} == {
        home: [day] for home, day in back.items()
    }
    told = reminded(on_sqlite, cast)
    assert told.keys() == REMINDED.keys()
    assert told[-1, date(2026, 10, 25)] == set(REMINDED[-1, date(2026, 10, 25)])


async def test_an_agreement_nobody_renews_ends_once_and_nobody_leaves(on_sqlite: Database) -> None:
    with on_sqlite.begin() as session:
        cast, _ = settle(session, at(FROM, 0), "Stays", ends_on=ENDS)
    hands: Any = Hands(at(FROM))
    keeper = Keeper(on_sqlite, hands, SITE, "fr")
    for hands.instant in instants():
        await keeper.keep(NIGHT)
        await keeper.keep(LINE)
    with on_sqlite.begin() as session:
        ended = session.core.execute(sa.select(AUDIT.c.at).where(AUDIT.c.action == "end agreement")).scalars()
        assert [one.astimezone(ZONE).date() for one in ended] == [ENDS + ONE_DAY]
    assert left(on_sqlite, cast) == {}
    days = {date(2027, 4, 1), date(2027, 5, 31), date(2027, 6, 23)}
    assert reminded(on_sqlite, cast) == {(1, day): {*COORDINATORS, "de Stays"} for day in days}
