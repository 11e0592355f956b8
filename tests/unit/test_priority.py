"""Working days, and how long an offer is reserved for the PLIE's participants."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rules.calendar import add_working_days, in_working_hours, is_working_day
from bot.rules.priority import DUE, RESERVED, first_circulation
from bot.store.tables import Circulation

PARIS = ZoneInfo("Europe/Paris")
YEARS = st.dates(date(2024, 1, 1), date(2032, 12, 31))
INSTANTS = st.integers(0, 6 * 365 * 24 * 60).map(
    lambda minutes: datetime(2025, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
)

HOLIDAYS = [
    date(2027, 1, 1),
    date(2027, 3, 29),
    date(2026, 5, 1),
    date(2026, 5, 8),
    date(2026, 5, 14),
    date(2026, 5, 25),
    date(2026, 7, 14),
    date(2028, 8, 15),
    date(2027, 11, 1),
    date(2026, 11, 11),
    date(2026, 12, 25),
]


@pytest.mark.parametrize("day", HOLIDAYS)
def test_public_holidays_are_no_working_days(day: date) -> None:
    assert day.weekday() < 5, "a week-end proves nothing"
    assert not is_working_day(day)


@pytest.mark.parametrize("day", [date(2026, 4, 3), date(2026, 5, 15), date(2026, 12, 24), date(2028, 12, 26)])
def test_good_friday_bridges_and_boxing_day_are_as_any_day(day: date) -> None:
    assert is_working_day(day)


@pytest.mark.parametrize(
    ("day", "count", "expected"),
    [
        (date(2026, 11, 20), 0, date(2026, 11, 20)),
        (date(2026, 11, 20), 1, date(2026, 11, 23)),
        (date(2026, 11, 21), 0, date(2026, 11, 21)),
        (date(2026, 11, 21), 1, date(2026, 11, 23)),
        (date(2026, 11, 20), 3, date(2026, 11, 25)),
        (date(2026, 4, 30), 3, date(2026, 5, 6)),
        (date(2026, 5, 7), 1, date(2026, 5, 11)),
        (date(2026, 5, 13), 2, date(2026, 5, 18)),
        (date(2026, 12, 23), 3, date(2026, 12, 29)),
        (date(2026, 12, 31), 1, date(2027, 1, 4)),
    ],
)
def test_working_days_are_added(day: date, count: int, expected: date) -> None:
    assert add_working_days(day, count) == expected


def test_working_days_are_not_taken_away() -> None:
    with pytest.raises(ValueError, match="added"):
        add_working_days(date(2026, 11, 20), -1)


@given(YEARS, st.integers(1, 25))
def test_so_many_working_days_lie_between(day: date, count: int) -> None:
    last = add_working_days(day, count)
    assert is_working_day(last)
    between = [day + timedelta(days=n) for n in range(1, (last - day).days + 1)]
    assert sum(map(is_working_day, between)) == count


@given(YEARS, st.integers(0, 10), st.integers(0, 10))
def test_days_added_in_two_steps_are_as_many(day: date, first: int, second: int) -> None:
    assert add_working_days(add_working_days(day, first), second) == add_working_days(day, first + second)


@pytest.mark.parametrize(
    ("published", "until"),
    [
        ((2026, 11, 20, 15, 0), (2026, 11, 25)),
        ((2026, 11, 20, 23, 59), (2026, 11, 25)),
        ((2026, 11, 21, 0, 0), (2026, 11, 25)),
        ((2026, 11, 22, 9, 0), (2026, 11, 25)),
        ((2026, 11, 23, 0, 1), (2026, 11, 26)),
        ((2026, 4, 30, 10, 0), (2026, 5, 6)),
        ((2026, 5, 7, 10, 0), (2026, 5, 13)),
        ((2026, 5, 12, 10, 0), (2026, 5, 18)),
        ((2026, 12, 24, 10, 0), (2026, 12, 30)),
        ((2027, 3, 25, 10, 0), (2027, 3, 31)),
        ((2026, 10, 22, 10, 0), (2026, 10, 27)),
    ],
)
def test_three_full_working_days_after_publication(
    published: tuple[int, int, int, int, int], until: tuple[int, int, int]
) -> None:
    now = datetime(*published, tzinfo=PARIS).astimezone(UTC)
    end = datetime(*until, 19, tzinfo=PARIS)
    assert first_circulation(True, now, PARIS, 3) == (RESERVED, end)


@pytest.mark.parametrize(
    ("day", "end"),
    [
        (date(2027, 3, 26), datetime(2027, 3, 30, 17, tzinfo=UTC)),
        (date(2027, 10, 29), datetime(2027, 11, 2, 18, tzinfo=UTC)),
    ],
)
def test_19_00_stays_19_00_when_the_clocks_change(day: date, end: datetime) -> None:
    """Published before the night of the change, over after it: 29 March and 1 November are holidays."""
    now = datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
    assert first_circulation(True, now, PARIS, 1)[1] == end


@given(INSTANTS, st.integers(1, 20))
def test_the_reservation_lasts_its_days_and_ends_as_the_offices_close(now: datetime, days: int) -> None:
    circulation, until = first_circulation(True, now, PARIS, days)
    assert circulation == RESERVED
    assert until is not None
    assert until.tzinfo is UTC
    local = until.astimezone(PARIS)
    assert (local.hour, local.minute) == (19, 0)
    assert in_working_hours(local - timedelta(minutes=1))
    assert not in_working_hours(local)
    today = now.astimezone(PARIS).date()
    full = [today + timedelta(days=n) for n in range(1, (local.date() - today).days + 1)]
    assert sum(map(is_working_day, full)) == days


@given(INSTANTS, st.integers(0, 20))
def test_without_a_participant_it_is_due_at_once(now: datetime, days: int) -> None:
    assert first_circulation(False, now, PARIS, days) == (DUE, None)
    assert first_circulation(True, now, PARIS, 0) == (DUE, None)


def test_the_words_are_those_of_the_tables() -> None:
    assert {RESERVED, DUE} <= set(Circulation)
