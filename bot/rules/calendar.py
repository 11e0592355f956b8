"""Working days and hours of the partners: Monday to Friday, French public holidays excepted."""

from datetime import date, datetime, time, timedelta
from functools import cache

import holidays

OPENS, CLOSES = time(8), time(19)
_SATURDAY, _SUNDAY = 5, 6


@cache
def _public_holidays(year: int) -> holidays.HolidayBase:
    return holidays.country_holidays("FR", years=year)


def is_working_day(day: date) -> bool:
    """Whether the partners' staff work on this day: Monday to Friday, no public holiday."""
    return day.weekday() < _SATURDAY and day not in _public_holidays(day.year)


def add_working_days(day: date, count: int) -> date:
    """The `count`-th working day after `day`, which itself need not be one; `day` when `count` is 0.

    Raises ValueError on a negative count.
    """
    if count < 0:
        raise ValueError("working days are added, not taken away")
    while count:
        day += timedelta(days=1)
        count -= is_working_day(day)
    return day


def may_disturb(local: datetime) -> bool:
    """Whether broadcasts and reminders may leave at this local time: 08:00 to 19:00, never on a Sunday or a
    public holiday (`dialogues.md` §1)."""
    day = local.date()
    rest = day.weekday() == _SUNDAY or day in _public_holidays(day.year)
    return not rest and OPENS <= local.time() < CLOSES


def next_working_day(day: date) -> date:
    """This day, or the first working day after it."""
    return day if is_working_day(day) else add_working_days(day, 1)


def first_working_day(month: date) -> date:
    """The first working day of the month of this day."""
    return next_working_day(month.replace(day=1))


def in_working_hours(local: datetime) -> bool:
    """Whether the partners' staff are at work at this local time: 08:00 to 19:00 on a working day."""
    return is_working_day(local.date()) and OPENS <= local.time() < CLOSES
