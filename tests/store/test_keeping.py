"""How long files are kept, what keeps them longer, what forbids erasing, and by which index each is read."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import sqlalchemy as sa
from people_world import Folk
from rows import NOW, together, work

from bot.jobs import anonymise, ending, expire_offers, offer_expiry, referral, retention
from bot.rules.schedule import Due
from bot.store import (
    candidate_merges,
    candidates,
    expiring_offers,
    interviews,
    legal_holds,
    obstacles,
    offers,
    quiet,
    reminders,
)
from bot.store.database import Database, Session
from bot.store.interviews import Held
from bot.store.obstacles import Obstacle
from bot.store.tables import Candidate, OfferState

TODAY = NOW.date()
ZONE = ZoneInfo("Europe/Paris")


def _folk(session: Session) -> Folk:
    folk = Folk()
    folk.settle(session)
    return folk


def _file(session: Session, number: int) -> Candidate:
    found = candidates.get(session, number)
    assert found is not None
    return found


def _plans(session: Session, do: Callable[[], Any]) -> list[str]:
    """What SQLite does for each select of it."""
    asked: list[tuple[str, Any]] = []

    def hear(_connection: Any, _cursor: Any, text: str, values: Any, *_more: Any) -> None:
        if text.startswith(("SELECT", "UPDATE")):
            asked.append((text, values))

    sa.event.listen(session.core, "before_cursor_execute", hear)
    try:
        do()
    finally:
        sa.event.remove(session.core, "before_cursor_execute", hear)
    raw = session.core.connection.driver_connection
    assert raw is not None
    return [
        step[3]
        for text, values in asked
        for step in raw.execute(f"EXPLAIN QUERY PLAN {text}", values).fetchall()
    ]


@pytest.mark.parametrize("find", [retention.find, offer_expiry.find, referral.find, ending.find])
def test_lines_read_by_an_index(on_sqlite: Database, find: Callable[..., Any]) -> None:
    with on_sqlite.begin() as session:
        _folk(session)
        session.core.execute(sa.text("ANALYZE"))
        steps = _plans(session, lambda: list(find(work(session))))
    assert any("USING" in step for step in steps)
    assert [step for step in steps if step.startswith("SCAN")] == []


def test_the_jobs_read_by_an_index(on_sqlite: Database) -> None:
    with on_sqlite.begin() as session:
        folk = _folk(session)
        number = folk.seeker(session, "N", "Fanny", "2024-01-01")
        due = Due(number, date(2025, 12, 1), folk.who["Fanny"])
        reminders.add(session, "retention", [due], TODAY, NOW - timedelta(days=30))
        folk.offer(session, "X", "2026-01-01T09:00")
        done: list[int] = []

        def go() -> None:
            done.append(anonymise.run(work(session)))
            done.append(expire_offers.run(work(session)))

        steps = _plans(session, go)
    assert done == [1, 1]
    tables = (
        "candidates",
        "offers",
        "referrals",
        "placements",
        "worked_months",
        "reminders",
        "changes",
        "notes",
    )
    scans = [step for step in steps if step.startswith("SCAN") and "USING" not in step]
    assert [step for step in scans if step.removeprefix("SCAN ").split()[0] in tables] == []


def test_no_sign_of_life_is_overlooked(database: Database) -> None:
    """Each of them alone keeps a file; what is no sign does not."""
    with database.begin() as session:
        folk = _folk(session)
        names = (
            "plain",
            "referred",
            "interviewed",
            "absent",
            "to follow",
            "reached",
            "missed",
            "left",
            "worked",
        )
        for name in names:
            folk.seeker(session, name, "Fanny", "2024-01-01")
        folk.file(session, "referred", referred_on=date(2026, 10, 1))
        _signs(folk, session)
        found = {file.candidate_id: file.last_on for file in quiet.since(session, date(2026, 1, 1), ZONE)}
        by_name = {name: found.get(folk.things[name]) for name in (*names, "worker W")}
    first = date(2024, 1, 1)
    assert by_name == {
        "plain": first, "absent": first, "missed": first, "referred": None, "interviewed": None,
        "to follow": None, "reached": None, "left": date(2025, 5, 5), "worked": first, "worker W": None,
    }  # fmt: skip


def _signs(folk: Folk, session: Session) -> None:
    for name, outcome in (("interviewed", "progress"), ("absent", "absent")):
        said = Held(date(2026, 10, 1), "phone", outcome, None, None)
        interviews.add(session, folk.things[name], folk.who["Fanny"], said, NOW)
    folk.follow_up(session, "F1", "to follow", "2026-10-01")
    folk.follow_up(session, "F2", "reached", "2024-02-01")
    folk.followed(session, "F2", done_at=NOW, state="well")
    folk.follow_up(session, "F3", "missed", "2024-02-01")
    folk.followed(session, "F3", done_at=NOW, state="no_contact")
    folk.left(session, "E", "left", "2025-05-05")
    folk.at_work(session, "W", "Fanny", "2024-12-31")
    folk.file(session, "worker W", contacted_on=date(2024, 1, 1))
    folk.hours(session, "W 2026-01", "W", "2026-01-01", 10, "2026-02-01T09:00")


def test_nobody_goes_without_a_warning(database: Database) -> None:
    with database.begin() as session:
        folk = _folk(session)
        number = folk.seeker(session, "N", "Fanny", "2024-01-01")
        assert anonymise.run(work(session)) == 0
        due = Due(number, date(2025, 12, 1), folk.who["Fanny"])
        reminders.add(session, "retention", [due], TODAY, NOW)
        assert anonymise.run(work(session, NOW + timedelta(days=6))) == 0
        assert anonymise.run(work(session, NOW + timedelta(days=7))) == 1


def test_of_two_at_once_one_anonymises(database: Database) -> None:
    with database.begin() as session:
        folk = _folk(session)
        number = folk.seeker(session, "N", "Fanny", "2024-01-01")
        due = Due(number, date(2025, 12, 1), folk.who["Fanny"])
        reminders.add(session, "retention", [due], TODAY, NOW - timedelta(days=30))

    def go(_number: int) -> int:
        with database.begin() as session:
            return anonymise.run(work(session))

    assert sorted(together(3, go)) == [0, 0, 1]


def test_of_two_at_once_one_expires_an_offer(database: Database) -> None:
    with database.begin() as session:
        _folk(session).offer(session, "X", "2026-01-01T09:00")

    def go(_number: int) -> int:
        with database.begin() as session:
            return expire_offers.run(work(session))

    assert sorted(together(3, go)) == [0, 0, 1]


def test_news_that_come_first_win(database: Database) -> None:
    with database.begin() as session:
        folk = _folk(session)
        number = folk.offer(session, "X", "2026-09-01T09:00")
        assert not expiring_offers.expire(session, number, NOW - timedelta(days=100), TODAY)
        assert expiring_offers.expire(session, number, NOW, TODAY)
        assert not expiring_offers.expire(session, number, NOW, TODAY)
        assert not expiring_offers.reopen(session, number, TODAY + timedelta(days=1), NOW)
        assert expiring_offers.reopen(session, number, TODAY, NOW)
        assert not expiring_offers.reopen(session, number, TODAY, NOW)
        assert [one.offer_id for one in expiring_offers.silent(session, NOW)] == []


def test_an_offer_lives_its_sixtieth_day_out(database: Database) -> None:
    """Heard of on 23 September at 10:00 in Paris: 60 days later is 22 November, which is NOW's day."""
    with database.begin() as session:
        folk = _folk(session)
        number = folk.offer(session, "X", "2026-09-23T08:00")
        assert expire_offers.run(work(session)) == 0
        assert expire_offers.run(work(session, NOW + timedelta(days=1))) == 1
        offer = offers.get(session, number)
        assert offer is not None
        assert (offer.state, offer.closed_on) == (OfferState.EXPIRED, TODAY + timedelta(days=1))


