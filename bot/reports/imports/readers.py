"""What a cell of a list may say: the readers of the house, and what spreadsheets write besides."""

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from bot.dialogue import formats
from bot.dialogue.answers import Context, NotUnderstood, Reading, Several, Understood
from bot.dialogue.field import Field
from bot.dialogue.fields import Choice, Commune, Day, Duration, Money, Text
from bot.dialogue.fitting import cut
from bot.dialogue.readers.dates import read_date
from bot.dialogue.readers.fold import fold, words
from bot.dialogue.readers.jobs import read_job
from bot.dialogue.readers.spreadsheet import rounded
from bot.dialogue.readers.when import Grain, When
from bot.dialogue.seekers.fields import BirthYear, Phone
from bot.dialogue.siret import Siret
from bot.dialogue.translations import N_, label
from bot.rules.siret import clean_siret
from bot.store.candidates import MOST_JOBS

Read = Callable[[str, Context], Reading]
"""What a text means."""

MOST_REFERENCE = 60
MOST_TITLE = 200
_FIRST_YEAR = 1990
_MOST_BARE = 120
"""Months; a number above it is likely one of days."""
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)|\d[/.-]\d{1,2}[/.-]\d\d$")
"""A year as nearly everybody writes it."""
_LATER = (*range(1, 8), 38)
"""Years: one of them has a week 53, and a day of the week is not the same in all."""
_NO_ZERO = 13
_FIRST_DAY = date(1899, 12, 30)
_COUNTED = re.compile(r"[2-6]\d{4}")
"""A day as Excel counts it, from 1954 to 2091."""
_CHOICES = 150
_PIECES = re.compile(r"[,;/+\n]+")
_NUMBER = re.compile(r"\d{1,4}(?:[.,]\d{1,2})?")
_YES = frozenset({"oui", "o", "yes", "y", "1", "x", "vrai", "true"})
_NO = frozenset({"non", "n", "no", "0", "faux", "false"})


def hinted(field: Field) -> Read:
    """The reader of a field, which says with what is wrong how it is written; numbers have two decimals."""

    def read(text: str, context: Context) -> Reading:
        reading = field.read(rounded(text), context)
        if not isinstance(reading, NotUnderstood) or not reading.reason or not field.hint:
            return reading
        language = context.language
        why = label(language, reading.reason, **reading.values)
        return replace(
            reading, reason=N_("{why} {hint}"), values={"why": why, "hint": label(language, field.hint)}
        )

    return read


def dated(read: Read) -> Read:
    """The same for a date: a day as Excel counts it is told from what is no date."""

    def read_it(text: str, context: Context) -> Reading:
        if not _COUNTED.fullmatch(text.strip()):
            return read(text, context)
        day = formats.day(_FIRST_DAY + timedelta(int(text)), context.language)
        return NotUnderstood(
            N_(
                "This is a day as Excel counts it, perhaps {day}: please give the column the format of a "
                "date."
            ),
            {"day": day},
        )

    return read_it


def reference(text: str, context: Context) -> Reading:
    """How the thing is called in the list."""
    return Text(1, MOST_REFERENCE).read(text, context)


def title(text: str, context: Context) -> Reading:
    """A subject or a name of 2 to 200 characters."""
    return Text(2, MOST_TITLE).read(text, context)


def lot_number(text: str, context: Context) -> Reading:
    """The number of a lot, the word before it left out."""
    bare = re.sub(r"(?i)^\s*lot(?!\w*[a-zé])[\s-]*(?:num[ée]ro\b|n\s*[°º]|no?\b\.?)?\s*", "", text)
    return Text(1, 10).read(bare, context)


def yes_no(text: str, _context: Context) -> Reading:
    """True or False."""
    said = " ".join(words(text))
    if said in _YES | _NO:
        return Understood(said in _YES)
    return NotUnderstood(N_("“oui” or “non” is expected."))


def money(text: str, context: Context) -> Reading:
    """An amount excl. VAT; a bare number is euros."""
    return Money(bare=True).read(rounded(text), context)


def phone(text: str, context: Context) -> Reading:
    """A phone number in E.164."""
    return hinted(Phone())(text.replace("/", ", "), context)


birth_year = dated(hinted(BirthYear()))
"""A year of birth, or the year of a date of birth."""


def months(text: str, context: Context) -> Reading:
    """A duration; a bare number is months."""
    text = rounded(text)
    bare = _NUMBER.fullmatch(text.strip())
    if bare and Decimal(bare[0].replace(",", ".")) > _MOST_BARE:
        return NotUnderstood(
            N_("So many months? Please write the unit, for example: 90 jours, 14 mois, 2 ans.")
        )
    return hinted(Duration())(f"{text} mois" if bare else text, context)


