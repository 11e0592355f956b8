"""What may leave the PLIE is counted once a day: the same for whoever asks, and nobody waits for it."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from indicator_oracle import PARIS
from indicator_worlds import draw, write

from bot.reports.indicators import kept
from bot.reports.indicators.outside import Reports
from bot.rules.period import Period, quarter, year
from bot.store import organisations
from bot.store.database import Database, Session
from bot.store.indicators.scope import Asked
from bot.store.tables import Placement, rows_of

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
        made = Reports(session, 2027, PARIS, None)
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
        for buyer in organisations.buyers_with_contracts(session):
            told(session, LAST_QUARTER, buyer)
        assert counted == [2027]
        assert first["people"]["beneficiaries"] != 0
        assert told(session, LAST_YEAR, day=NEXT)["people"]["beneficiaries"] == 0
        assert counted == [2027, 2027]


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
        homes = len(organisations.buyers_with_contracts(session)) + 1
        assert kept.ahead(session, PARIS, day) == homes * len(years)
        assert counted == years
        told(session, year(day), day=day)
        assert counted == years
