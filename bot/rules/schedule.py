"""When what runs by itself is due: slots of a calendar, each run once (the table of `dialogues.md` §4)."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from bot.rules.calendar import first_working_day, in_working_hours, next_working_day

_YEAR = 366
_ONE_DAY, _ONE_HOUR = timedelta(days=1), timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Due:
    """A fact a person is to be reminded of, from the day `on`: each stage of a line is a day of its own."""

    subject_id: int
    on: date
    person_id: int


def every_day(_day: date) -> bool:
    """Every calendar day."""
    return True


def first_of_week(day: date) -> bool:
    """Monday, or the first working day after it."""
    return next_working_day(day - timedelta(days=day.weekday())) == day


def first_of_month(day: date) -> bool:
    """The first working day of a month."""
    return first_working_day(day) == day


def first_of_quarter(day: date) -> bool:
    """The first working day of January, April, July or October."""
    return day.month % 3 == 1 and first_of_month(day)


@dataclass(frozen=True, slots=True)
class At:
    """At a time of the partners' day, on the days of a rule. A slot that was missed is run later, once for
    all that were missed."""

    time: time
    on: Callable[[date], bool] = every_day

    def slot(self, local: datetime) -> str | None:
        """The name of the latest slot that began by this local time; None when none did in a year."""
        day = local.date() if local.time() >= self.time else local.date() - _ONE_DAY
        for _ in range(_YEAR):
            if self.on(day):
                return day.isoformat()
            day -= _ONE_DAY
        return None

    def following(self, local: datetime) -> datetime:
        """The local time of the next slot."""
        day = local.date() if local.time() < self.time else local.date() + _ONE_DAY
        while not self.on(day):
            day += _ONE_DAY
        return datetime.combine(day, self.time, local.tzinfo)


@dataclass(frozen=True, slots=True)
class Hourly:
    """Every hour in working hours; an hour that was missed is over."""

    def slot(self, local: datetime) -> str | None:
        """The name of the hour, None outside working hours."""
        return f"{local:%Y-%m-%dT%H}" if in_working_hours(local) else None

    def following(self, local: datetime) -> datetime:
        """The local time of the next slot."""
        hour = local.replace(minute=0, second=0, microsecond=0) + _ONE_HOUR
        while not in_working_hours(hour):
            hour += _ONE_HOUR
        return hour


@dataclass(frozen=True, slots=True)
class Always:
    """At every scan: it does what there is to do, and nothing where there is nothing."""

    def slot(self, _local: datetime) -> str | None:
        """It has no slots."""
        return None

    def following(self, local: datetime) -> datetime:
        """At the next scan, which is as good as now."""
        return local


Schedule = At | Hourly | Always
