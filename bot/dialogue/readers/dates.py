"""French dates and periods, with the plain English ones: every word is understood, or nothing is.

A period is read as its first day (dialogues.md §1). Bounds ("avant mars", "d'ici 3 mois"), ranges, choices,
seasons and impossible days are not understood.
"""

import re
from collections.abc import Callable, Iterator
from datetime import date
from functools import partial

from bot.dialogue.readers import date_builders as to
from bot.dialogue.readers.date_offsets import TERMS, ago, from_today
from bot.dialogue.readers.date_words import canonical
from bot.dialogue.readers.when import When

Builder = Callable[[re.Match[str], date], When | None]

_WEEKDAY = r"(?:early )?(?:w(?P<w>\d) )?"
_DAY = rf"{_WEEKDAY}(?:day )?[o#]?(?P<d>\d{{1,2}})"
_MONTH = r"[ex]?m(?P<m>\d\d)"
_REL = r"(?P<rel>annee prochain|prochain annee|thisyear)"
_YEAR = rf"(?: (?:[-/.] )?(?:#?(?P<y>\d{{4}})|{_REL}))?"
_ANY_YEAR = rf"(?: (?:[-/.] )?(?:#?(?P<y>\d{{4}}|\d\d)|{_REL}))?"
_PART = r"(?:in )?(?:(?P<part>early|mid|late) )?"
_TIME = r"(?:(?: a)? [0-2]?\d (?:h|heures?|:)(?: [0-5]\d)?)?"


def _rules() -> Iterator[tuple[str, Builder]]:
    yield from _named_days()
    yield from _figures()
    yield from _days_and_months()
    yield from _years()
    yield from _quarters_and_halves()
    yield from _weeks()


def _named_days() -> Iterator[tuple[str, Builder]]:
    names = {"today": 0, "demain": 1, "overmorrow": 2, "hier": -1, "ereyesterday": -2}
    for name, days in names.items():
        yield name, partial(to.days_from_today, days)
    yield rf"in {TERMS}", from_today
    yield rf"il y a {TERMS}", ago
    yield rf"{TERMS} ago", ago
    yield rf"{TERMS} from now", from_today


def _figures() -> Iterator[tuple[str, Builder]]:
    for sep in ("- ", "/ ", r"\. ", ""):
        day, month = r"o?(?P<d>\d{1,2})", r"(?P<m>\d{1,2})"
        year = r"(?P<y>\d{4}|\d\d)" if sep else r"(?P<y>\d{4})"
        yield rf"{_WEEKDAY}(?:day )?{day} {sep}{month} {sep}{year}{_TIME}", to.full_date
        yield rf"(?P<y>\d{{4}}) {sep}{month} {sep}(?P<d>\d{{1,2}}){_TIME}", to.full_date
    yield r"(?P<d>\d\d) (?P<m>\d\d) (?P<y>\d\d)", to.full_date
    yield rf"{_WEEKDAY}o?(?P<d>\d{{1,2}}) / (?P<m>\d{{1,2}}){_TIME}", to.full_date
    yield rf"{_WEEKDAY}(?P<d>1[3-9]|2\d|3[01]) [-.] (?P<m>0[1-9]|1[0-2])", to.full_date
    yield r"(?P<d>[0-3]\d)(?P<m>0\d|1[0-2])(?P<y>20\d\d)", to.full_date
    yield r"(?P<y>20\d\d)(?P<m>0\d|1[0-2])(?P<d>[0-3]\d)", to.full_date
    yield rf"{_PART}(?P<m>\d{{1,2}}) [-/.] (?P<y>\d{{4}})", to.month
    yield rf"{_PART}(?P<m>\d\d) (?P<y>\d{{4}})", to.month
    yield r"(?P<y>\d{4}) [-/] (?P<m>\d{1,2})", to.month


