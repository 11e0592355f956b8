"""What may leave the PLIE is counted once a day: the same for whoever asks, and nobody waits for it."""

import threading
import time
from contextlib import closing
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
import sqlalchemy as sa
from indicator_oracle import PARIS
from indicator_worlds import clear, draw, write
from what_is_known import cells

from bot.reports.indicators import kept
from bot.reports.indicators.outside import NotOutsideError, Reports
from bot.rules.period import Period, previous, quarter, year
from bot.store import indicators, organisations
from bot.store.database import Database, Session
from bot.store.indicators.scope import Asked
from bot.store.sealed import Sealer
from bot.store.tables import Lot, Placement, rows_of

DAY, NEXT = date(2028, 1, 10), date(2028, 1, 11)
LAST_YEAR, LAST_QUARTER = year(date(2027, 6, 1)), quarter(date(2027, 12, 1))


def told(session: Session, period: Period, buyer: int | None = None, day: date = DAY) -> dict[str, Any]:
    return kept.figures(session, Asked(period, PARIS, buyer), day)


def peopled(session: Session) -> None:
    """A drawn world where somebody worked in the year, on a lot whose clause was retained in it."""
    for seed in range(200):
        write(session, draw(seed))
        figures = indicators.figures(session, Asked(LAST_YEAR, PARIS))
        if figures["people"]["beneficiaries"] and figures["hours"]["owed"]:
            return
        clear(session)
    raise AssertionError("no such world")


