"""The hour of the daily message, over weekends, public holidays and both clock changes."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from bot.rules.calendar import may_disturb
from bot.rules.daily import HOURS, USUAL, clock, following, minute, put_off

PARIS = ZoneInfo("Europe/Paris")


def local(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=PARIS)


@pytest.mark.parametrize(
    ("now", "minutes", "then"),
    [
        ("2026-11-23T07:00", USUAL, "2026-11-23T07:30:00+00:00"),
        ("2026-11-23T08:30", USUAL, "2026-11-24T07:30:00+00:00"),
        ("2026-11-23T08:30", 600, "2026-11-23T09:00:00+00:00"),
        ("2026-11-21T07:00", 480, "2026-11-23T07:00:00+00:00"),
        ("2026-11-10T09:00", USUAL, "2026-11-12T07:30:00+00:00"),
        ("2026-12-31T18:30", 1080, "2027-01-04T17:00:00+00:00"),
        # the clocks change in the night of 25 October 2026 and of 28 March 2027, the 29th is Easter Monday
        ("2026-10-23T09:00", USUAL, "2026-10-26T07:30:00+00:00"),
        ("2026-10-25T02:30", USUAL, "2026-10-26T07:30:00+00:00"),
        ("2027-03-26T09:00", USUAL, "2027-03-30T06:30:00+00:00"),
        ("2027-03-28T03:30", USUAL, "2027-03-30T06:30:00+00:00"),
    ],
)
def test_the_next_hour(now: str, minutes: int, then: str) -> None:
    assert following(local(now), minutes).astimezone(UTC) == datetime.fromisoformat(then)


@pytest.mark.parametrize(
    ("now", "minutes"),
    [
        ("2026-11-23T07:59", None),
        ("2026-11-23T08:00", 480),
        ("2026-11-23T18:59", 1139),
        ("2026-11-23T19:00", None),
        ("2026-11-21T09:00", None),
        ("2026-11-11T09:00", None),
        ("2026-10-26T08:30", 510),
        ("2027-03-30T08:30", 510),
    ],
)
def test_when_messages_leave(now: str, minutes: int | None) -> None:
    assert minute(local(now)) == minutes


@pytest.mark.parametrize(
    ("today", "count", "until"),
    [
        (date(2026, 11, 23), 1, date(2026, 11, 24)),
        (date(2026, 11, 20), 1, date(2026, 11, 23)),
        (date(2026, 11, 19), 3, date(2026, 11, 23)),
        (date(2026, 11, 10), 1, date(2026, 11, 12)),
        (date(2026, 12, 24), 1, date(2026, 12, 28)),
        (date(2026, 12, 25), 7, date(2027, 1, 4)),
        (date(2027, 3, 25), 3, date(2027, 3, 30)),
        (date(2027, 3, 26), 3, date(2027, 3, 30)),
    ],
)
def test_what_is_put_off_comes_on_a_working_day(today: date, count: int, until: date) -> None:
    assert put_off(today, count) == until


def test_every_hour_to_choose_is_one_at_which_messages_leave() -> None:
    assert min(HOURS) == 8 * 60
    assert max(HOURS) == 18 * 60
    assert list(HOURS) == sorted(set(HOURS))
    assert all(may_disturb(datetime.combine(date(2026, 11, 23), clock(one), PARIS)) for one in HOURS)
