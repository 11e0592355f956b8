"""From the parts of a date that a rule matched to the day meant; None where the words contradict each other.

Every builder takes the match of its rule and today; a day that does not exist raises ValueError.
"""

import re
from datetime import date, timedelta
from functools import partial

from bot.dialogue.readers.periods import (
    Span,
    add_months,
    checked,
    months_span,
    next_span,
    resolve,
    third_span,
    year_span,
)
from bot.dialogue.readers.when import Grain, When

Match = re.Match[str]


def _year(match: Match, today: date) -> int | None:
    """The year said in figures, in two figures (20xx) or as this or next year; None when unsaid."""
    said = match.groupdict()
    if said.get("rel"):
        return today.year if said["rel"] == "thisyear" else today.year + 1
    if not said.get("y"):
        return None
    return int(said["y"]) + (2000 if len(said["y"]) == 2 else 0)


def full_date(match: Match, today: date) -> When | None:
    """A day and a month: of the year said, or the next such day from today on."""
    said, year = match.groupdict(), _year(match, today)
    day, month = int(said["d"]), int(said["m"])
    span_of = partial(_one_day, day, month)
    when = resolve(Grain.DAY, today, year, span_of)
    contradicted = when and said.get("w") and when.day.weekday() != int(said["w"])
    return None if contradicted else when


def _one_day(day: int, month: int, year: int) -> Span:
    only = date(year, month, day)
    return only, only


def next_such_day(match: Match, today: date) -> When | None:
    """ "15 mars prochain": the next one, and not today."""
    when = full_date(match, today)
    return when if when and when.day > today else None


def english_day(match: Match, today: date) -> When | None:
    """ "march 15", unless the figure may be a year to come ("march 27")."""
    return None if today.year % 100 <= int(match["d"]) else full_date(match, today)


def day_of_month(match: Match, today: date) -> When | None:
    """ "le 15": the next 15th from today on ("le 15 prochain": after today)."""
    start = today + timedelta(1) if match.groupdict().get("next") else today
    day = start
    while day.day != int(match["d"]):
        day += timedelta(1)
        if (day - start).days > 62:
            return None
    contradicted = match["w"] and day.weekday() != int(match["w"])
    return None if contradicted else When(day, Grain.DAY)


def day_of_next_month(match: Match, today: date) -> When | None:
    """ "le 15 du mois prochain"."""
    first = add_months(today.replace(day=1), 1)
    return checked(date(first.year, first.month, int(match["d"])), Grain.DAY)


def month(match: Match, today: date) -> When | None:
    """A month or its early, mid or late part, of a year or the next one not yet over."""
    said = match.groupdict()
    part = said.get("part") or "whole"
    grain = Grain.MONTH if part == "whole" else Grain(part)
    month = int(said["m"])
    return resolve(grain, today, _year(match, today), lambda year: third_span(year, month, part))


def month_of_short_year(match: Match, today: date) -> When | None:
    """ "mars 27", when 27 is a year of the next twenty."""
    return month(match, today) if _near(match, today) else None


def _near(match: Match, today: date) -> bool:
    """Whether a year in two figures is this one or one of the next twenty."""
    year = match.groupdict().get("y") or ""
    return len(year) != 2 or 0 <= int(year) - today.year % 100 <= 20


def first_fortnight(match: Match, today: date) -> When | None:
    """ "première quinzaine de mars", not over until the 15th."""
    return resolve(Grain.EARLY, today, _year(match, today), partial(_fortnight, int(match["m"])))


def _fortnight(number: int, year: int) -> Span:
    return date(year, number, 1), date(year, number, 15)


def coming_month(match: Match, today: date) -> When | None:
    """ "mars prochain": not this very month, which nobody calls next."""
    return None if int(match["m"]) == today.month else month(match, today)


def next_month(match: Match, today: date) -> When | None:
    """Next month or its early, mid or late part."""
    first = add_months(today.replace(day=1), 1)
    part = match["part"] or "whole"
    grain = Grain.MONTH if part == "whole" else Grain(part)
    return checked(third_span(first.year, first.month, part)[0], grain)


