"""The days of the agreement: three months date to date, three years at most, leap days."""

from calendar import monthrange
from datetime import date, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.rules import agreement as rules
from bot.rules.agreement import Fault

DAYS = st.dates(date(2004, 1, 1), date(2060, 12, 31))


@pytest.mark.parametrize(
    ("notified", "effective"),
    [
        (date(2026, 1, 15), date(2026, 4, 15)),
        (date(2026, 11, 30), date(2027, 2, 28)),
        (date(2027, 11, 30), date(2028, 2, 29)),
        (date(2026, 8, 31), date(2026, 11, 30)),
        (date(2026, 12, 31), date(2027, 3, 31)),
        (date(2026, 2, 28), date(2026, 5, 28)),
        (date(2028, 2, 29), date(2028, 5, 29)),
    ],
)
def test_a_notice_takes_effect_three_months_later_date_to_date(notified: date, effective: date) -> None:
    assert rules.effective_on(notified) == effective


@given(DAYS)
@example(date(2027, 11, 30))
@example(date(2026, 11, 29))
def test_three_months_are_the_same_day_or_the_last_of_the_month(notified: date) -> None:
    effective = rules.effective_on(notified)
    months = (effective.year - notified.year) * 12 + effective.month - notified.month
    last = monthrange(effective.year, effective.month)[1]
    assert months == 3
    assert effective.day == min(notified.day, last)
    assert 89 <= (effective - notified).days <= 92


@given(DAYS)
@example(date(2028, 2, 29))
def test_a_renewal_lasts_three_years_at_most(ends_on: date) -> None:
    latest = rules.latest_end(ends_on)
    assert latest.year == ends_on.year + 3
    leap_day = (ends_on.month, ends_on.day) == (2, 29)
    assert (latest.month, latest.day) == ((2, 28) if leap_day else (ends_on.month, ends_on.day))
    assert rules.renewal_fault(ends_on, latest, ends_on) is None
    assert rules.renewal_fault(ends_on, latest + timedelta(days=1), ends_on) is Fault.OVER_THREE_YEARS


@given(DAYS, st.integers(0, 2000))
def test_a_renewal_moves_the_last_day_and_only_while_the_agreement_lives(ends_on: date, days: int) -> None:
    before = ends_on - timedelta(days=days)
    assert rules.renewal_fault(ends_on, before, ends_on) is Fault.NOT_LATER
    after = ends_on + timedelta(days=1)
    assert rules.renewal_fault(ends_on, after + timedelta(days=30), after) is Fault.ENDED
    assert rules.renewal_fault(ends_on, after, ends_on) is None


@given(DAYS)
def test_the_last_day_counts(ends_on: date) -> None:
    assert not rules.ended(ends_on, ends_on)
    assert rules.days_left(ends_on, ends_on) == 0
    assert rules.ended(ends_on, rules.out_on(ends_on))
    assert rules.days_left(ends_on, rules.out_on(ends_on)) == -1


def test_what_forbids_a_period() -> None:
    assert rules.period_fault(date(2027, 1, 1), date(2026, 12, 31)) is Fault.END_BEFORE_START
    assert rules.period_fault(date(2027, 1, 1), date(2027, 1, 1)) is None
    assert rules.period_fault(date(2027, 1, 1), date(2036, 12, 31)) is None
    assert rules.period_fault(date(2027, 1, 1), date(2037, 1, 1)) is Fault.TOO_LONG


def test_a_notification_is_not_to_come_nor_before_the_agreement() -> None:
    starts, today = date(2026, 1, 1), date(2026, 11, 23)
    assert rules.day_fault(today, starts, today) is None
    assert rules.day_fault(starts, starts, today) is None
    assert rules.day_fault(today + timedelta(days=1), starts, today) is Fault.TO_COME
    assert rules.day_fault(starts - timedelta(days=1), starts, today) is Fault.BEFORE_AGREEMENT
