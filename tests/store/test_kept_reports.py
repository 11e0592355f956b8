"""What may leave the PLIE is counted once a day: the same for whoever asks, and nobody waits for it."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from indicator_oracle import PARIS
from indicator_worlds import draw, write
from what_is_known import cells

from bot.reports.indicators import kept
from bot.reports.indicators.outside import NotOutsideError, Reports
from bot.rules.period import Period, quarter, year
from bot.store import organisations
from bot.store.database import Database, Session
from bot.store.indicators.scope import Asked
from bot.store.tables import Lot, Placement, rows_of

DAY, NEXT = date(2028, 1, 10), date(2028, 1, 11)
LAST_YEAR, LAST_QUARTER = year(date(2027, 6, 1)), quarter(date(2027, 12, 1))


def told(session: Session, period: Period, buyer: int | None = None, day: date = DAY) -> dict[str, Any]:
    return kept.figures(session, Asked(period, PARIS, buyer), day)


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
            for period in made.periods:
                leaving = made.leaving(made.row(buyer), made.column(period))
                assert told(session, period, buyer) == leaving
                assert isinstance(told(session, period, buyer)["markets"]["amount"]["initial"], Decimal)


def test_counted_once_a_day(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    counted = count(monkeypatch)
    with database.begin() as session:
        write(session, draw(6))
        first = told(session, LAST_YEAR)
        session.core.execute(rows_of(Placement).update().values(state="rejected"))
        assert told(session, LAST_YEAR) == first
        for buyer in organisations.buyers_with_clauses(session):
            told(session, LAST_QUARTER, buyer)
        assert counted == [2027]
        assert first["people"]["beneficiaries"] != 0
        assert told(session, LAST_YEAR, day=NEXT) != first
        assert counted == [2027, 2027]


def test_a_buyer_without_a_clause_at_night_changes_nothing_for_the_others(database: Database) -> None:
    """It has no memo: counting anew for it would show the others a second version of the day."""
    with database.begin() as session:
        write(session, draw(6))
        first = told(session, LAST_YEAR)
        session.core.execute(rows_of(Placement).update().values(state="rejected"))
        assert told(session, LAST_YEAR, 9999)["people"]["beneficiaries"] == 0
        assert told(session, LAST_YEAR) == first


def test_a_period_that_is_over_goes_on_hiding_the_same(database: Database) -> None:
    with database.begin() as session:
        write(session, draw(6))
        before = words(told(session, LAST_YEAR))
        session.core.execute(rows_of(Placement).update().values(state="rejected"))
        after = words(told(session, LAST_YEAR, day=NEXT))
        assert before
        assert set(after.values()) == {"n.c."}
        assert before.keys() <= after.keys()


def words(figures: dict[str, Any]) -> dict[tuple[str, ...], str]:
    """What is masked of the beneficiaries and their profile, none of which is left."""
    found = cells({"people": figures["people"], "implementation": None, "targets": None})
    mine = {path: word for path, word in found.items() if path[1] in ("beneficiaries", "profile")}
    return {path: word for path, word in mine.items() if isinstance(word, str)}


def test_no_quarter_yet_to_come_hides_anything(database: Database) -> None:
    """Everybody knows that nothing happened in it: "n.c." there would protect no other count."""
    with database.begin() as session:
        write(session, draw(6))
        may = date(2027, 5, 10)
        assert [one.first.month for one in Reports(session, 2027, PARIS, may).periods] == [1, 4, 1]
        told(session, quarter(may), day=may)
        told(session, year(may), day=may)
        with pytest.raises(NotOutsideError):
            told(session, quarter(date(2027, 7, 1)), day=may)


def test_a_buyer_without_a_clause_is_no_row_of_the_grid(database: Database) -> None:
    with database.begin() as session:
        write(session, draw(6))
        assert Reports(session, 2027, PARIS, DAY).rows != [None]
        session.core.execute(rows_of(Lot).update().values(confirmed_on=None))
        assert Reports(session, 2027, PARIS, DAY).rows == [None]


def test_a_buyer_without_contracts_reads_nothing_but_noughts(database: Database) -> None:
    with database.begin() as session:
        write(session, draw(7))
        assert told(session, LAST_YEAR, 9999)["markets"]["procurements"] == 0


@pytest.mark.parametrize(
    ("day", "years"), [(DAY, [2027, 2028]), (date(2028, 4, 1), [2028]), (date(2028, 12, 31), [2028])]
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
        told(session, year(day), day=day)
        assert counted == years
