"""Periods ("du 5 juillet au 27 août 2027", "de mars à juin") and the days that are names of streets."""

import re
from datetime import date

from bot.dialogue.readers.date_words import MEANING
from bot.dialogue.readers.dates import read_date
from bot.dialogue.readers.fillers import vocabulary
from bot.dialogue.readers.number_words import WORDS as NUMBER_WORDS
from bot.dialogue.readers.quick.pieces import Line, Span
from bot.dialogue.readers.when import Grain, When

MONTHS = {word for word, meaning in MEANING.items() if re.fullmatch(r"[ex]?m\d\d", meaning)}
"""The months and their abbreviations."""
OPENERS = vocabulary("du de des d")
"""What a period begins with."""
_TO = vocabulary("au a jusqu jusque")
_FILL = vocabulary("au a ' le la l")
_LONGEST_SIDE = 6
_NAMED_AFTER_DAYS = vocabulary(
    "rue route avenue av ave boulevard bd bld allee allees place pl quai cours square residence ecole stade",
    "pont impasse chemin rond point caserne quartier esplanade parc promenade",
)
_YEAR = re.compile(r"20\d\d")


def skip_street_days(line: Line) -> set[int]:
    """The pieces of the days that name a street: "avenue du 6 juin", "place du 8 mai 1945"."""
    words, found = line.words, set()
    for at in range(2, len(words) - 1):
        numbered = words[at].isdigit() or words[at] in NUMBER_WORDS
        if numbered and words[at - 1] == "du" and words[at - 2] in _NAMED_AFTER_DAYS:
            month = at + 2 if words[at + 1] in ("er", "e") else at + 1
            if words[month : month + 1] and words[month] in MONTHS:
                year = re.fullmatch(r"1[89]\d\d", " ".join(words[month + 1 : month + 2]))
                found |= set(range(at, month + (2 if year else 1)))
    return found


def find_periods(line: Line, today: date) -> None:
    """Take each "du … au …", or "mars 2027 à juin 2028" alone, with its first day."""
    for at, word in enumerate(line.words):
        alone = word in MONTHS and (at == 0 or line.border(at - 1))
        if at in line.taken or not (alone or word in OPENERS):
            continue
        span = _period(line, at - 1 if alone else at, today)
        if span and alone:
            dated = len(_YEAR.findall(line.cut(at, span.last))) == 2
            span = Span("date", at, span.last, span.value) if dated else None
        if span:
            line.take(span)


def _period(line: Line, first: int, today: date) -> Span | None:
    words = line.words
    for link in range(first + 2, min(first + 2 + _LONGEST_SIDE, len(words) - 1)):
        if line.border(link) or link in line.taken:
            return None
        if words[link] in _TO:
            return _ends(line, first, link, today)
    return None


def _ends(line: Line, first: int, link: int, today: date) -> Span | None:
    start = link + 1
    while start < len(line.pieces) and line.pieces[start].word in _FILL:
        start += 1
    for last in range(min(start + _LONGEST_SIDE, len(line.pieces)), start, -1):
        if any(line.border(at) or at in line.taken for at in range(start, last)):
            continue
        end = read_date(line.cut(start, last), today)
        if end and end.grain is not Grain.YEAR:
            day = _first_day(line.cut(first + 1, link), line.cut(start, last), end, today)
            return Span("date", first, last, day) if day else None
    return None


def _first_day(said: str, until: str, end: When, today: date) -> When | None:
    """The first day, its month and year taken from the last one's where they are not said."""
    said = re.sub(r"^(?:le|la|l')\s*", "", said.strip(), flags=re.IGNORECASE)
    year = f" {end.day.year}" if _YEAR.search(until) and not _YEAR.search(said) else ""
    month = f" {end.day.month:02}" if re.fullmatch(r"(?:[^\W\d]+ )?\d{1,2}(?: ?er)?", said) else ""
    if month:
        number = re.search(r"\d+", said)
        text = f"{number[0]}/{month.strip()}/{end.day.year}" if number else ""
    else:
        text = said + year
    day = read_date(text, today)
    if day and year and not month and day.day > end.day:
        day = read_date(f"{said} {end.day.year - 1}", today)
    usable = day and day.grain is not Grain.YEAR and today.replace(day=1) <= day.day <= end.day
    return day if usable else None