def count(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Note each year that is counted."""
    counted: list[int] = []

    class Noted(Reports):
        def __init__(self, session: Session, number: int, *others: Any) -> None:
            counted.append(number)
            super().__init__(session, number, *others)

    monkeypatch.setattr(kept, "Reports", Noted)
    return counted


def test_what_is_kept_is_what_may_be_told(database: Database) -> None:
    with database.begin() as session:
        write(session, draw(5))
        made = Reports(session, 2027, PARIS, DAY)
        for buyer in made.rows:
            for period, column in made.leaving.items():
                assert told(session, period, buyer) == made.told(made.rows.index(buyer), column)
                assert isinstance(told(session, period, buyer)["markets"]["amount"]["initial"], Decimal)


@pytest.mark.parametrize("people", [0, "n.c.", "< 3"])
def test_of_nobody_who_left_all_is_nought(
    on_sqlite: Database, monkeypatch: pytest.MonkeyPatch, people: int | str
) -> None:
    """What "n.c." would stand for is no secret then; where the people are masked, all stays so."""

    class Masked(Reports):
        def told(self, row: int, column: int) -> dict[str, Any]:
            figures = super().told(row, column)
            left = figures["people"]["leavers"]
            left |= {
                "people": people,
                "placements": "n.c.",
                "reasons": dict.fromkeys(left["reasons"], "n.c."),
            }
            return figures

    monkeypatch.setattr(kept, "Reports", Masked)
    with on_sqlite.begin() as session:
        write(session, draw(5))
        left = told(session, LAST_YEAR)["people"]["leavers"]
        shown = "n.c." if people else 0
        assert left == {
            "people": people,
            "placements": shown,
            "reasons": dict.fromkeys(left["reasons"], shown),
        }
        assert left["reasons"]


def test_counted_once_a_day(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    counted = count(monkeypatch)
    with database.begin() as session:
        peopled(session)
        first = told(session, LAST_YEAR)
        session.core.execute(rows_of(Lot).update().values(hours_owed=7))
        assert told(session, LAST_YEAR) == first
        for buyer in organisations.buyers_with_clauses(session):
            told(session, LAST_QUARTER, buyer)
        assert counted == [2027]
        assert told(session, LAST_YEAR, day=NEXT) != first
        assert counted == [2027, 2027]


def test_a_buyer_without_a_clause_at_night_changes_nothing_for_the_others(database: Database) -> None:
    """It has no memo: counting anew for it would show the others a second version of the day."""
    with database.begin() as session:
        peopled(session)
        first = told(session, LAST_YEAR)
        session.core.execute(rows_of(Placement).update().values(state="rejected"))
        assert told(session, LAST_YEAR, 9999)["people"]["beneficiaries"] == 0
        assert told(session, LAST_YEAR) == first


def test_a_period_that_is_over_goes_on_hiding_the_same(database: Database) -> None:
    with database.begin() as session:
        peopled(session)
        before = words(told(session, LAST_YEAR))
        session.core.execute(rows_of(Placement).update().values(state="rejected"))
        after = words(told(session, LAST_YEAR, day=NEXT))
        assert before
        assert all(after[path] in (word, "n.c.") for path, word in before.items())


def test_a_correction_about_one_person_is_not_told(database: Database) -> None:
    """Between two days nobody sees what happened to one: three are waited for."""
    with database.begin() as session:
        peopled(session)
        before = told(session, LAST_YEAR)
        inside = indicators.figures(session, Asked(LAST_YEAR, PARIS))
        rows = rows_of(Placement)
        counted = session.core.execute(sa.select(rows.c.id).where(rows.c.state != "rejected")).scalars().all()
        for number in counted:
            one = sa.update(rows).where(rows.c.id == number).values(state="rejected")
            session.core.execute(one)
            if indicators.figures(session, Asked(LAST_YEAR, PARIS))["people"] != inside["people"]:
                break
        assert indicators.figures(session, Asked(LAST_YEAR, PARIS))["people"] != inside["people"]
        assert told(session, LAST_YEAR, day=NEXT)["people"] == before["people"]


def words(figures: dict[str, Any]) -> dict[tuple[str, ...], str]:
    """What is masked of the beneficiaries and their profile, none of which is left."""
    found = cells({"people": figures["people"], "implementation": None, "targets": None})
    mine = {path: word for path, word in found.items() if path[1] in ("beneficiaries", "profile")}
    return {path: word for path, word in mine.items() if isinstance(word, str)}


def test_a_quarter_leaves_once_it_is_over_and_the_year_with_its_last(database: Database) -> None:
    """One that is not over hides nothing: nothing of it is told that "n.c." could protect."""
    with database.begin() as session:
        peopled(session)
        for day, months in ((date(2027, 4, 1), [1]), (date(2027, 12, 31), [1, 4, 7]), (DAY, [1, 4, 7, 10])):
            made = Reports(session, 2027, PARIS, day)
            assert [one.first.month for one in made.periods] == [*months, 1]
            quarters = {quarter(date(2027, month, 1)) for month in months}
            assert made.leaving.keys() == quarters | ({LAST_YEAR} if day == DAY else set())
            for period in made.leaving:
                told(session, period, day=day)
        for day in (date(2027, 3, 31), date(2027, 1, 1)):
            for period in (quarter(day), year(day)):
                with pytest.raises(NotOutsideError):
                    told(session, period, day=day)
        with pytest.raises(NotOutsideError):
            Reports(session, 2027, PARIS, date(2027, 3, 31))


def test_a_buyer_without_a_clause_is_no_row_of_the_grid(database: Database) -> None:
    with database.begin() as session:
        peopled(session)
        assert Reports(session, 2027, PARIS, DAY).rows != [None]
        session.core.execute(rows_of(Lot).update().values(confirmed_on=None))
        assert Reports(session, 2027, PARIS, DAY).rows == [None]


def test_a_buyer_without_contracts_reads_nothing_but_noughts(database: Database) -> None:
    with database.begin() as session:
        write(session, draw(7))
        assert told(session, LAST_YEAR, 9999)["markets"]["procurements"] == 0


@pytest.mark.parametrize(
    ("day", "years"),
    [
        (DAY, [2027]),
        (date(2028, 3, 31), [2027]),
        (date(2028, 4, 1), [2027, 2028]),
        (date(2029, 1, 1), [2028]),
    ],
)
def test_the_night_counts_what_will_be_asked(
    database: Database, monkeypatch: pytest.MonkeyPatch, day: date, years: list[int]
) -> None:
    counted = count(monkeypatch)
    with database.begin() as session:
        write(session, draw(8))
        homes = len(organisations.buyers_with_clauses(session)) + 1
        assert kept.ahead(session, PARIS, day) == homes * len(years)
        assert counted == years
        told(session, previous(year(day)), day=day)
        told(session, previous(quarter(day)), day=day)
        assert counted == years


def test_two_who_ask_at_once_read_the_same(postgres_emptied: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """On SQLite nobody can: one transaction follows the other."""
    with closing(Database(postgres_emptied, Sealer([bytes(32)]))) as database:
        with database.begin() as session:
            peopled(session)
        counted = count(monkeypatch)
        found: list[dict[str, Any]] = []

        def asks() -> None:
            with database.begin() as session:
                found.append(told(session, LAST_YEAR))

        second = threading.Thread(target=asks)
        with database.begin() as session:
            first = told(session, LAST_YEAR)
            with database.begin() as other:
                other.core.execute(rows_of(Lot).update().values(hours_owed=7))
            second.start()
            _wait_for_a_lock(session)
        second.join()
    assert found == [first]
    assert counted == [2027]


def test_all_reports_of_a_year_are_of_one_instant(
    postgres_emptied: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The year and its quarters agree, whoever writes while they are counted; on SQLite nobody can."""
    with closing(Database(postgres_emptied, Sealer([bytes(32)]))) as database:
        with database.begin() as session:
            peopled(session)
        counting = indicators.figures

        def disturbed(session: Session, asked: Asked) -> dict[str, Any]:
            found = counting(session, asked)
            with database.begin() as other:
                other.core.execute(rows_of(Lot).update().values(hours_owed=rows_of(Lot).c.hours_owed + 1))
            return found

        monkeypatch.setattr(indicators, "figures", disturbed)
        with database.begin() as session:
            reports = [told(session, quarter(date(2027, month, 1))) for month in (1, 4, 7, 10)]
            owed = sum(one["hours"]["owed"] for one in reports)
            assert owed == told(session, LAST_YEAR)["hours"]["owed"]


def _wait_for_a_lock(session: Session) -> None:
    for _ in range(200):
        if session.core.execute(sa.text("SELECT count(*) FROM pg_locks WHERE NOT granted")).scalar_one():
            return
        time.sleep(0.05)
