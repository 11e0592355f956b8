"""The schedule of follow-ups against an oracle that counts days one by one."""

from datetime import date, timedelta

import holidays
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.rules import follow_up
from bot.store.tables import FollowUpKind

DAYS = st.dates(date(2024, 1, 1), date(2032, 12, 31))
FRENCH = holidays.country_holidays("FR", years=range(2024, 2035))


def oracle_months(start: date, months: int) -> date:
    """The day that has the same number, or the last of its month: found by walking."""
    day, seen = start, 0
    while seen < months:
        day += timedelta(days=1)
        seen += day.day == 1
    first = day.replace(day=1) if months else start
    last = first
    while (last + timedelta(days=1)).month == first.month and last.day < start.day:
        last += timedelta(days=1)
    return last


def oracle_working(day: date) -> date:
    later = (day + timedelta(days=count) for count in range(30))
    return next(one for one in later if one.strftime("%a") not in ("Sat", "Sun") and one not in FRENCH)


def oracle(start: date, last_day: date | None) -> dict[str, date]:
    meant = {
        "day2": start + timedelta(days=2),
        "day15": start + timedelta(days=15),
        "month1": oracle_months(start, 1),
        "month3": oracle_months(start, 3),
        "month6": oracle_months(start, 6),
    }
    due = {kind: oracle_working(day) for kind, day in meant.items()}
    return {kind: day for kind, day in due.items() if not (last_day and day > last_day)}


@given(DAYS, st.none() | st.integers(0, 400))
@example(date(2027, 1, 31), None)
@example(date(2028, 1, 31), None)
@example(date(2028, 2, 29), None)
@example(date(2027, 8, 31), 181)
@example(date(2026, 12, 31), None)
def test_the_schedule_is_that_of_the_oracle(start: date, length: int | None) -> None:
    last_day = None if length is None else start + timedelta(days=length)
    assert follow_up.of_placement(start, last_day) == oracle(start, last_day)
    exits = {"exit3": oracle_months(start, 3), "exit6": oracle_months(start, 6)}
    assert follow_up.of_exit(start) == {kind: oracle_working(day) for kind, day in exits.items()}


@pytest.mark.parametrize(
    ("start", "kind", "due"),
    [
        (date(2027, 1, 31), "month1", date(2027, 3, 1)),  # 28 February is a Sunday
        (date(2028, 1, 31), "month1", date(2028, 2, 29)),
        (date(2028, 2, 29), "month6", date(2028, 8, 29)),
        (date(2026, 12, 31), "day2", date(2027, 1, 4)),  # 2 January is a Saturday
        (date(2027, 4, 29), "day2", date(2027, 5, 3)),  # 1 May, a holiday and a Saturday
        (date(2027, 11, 10), "month3", date(2028, 2, 10)),
        (date(2026, 10, 11), "month1", date(2026, 11, 12)),  # 11 November
        (date(2026, 12, 10), "day15", date(2026, 12, 28)),  # Christmas, then a weekend
    ],
)
def test_days_worth_a_look(start: date, kind: str, due: date) -> None:
    assert follow_up.of_placement(start, None)[kind] == due


def test_the_last_day_itself_counts() -> None:
    start = date(2027, 1, 4)
    assert set(follow_up.of_placement(start, date(2027, 1, 6))) == {"day2"}
    assert follow_up.of_placement(start, date(2027, 1, 5)) == {}


def test_every_kind_has_a_day_and_they_come_in_order() -> None:
    start = date(2027, 1, 4)
    due = follow_up.of_placement(start, None) | follow_up.of_exit(start + timedelta(days=365))
    assert set(due) == {str(kind) for kind in FollowUpKind}
    assert list(due.values()) == sorted(due.values())
