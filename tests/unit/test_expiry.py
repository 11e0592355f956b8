"""When an offer expires: counted in the partners' calendar days from the last news."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rules.expiry import expires_on, living_since

PARIS = ZoneInfo("Europe/Paris")


@pytest.mark.parametrize(
    ("heard", "days", "ends"),
    [
        (datetime(2026, 11, 22, 9, tzinfo=UTC), 60, date(2027, 1, 21)),
        (datetime(2026, 11, 22, 23, 30, tzinfo=UTC), 60, date(2027, 1, 22)),
        (datetime(2027, 3, 27, 23, 30, tzinfo=UTC), 1, date(2027, 3, 29)),
        (datetime(2026, 10, 24, 22, 30, tzinfo=UTC), 7, date(2026, 11, 1)),
        (datetime(2028, 2, 28, 12, tzinfo=UTC), 1, date(2028, 2, 29)),
    ],
)
def test_the_days_are_those_of_caen(heard: datetime, days: int, ends: date) -> None:
    assert expires_on(heard, days, PARIS) == ends


@given(st.integers(0, 2 * 365 * 24 * 60), st.integers(-2, 2), st.integers(7, 365))
def test_what_lapsed_is_what_was_heard_of_before(minutes: int, more: int, days: int) -> None:
    heard = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
    today = expires_on(heard, days, PARIS) + timedelta(days=more)
    assert (heard < living_since(today, days, PARIS)) == (more > 0)
