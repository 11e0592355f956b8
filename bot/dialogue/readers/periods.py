"""Periods of the calendar: their first and last day, and which one is meant when no year is said."""

from collections.abc import Callable
from datetime import date, timedelta

from bot.dialogue.readers.when import Grain, When

FIRST_YEAR, LAST_YEAR = 2000, 2100
"""Years outside these are a slip of the keyboard, not a date of this trade."""

Span = tuple[date, date]
"""First and last day of a period."""

THIRDS = {
    "whole": (Grain.MONTH, 1, 32),
    "early": (Grain.EARLY, 1, 11),
    "mid": (Grain.MID, 11, 21),
    "late": (Grain.LATE, 21, 32),
}
YEAR_THIRDS = {
    "whole": (Grain.YEAR, 1, 13),
    "early": (Grain.YEAR_EARLY, 1, 6),
    "mid": (Grain.YEAR_MID, 6, 11),
    "late": (Grain.YEAR_LATE, 11, 13),
}


def add_months(day: date, months: int) -> date:
    """The same day so many months later, or the last day of a month too short for it."""
    month = day.year * 12 + day.month - 1 + months
    for number in range(day.day, 27, -1):
        try:
            return date(month // 12, month % 12 + 1, number)
        except ValueError:
            continue
    return date(month // 12, month % 12 + 1, min(day.day, 27))


def months_span(year: int, first: int, count: int) -> Span:
    """The span of `count` months from the month `first` of the year."""
    start = date(year, first, 1)
    return start, add_months(start, count) - timedelta(1)


def third_span(year: int, month: int, third: str) -> Span:
    """The span of a month or of its early (from 1), mid (from 11) or late (from 21) part."""
    _, first, after = THIRDS[third]
    start = date(year, month, first)
    end = add_months(date(year, month, 1), 1) if after == 32 else date(year, month, after)
    return start, end - timedelta(1)


def year_span(year: int, third: str) -> Span:
    """The span of a year or of its early (January), mid (June) or late (November) part."""
    _, first, after = YEAR_THIRDS[third]
    return months_span(year, first, after - first)


def next_span(today: date, span_of: Callable[[int], Span]) -> Span:
    """The first span, this year or next, that is not yet over: what a period without a year means."""
    span = span_of(today.year)
    return span if span[1] >= today else span_of(today.year + 1)


def resolve(grain: Grain, today: date, year: int | None, span_of: Callable[[int], Span]) -> When | None:
    """The period of that year, or without a year the next one not yet over; None for an absurd year."""
    span = span_of(year) if year is not None else next_span(today, span_of)
    return checked(span[0], grain)


def checked(day: date, grain: Grain) -> When | None:
    """The day as a `When`, or None outside the years this trade speaks of."""
    return When(day, grain) if FIRST_YEAR <= day.year <= LAST_YEAR else None
