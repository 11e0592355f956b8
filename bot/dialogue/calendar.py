"""A month as a keyboard: one tap a day."""

import calendar
from datetime import date, timedelta

from babel.dates import format_date, get_day_names

from bot.dialogue.answers import IDLE, Option
from bot.dialogue.translations import LOCALES

YEARS_AHEAD = 15
YEARS_BACK = 5

Row = tuple[Option, ...]
_BLANK = Option(IDLE, "·")


def month_rows(month: date, today: date, language: str, *, past: bool) -> tuple[Row, ...]:
    """The month of this date: its name between arrows, the initials of the days, its weeks from Monday on.

    Codes are `month:2027-03` for arrows and `day:2027-03-15` for days; earlier than `today` only with `past`.
    """
    weeks = calendar.Calendar().monthdatescalendar(month.year, month.month)
    rows = (tuple(_day(day, month, today, past=past) for day in week) for week in weeks)
    living = (row for row in rows if any(option != _BLANK for option in row))
    return (_head(month, today, language, past=past), _initials(language), *living)


def _head(month: date, today: date, language: str, *, past: bool) -> Row:
    name = format_date(month, "LLLL y", LOCALES[language])
    before = month.replace(day=1) - timedelta(days=1)
    after = (month.replace(day=28) + timedelta(days=4)).replace(day=1)
    first = date(today.year - YEARS_BACK, 1, 1) if past else today
    last = date(today.year + YEARS_AHEAD, 12, 31)
    return (
        _arrow("‹", before) if before >= first else _BLANK,
        Option(IDLE, name),
        _arrow("›", after) if after <= last else _BLANK,
    )


def _arrow(sign: str, month: date) -> Option:
    return Option(f"month:{month:%Y-%m}", sign)


def _initials(language: str) -> Row:
    names = get_day_names("narrow", "stand-alone", LOCALES[language])
    return tuple(Option(IDLE, names[day]) for day in range(7))


def _day(day: date, month: date, today: date, *, past: bool) -> Option:
    if day.month != month.month or (day < today and not past):
        return _BLANK
    return Option(f"day:{day.isoformat()}", str(day.day))