def _days_and_months() -> Iterator[tuple[str, Builder]]:
    yield rf"{_DAY} (?:[-/.] )?{_MONTH}{_ANY_YEAR}{_TIME}", to.full_date
    yield rf"{_DAY} {_MONTH} prochain", to.next_such_day
    yield rf"{_WEEKDAY}{_MONTH} (?:day )?[o#]?(?P<d>\d{{1,2}}) (?P<y>\d{{4}})", to.full_date
    yield rf"{_WEEKDAY}{_MONTH} (?:day )?o(?P<d>\d{{1,2}})", to.full_date
    yield rf"{_WEEKDAY}em(?P<m>\d\d) (?P<d>\d{{1,2}})", to.english_day
    yield r"(?:early )?(?:w(?P<w>\d) )?day [o#]?(?P<d>\d{1,2})(?P<next> prochain)?", to.day_of_month
    yield r"w(?P<w>\d) [o#]?(?P<d>\d{1,2})(?P<next> prochain)?", to.day_of_month
    yield r"(?:day )?[o#]?(?P<d>\d{1,2}) (?:mois prochain|prochain mois)", to.day_of_next_month
    yield rf"{_PART}{_MONTH}{_YEAR}", to.month
    yield rf"(?P<y>\d{{4}}) (?:[-/] )?{_MONTH}", to.month
    yield rf"{_PART}m(?P<m>\d\d) (?:- )?(?P<y>\d\d)", to.month_of_short_year
    yield rf"[oq]1 quinzaine {_MONTH}{_YEAR}", to.first_fortnight
    yield rf"{_PART}x?m(?P<m>\d\d) prochain", to.coming_month
    yield rf"{_PART}(?:mois prochain|prochain mois)", to.next_month
    yield r"(?P<part>early|mid|late) mois", to.part_of_this_month
    yield r"thismonth", to.this_month


def _years() -> Iterator[tuple[str, Builder]]:
    yield rf"{_PART}#?(?P<y>\d{{4}})", to.year_or_part
    yield rf"{_PART}{_REL}", to.year_or_part
    yield r"(?P<part>early|mid|late) annee", to.year_or_part
    yield rf"(?:in )?rentree{_YEAR}", to.rentree
    yield r"rentree prochain|prochain rentree", to.next_rentree


def _quarters_and_halves() -> Iterator[tuple[str, Builder]]:
    for letters, numbers, word, build in (
        ("tq", "1-4", "trimestre", to.quarter),
        ("sh", "1-2", "semestre", to.half),
    ):
        number = rf"(?P<n>[{numbers}])"
        for name in (rf"[{letters}] {number}", rf"[oq]{number} {word}", rf"{word} {number}"):
            yield rf"(?:in )?(?:early )?{name}{_ANY_YEAR}", build
            yield rf"(?P<y>\d{{4}}) (?:[-/] )?{name}", build
        yield rf"{number} (?:{letters[0]}|{word}) (?P<y>\d{{4}})", build
    yield "trimestre prochain|prochain trimestre", to.next_quarter
    yield "semestre prochain|prochain semestre", to.next_half


def _weeks() -> Iterator[tuple[str, Builder]]:
    next_week = "(?:semaine prochain|prochain semaine)"
    yield rf"(?:early )?{next_week}", to.next_week
    yield rf"w(?P<w>\d) {next_week}", to.next_week
    yield rf"semaine {_DAY} {_MONTH}{_ANY_YEAR}", to.week_of
    yield rf"semaine (?P<n>\d{{1,2}}){_YEAR}", to.week_number
    yield r"w(?P<w>\d)", to.weekday
    yield r"w(?P<w>\d) prochain", to.next_weekday


_RULES = [(re.compile(pattern), build) for pattern, build in _rules()]


def read_date(text: str, today: date) -> When | None:
    """What day or period was meant, counted from `today`; None when any word of it is not understood.

    Without a year it is the next one not yet over. Two-figure years are 20xx, day comes before month.
    Past dates are returned as read; years before 2000 or after 2100 are not understood.
    """
    line = canonical(text)
    for pattern, build in _RULES:
        if match := pattern.fullmatch(line):
            try:
                return build(match, today)
            except (ValueError, OverflowError):
                return None
    return None
