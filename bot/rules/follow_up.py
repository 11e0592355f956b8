"""When a person at work is followed up: days and months after the start, and after an exit to work
(domain.md §6).

The start is day 0. A month without that day uses its last one; a day that is not worked rolls forward.
"""

from collections.abc import Mapping
from datetime import date, timedelta

from bot.rules.calendar import is_working_day
from bot.rules.placements import months_after

DAYS: Mapping[str, int] = {"day2": 2, "day15": 15}
MONTHS: Mapping[str, int] = {"month1": 1, "month3": 3, "month6": 6}
EXIT_MONTHS: Mapping[str, int] = {"exit3": 3, "exit6": 6}
"""The follow-ups by their kind: how many days or months after the start, or after the exit."""


def working(day: date) -> date:
    """The day itself when the partners work on it, else the first one after it on which they do."""
    while not is_working_day(day):
        day += timedelta(days=1)
    return day


def of_placement(starts_on: date, last_day: date | None) -> dict[str, date]:
    """The days of the follow-ups of a placement, by kind; none is after its last day, which itself counts.
    `last_day` is None when no end is planned."""
    days = {kind: starts_on + timedelta(days=count) for kind, count in DAYS.items()}
    days |= {kind: months_after(starts_on, count) for kind, count in MONTHS.items()}
    due = {kind: working(day) for kind, day in days.items()}
    return {kind: day for kind, day in due.items() if last_day is None or day <= last_day}


def of_exit(left_on: date) -> dict[str, date]:
    """The days of the follow-ups after an exit to work, by kind."""
    return {kind: working(months_after(left_on, count)) for kind, count in EXIT_MONTHS.items()}