def test_a_hold_lasts_its_last_day(database: Database) -> None:
    with database.begin() as session:
        folk = _folk(session)
        file = _file(session, folk.seeker(session, "N", "Fanny"))
        assert legal_holds.hold(session, file, "Contrôle du FSE", TODAY, folk.who["Colette"])
        file = _file(session, folk.things["N"])
        assert legal_holds.ground(session, file) == "Contrôle du FSE"
        assert obstacles.of(session, file, TODAY) is Obstacle.HOLD
        assert obstacles.of(session, file, TODAY + timedelta(days=1)) is None
        assert legal_holds.lift(session, folk.things["N"])
        assert not legal_holds.lift(session, folk.things["N"])
        assert legal_holds.ground(session, _file(session, folk.things["N"])) is None


@pytest.mark.parametrize(("kept", "other"), [(None, 2), (2, None), (1, 2), (2, 1)])
def test_a_merged_file_keeps_the_longer_hold(database: Database, kept: int | None, other: int | None) -> None:
    with database.begin() as session:
        folk = _folk(session)
        for name, years in (("A", kept), ("B", other)):
            file = _file(session, folk.seeker(session, name, "Fanny"))
            if years is not None:
                until = TODAY + timedelta(days=365 * years)
                legal_holds.hold(session, file, f"pour {years}", until, folk.who["Colette"])
        merged = candidate_merges.merge(session, folk.things["A"], folk.things["B"])
        assert merged is not None
        file = _file(session, folk.things["A"])
        assert file.hold_until == TODAY + timedelta(days=730)
        assert legal_holds.ground(session, file) == "pour 2"


def test_who_is_at_work_or_has_hours_to_settle_is_not_erased(database: Database) -> None:
    with database.begin() as session:
        folk = _folk(session)
        folk.at_work(session, "W", "Fanny", "2026-12-31")
        number = folk.things["worker W"]

        def of() -> Obstacle | None:
            return obstacles.of(session, _file(session, number), TODAY)

        assert of() is Obstacle.AT_WORK
        folk.placed(session, "W", planned_end=None)
        assert of() is Obstacle.AT_WORK
        folk.left(session, "E", "worker W", "2026-11-01")
        assert of() is None
        folk.hours(session, "H", "W", "2026-10-01", 100, "2026-11-01T09:00")
        assert of() is Obstacle.HOURS
        folk.settled(session, "H", "asked_back")
        assert of() is Obstacle.HOURS
        folk.settled(session, "H", "validated")
        assert of() is None
        folk.placed(session, "W", state="rejected")
        assert of() is None