def part_of_this_month(match: Match, today: date) -> When | None:
    """ "fin du mois", unless that part of this month is over."""
    span = third_span(today.year, today.month, match["part"])
    return checked(span[0], Grain(match["part"])) if span[1] >= today else None


def this_month(_match: Match, today: date) -> When | None:
    """The month of today."""
    return checked(today.replace(day=1), Grain.MONTH)


def year_or_part(match: Match, today: date) -> When | None:
    """A year or its early, mid or late part, of the year said or the next one not yet over."""
    part = match.groupdict().get("part") or "whole"
    grain = Grain.YEAR if part == "whole" else Grain(f"year_{part}")
    return resolve(grain, today, _year(match, today), lambda year: year_span(year, part))


def quarter(match: Match, today: date) -> When | None:
    """A quarter, of the year said or the next one not yet over."""
    if not _near(match, today):
        return None
    first = int(match["n"]) * 3 - 2
    return resolve(Grain.QUARTER, today, _year(match, today), lambda year: months_span(year, first, 3))


def half(match: Match, today: date) -> When | None:
    """A half-year, of the year said or the next one not yet over."""
    if not _near(match, today):
        return None
    first = int(match["n"]) * 6 - 5
    return resolve(Grain.HALF, today, _year(match, today), lambda year: months_span(year, first, 6))


def rentree(match: Match, today: date) -> When | None:
    """1 September, when the school year starts."""
    return resolve(Grain.RENTREE, today, _year(match, today), lambda year: months_span(year, 9, 1))


def next_rentree(match: Match, today: date) -> When | None:
    """ "la rentrée prochaine", which nobody says in September."""
    return None if today.month == 9 else rentree(match, today)


def next_quarter(_match: Match, today: date) -> When | None:
    """The quarter after that of today."""
    first = add_months(date(today.year, (today.month - 1) // 3 * 3 + 1, 1), 3)
    return checked(first, Grain.QUARTER)


def next_half(_match: Match, today: date) -> When | None:
    """The half-year after that of today."""
    first = date(today.year, 7, 1) if today.month < 7 else date(today.year + 1, 1, 1)
    return checked(first, Grain.HALF)


def _monday_after(today: date) -> date:
    return today + timedelta(7 - today.weekday())


def next_week(match: Match, today: date) -> When | None:
    """Monday of next week, or the weekday said."""
    weekday = match.groupdict().get("w")
    grain = Grain.DAY if weekday else Grain.WEEK
    return checked(_monday_after(today) + timedelta(int(weekday or 0)), grain)


def week_of(match: Match, today: date) -> When | None:
    """ "semaine du 15 mars", when the 15th is its Monday."""
    when = full_date(match, today)
    return When(when.day, Grain.WEEK) if when and when.day.weekday() == 0 else None


def week_number(match: Match, today: date) -> When | None:
    """Monday of an ISO week."""
    number = int(match["n"])
    span_of = partial(_iso_week, number)
    year = _year(match, today)
    span = span_of(year) if year else next_span(today, span_of)
    return checked(span[0], Grain.WEEK)


def _iso_week(number: int, year: int) -> Span:
    return date.fromisocalendar(year, number, 1), date.fromisocalendar(year, number, 7)


def weekday(match: Match, today: date) -> When | None:
    """ "lundi": the next one, unless today is one."""
    ahead = (int(match["w"]) - today.weekday()) % 7
    return checked(today + timedelta(ahead), Grain.DAY) if ahead else None


def next_weekday(match: Match, today: date) -> When | None:
    """ "lundi prochain", when the next Monday is that of next week, and not tomorrow (nobody says it so)."""
    coming = _monday_after(today) + timedelta(int(match["w"]))
    return checked(coming, Grain.DAY) if 1 < (coming - today).days <= 7 else None


def days_from_today(days: int, _match: Match, today: date) -> When | None:
    """So many days after today."""
    return checked(today + timedelta(days), Grain.DAY)
