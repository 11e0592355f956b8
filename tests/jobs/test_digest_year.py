"""The weekly digest on a virtual clock, over thirteen months: every Monday, or the first working day after
it, once to each; whatever becomes of who keeps the schedule."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import partial
from typing import Any

import pytest
import sqlalchemy as sa
from broadcasting import by_mail, contact
from vacancies import company, post
from virtual_year import KILLED, ONE_DAY, TWO, ZONE, Run, days, opened

from bot.jobs import BY_NAME
from bot.rules.calendar import may_disturb
from bot.store import schema
from bot.store.database import Session
from bot.store.tables import JobOffer, Outbox, rows_of

JOB = BY_NAME["digest: labour movements, training needs"]
OUTBOX, OFFERS = rows_of(Outbox), rows_of(JobOffer)
FROM, UNTIL = date(2026, 10, 7), date(2027, 11, 14)
TUESDAYS = {date(2027, 3, 29): date(2027, 3, 30), date(2027, 5, 17): date(2027, 5, 18),
            date(2027, 11, 1): date(2027, 11, 2)}  # fmt: skip
"""Easter Monday, Whit Monday and All Saints: the working day after."""
SILENT = (date(2027, 7, 5), date(2027, 8, 16))
"""Between these Mondays there was nothing to say."""
OFF: dict[str, set[date]] = {
    "every day": set(),
    "stopped": days("2027-01-11", 7) | days("2027-03-29", 3) | days("2026-10-25", 2) | {date(2027, 6, 7)},
    TWO: set(),
    KILLED: set(),
}
LATER = {date(2027, 3, 29): date(2027, 4, 1), date(2026, 10, 26): date(2026, 10, 27),
         date(2027, 6, 7): date(2027, 6, 8)}  # fmt: skip
MISSED = {date(2027, 1, 11)}
"""Of the weeks of the bot that was stopped: the first working day it was there, or never."""
RUNNING = [("sqlite", mode) for mode in OFF if mode != TWO] + [("postgresql", TWO)]


def expected(mode: str) -> dict[date, date]:
    """On which day the digest of each Monday is written."""
    found, monday = {}, date(2026, 10, 12)
    while monday <= UNTIL:
        if not SILENT[0] <= monday <= SILENT[1]:
            found[monday] = TUESDAYS.get(monday, monday)
        monday += 7 * ONE_DAY
    if mode == "stopped":
        found = {day: when for day, when in (found | LATER).items() if day not in MISSED}
    return found


def settle(session: Session) -> None:
    now = datetime.combine(FROM, time(5), UTC)
    marc = company(session, 900, now)
    post(session, marc, now)
    contact(session, 10, "anpe", now)
    by_mail(session, 20, "mission", now)
    contact(session, 30, "department", now)


def still(day: str, session: Session) -> None:
    """The company says that its offer is open still."""
    now = datetime.combine(date.fromisoformat(day), time(12), UTC)
    session.core.execute(sa.update(OFFERS).values(heard_at=now, state="open", start_on=now.date()))


def over(session: Session) -> None:
    session.core.execute(sa.update(OFFERS).values(state="filled"))


EVENTS = sorted(
    [
        (day, partial(still, day))
        for day in (
            "2026-11-20", "2027-01-04", "2027-02-15", "2027-04-02", "2027-05-14", "2027-06-25", "2027-08-20",
            "2027-10-04",
        )
    ]
    + [("2027-07-01", over)]
)  # fmt: skip


@dataclass
class Ran:
    """Thirteen months as they went: every digest written."""

    mode: str
    rows: list[Any]


@pytest.fixture(scope="module", params=RUNNING, ids=" ".join)
def ran(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ran]:
    kind, mode = request.param
    with closing(opened(request, kind, tmp_path_factory.mktemp("digest"), "digest_year")) as database:
        schema.upgrade(database)
        with database.begin() as session:
            settle(session)
        Run(database, [JOB], mode, OFF[mode], hour=9).play(FROM, UNTIL, EVENTS)
        with database.begin() as session:
            mine = OUTBOX.c.key.startswith("digest:")
            rows = session.core.execute(sa.select(OUTBOX).where(mine).order_by(OUTBOX.c.id)).all()
        yield Ran(mode, list(rows))


def test_every_monday_once_to_each(ran: Ran) -> None:
    found: dict[date, list[date]] = {}
    for row in ran.rows:
        monday = date.fromisoformat(row.key.split(":")[1])
        found.setdefault(monday, []).append(row.created_at.astimezone(ZONE).date())
    assert found == {monday: [day] * 2 for monday, day in expected(ran.mode).items()}
    assert len({row.key for row in ran.rows}) == len(ran.rows)


def test_it_leaves_as_a_reminder_to_two_of_three(ran: Ran) -> None:
    assert {row.key.rpartition(":")[2] for row in ran.rows} == {"2", "3"}
    assert {row.rank for row in ran.rows} == {ran.rows[0].rank}
    assert {row.method for row in ran.rows} == {"sendMessage", "mail"}


def test_half_past_eight_on_both_sides_of_the_changes_of_the_clock() -> None:
    for monday in (date(2026, 10, 26), date(2027, 3, 22), date(2027, 4, 5), date(2027, 11, 8)):
        half_past = datetime.combine(monday, time(8, 30), ZONE)
        assert JOB.schedule.slot(half_past) == monday.isoformat()
        assert JOB.schedule.slot(half_past - timedelta(minutes=1)) != monday.isoformat()
        assert JOB.schedule.following(half_past - timedelta(days=1)) == half_past
        assert may_disturb(half_past)
