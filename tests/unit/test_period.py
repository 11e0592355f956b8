"""The months of a period."""

from datetime import date

import pytest

from bot.rules.period import Period, first_days, year


@pytest.mark.parametrize(
    ("first", "last", "there"),
    [
        (date(2026, 3, 1), date(2026, 3, 1), [date(2026, 3, 1)]),
        (date(2026, 3, 2), date(2026, 3, 31), []),
        (date(2026, 12, 31), date(2027, 2, 1), [date(2027, 1, 1), date(2027, 2, 1)]),
        (date(2027, 11, 15), date(2028, 2, 29), [date(2027, 12, 1), date(2028, 1, 1), date(2028, 2, 1)]),
    ],
)
def test_the_first_days_of_the_months_in_a_period(first: date, last: date, there: list[date]) -> None:
    assert first_days(Period(first, last)) == there


def test_a_year_has_twelve() -> None:
    assert [day.month for day in first_days(year(date(2028, 2, 29)))] == list(range(1, 13))
