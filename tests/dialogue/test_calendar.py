"""A month as a keyboard."""

from datetime import date, timedelta

import pytest

from bot.dialogue.answers import IDLE
from bot.dialogue.calendar import month_rows

TODAY = date(2026, 11, 22)


def codes(month: date, *, past: bool = False) -> list[str]:
    return [
        option.code
        for row in month_rows(month, TODAY, "fr", past=past)
        for option in row
        if option.code != IDLE
    ]


def test_a_month_begins_on_monday_in_the_readers_language() -> None:
    rows = month_rows(date(2027, 3, 1), TODAY, "fr", past=False)
    assert [option.label for option in rows[0]] == ["‹", "mars 2027", "›"]
    assert [option.label for option in rows[1]] == list("LMMJVSD")
    assert [option.label for option in rows[2]] == ["1", "2", "3", "4", "5", "6", "7"]
    assert month_rows(date(2027, 3, 1), TODAY, "en", past=False)[0][1].label == "March 2027"


def test_days_gone_by_can_be_tapped_only_where_they_may() -> None:
    assert codes(date(2026, 11, 1)) == ["month:2026-12", *(f"day:2026-11-{day}" for day in range(22, 31))]
    assert len(codes(date(2026, 11, 1), past=True)) == 32


def test_arrows_stop_somewhere() -> None:
    assert "month:2041-11" in codes(date(2041, 12, 1))
    assert "month:2042-01" not in codes(date(2041, 12, 1))
    assert "month:2020-12" not in codes(date(2021, 1, 1), past=True)


@pytest.mark.parametrize("past", [True, False])
def test_every_month_holds_its_days_once(past: bool) -> None:
    month = date(2021, 1, 1)
    while month.year < 2042:
        rows = month_rows(month, TODAY, "en", past=past)
        assert all(len(row) == 7 for row in rows[1:])
        assert sum(map(len, rows)) <= 100
        following = (month + timedelta(days=31)).replace(day=1)
        days = [month + timedelta(days=n) for n in range((following - month).days)]
        wanted = [f"day:{day}" for day in days if past or day >= TODAY]
        assert [code for code in codes(month, past=past) if code.startswith("day")] == wanted
        month = following