def siret(text: str, context: Context) -> Reading:
    """A SIRET; one whose first zero a spreadsheet dropped is told from a mistyped one."""
    digits = "".join(text.split())
    if len(digits) == _NO_ZERO and digits.isdecimal() and clean_siret(f"0{digits}"):
        return NotUnderstood(
            N_("The zero at the beginning of this SIRET is gone: make the cell a text and write {siret}."),
            {"siret": f"0{digits}"},
        )
    return Siret().read(text, context)


def hours(text: str, _context: Context) -> Reading:
    """Hours owed, whole: the cents of an hour are rounded by nobody."""
    bare = re.sub(r"(?i)\s*h(?:eures?)?\s*$", "", fold(rounded(text))).replace(" ", "")
    if bare.isdecimal() and len(bare) <= 7:
        return Understood(int(bare))
    return NotUnderstood(N_("A whole number of hours is expected."))


_when = hinted(Day(past=True))


@dated
def period(text: str, context: Context) -> Reading:
    """A date or a period, gone by or to come, with its year."""
    reading = _when(text, context)
    if isinstance(reading, Understood) and not (_has_year(text, context) or _is_now(text, context)):
        return NotUnderstood(N_("Please write the year too, for example: September 2026."))
    return reading


@dated
def past_day(text: str, context: Context) -> Reading:
    """The exact day something happened, as an ISO date."""
    when = read_date(text, context.today) if any(char.isdigit() for char in text) else None
    if when is None or when.grain is not Grain.DAY or not _has_year(text, context):
        return NotUnderstood(N_("An exact day with its year is expected, for example 12/03/2026."))
    if not date(_FIRST_YEAR, 1, 1) <= when.day <= context.today:
        shown = formats.day(when.day, context.language)
        return NotUnderstood(N_("This day has not come yet, or is too long ago: {day}."), {"day": shown})
    return Understood(when.day.isoformat())


def _has_year(text: str, context: Context) -> bool:
    """Whether a date says its year: then it is the same whenever it is read."""
    if _YEAR.search(text.strip()):
        return True
    said = read_date(text, context.today)
    later = [read_date(text, date(context.today.year + years, 1, 1)) for years in _LATER]
    return all(when in (None, said) for when in later)


def _is_now(text: str, context: Context) -> bool:
    """Whether a text says today, by whatever word."""
    days = (context.today, date(context.today.year + _LATER[0], 1, 1))
    return all(read_date(text, day) == When(day, Grain.DAY) for day in days)


def commune(text: str, context: Context) -> Reading:
    """A commune we know, or the name as it is written."""
    reading = Commune().read(text, context)
    if isinstance(reading, NotUnderstood) and reading.candidates:
        return Understood(reading.candidates[-1].value)
    if isinstance(reading, Several):
        return Several(tuple(one for one in reading.candidates if one.label == one.value))
    return reading


def jobs(text: str, context: Context) -> Reading:
    """Up to three jobs by their ROME codes or everyday names, with commas between them."""
    pieces = [text] if len(read_job(text)) == 1 else [part for part in _PIECES.split(text) if part.strip()]
    codes: list[str] = []
    for piece in pieces:
        found = read_job(piece)
        if len(found) != 1:
            choices = ", ".join(f"{one.code} {one.name}" for one in found[:3])
            unknown = N_("“{said}” is no job of the list: its ROME code is surest.")
            unsure = N_("“{said}” may be several jobs ({choices}): please write the ROME code.")
            return NotUnderstood(
                unsure if found else unknown, {"said": cut(piece.strip(), 40), "choices": choices}
            )
        codes += [found[0].code] if found[0].code not in codes else []
    if len(codes) > MOST_JOBS:
        return NotUnderstood(N_("Three jobs at most are kept."))
    return Understood(codes)


def one_of(field: Choice, also: Mapping[str, str]) -> Read:
    """A reader of a choice that knows these folded words for its codes too, and says what it knows."""

    def read(text: str, context: Context) -> Reading:
        code = also.get(" ".join(words(text)))
        reading = field.read(text, context) if code is None else Understood(code)
        if reading != NotUnderstood():
            return reading
        choices = " · ".join(option.label for option in field.options(context))
        return NotUnderstood(N_("One of these is expected: {choices}."), {"choices": cut(choices, _CHOICES)})

    return read


def some_of(labels: Choice, also: Mapping[str, str]) -> Read:
    """A reader of several choices with commas between them; the value is the list of their codes."""
    one = one_of(labels, also)

    def read(text: str, context: Context) -> Reading:
        codes: list[Any] = []
        for piece in _PIECES.split(text):
            if not piece.strip():
                continue
            reading = one(piece, context)
            if not isinstance(reading, Understood):
                return _named(reading, piece)
            codes += [reading.value] if reading.value not in codes else []
        return Understood(codes)

    return read


def _named(reading: Reading, piece: str) -> Reading:
    """Which of the pieces is not understood."""
    if not isinstance(reading, NotUnderstood):
        return reading
    said = {"said": cut(piece.strip(), 40), "choices": reading.values["choices"]}
    return NotUnderstood(N_("“{said}” is not understood, one of these is expected: {choices}."), said)
