"""Periods the indicators are counted for: first and last day, both in (annex of the agreement)."""

from dataclasses import dataclass
from datetime import date, timedelta

_MONTHS, _QUARTER = 12, 3
_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Period:
    """From a first to a last day, both in. Raises ValueError when it ends before it begins."""

    first: date
    last: date

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise ValueError("a period ends after it begins")


def _months(first: date, count: int) -> date:
    """The first day of the month that many months after (or before) that of a day."""
    number = first.year * _MONTHS + first.month - 1 + count
    return date(number // _MONTHS, number % _MONTHS + 1, 1)


def _span(first: date, months: int) -> Period:
    return Period(first, _months(first, months) - _ONE_DAY)


def month(day: date) -> Period:
    """The calendar month of a day."""
    return _span(day.replace(day=1), 1)


def quarter(day: date) -> Period:
    """The calendar quarter of a day."""
    return _span(_months(day, -((day.month - 1) % _QUARTER)), _QUARTER)


def year(day: date) -> Period:
    """The calendar year of a day."""
    return _span(date(day.year, 1, 1), _MONTHS)


def whole_months(period: Period) -> int:
    """How many calendar months the period is made of; 0 when it begins or ends within one."""
    following = period.last + _ONE_DAY
    if period.first.day != 1 or following.day != 1:
        return 0
    return (following.year - period.first.year) * _MONTHS + following.month - period.first.month


def first_days(period: Period) -> list[date]:
    """The first days of months that are in the period."""
    first = _months(period.first, 0 if period.first.day == 1 else 1)
    count = (period.last.year - first.year) * _MONTHS + period.last.month - first.month + 1
    return [_months(first, number) for number in range(count)]


def by_year(period: Period) -> list[Period]:
    """The parts of a period that are each within one calendar year, the first one first."""
    years = (year(date(number, 1, 1)) for number in range(period.first.year, period.last.year + 1))
    return [Period(max(period.first, one.first), min(period.last, one.last)) for one in years]


def previous(period: Period) -> Period:
    """The period of the same length just before: in months where it is made of whole months, else in days."""
    months = whole_months(period)
    last = period.first - _ONE_DAY
    if months:
        return Period(_months(period.first, -months), last)
    return Period(last - (period.last - period.first), last)


def is_whole(period: Period) -> bool:
    """Whether it is a quarter or a year of the calendar."""
    return period in (quarter(period.first), year(period.first))


def may_go_outside(period: Period, today: date) -> bool:
    """Whether a report of this period may leave the PLIE: whole quarters and years only (`domain.md` §7),
    that are over."""
    return period.last < today and is_whole(period)
