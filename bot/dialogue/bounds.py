"""The first and the last day of a period, as people say them: "mars" begins on the 1st, ends on the 31st."""

from datetime import date, timedelta

from bot.dialogue import formats
from bot.dialogue.answers import Context, NotUnderstood, Option, Reading, Understood
from bot.dialogue.days import Day, rare_one, year_before
from bot.dialogue.form import Answers
from bot.dialogue.readers.when import Grain, When
from bot.dialogue.translations import N_, label
from bot.rules import period
from bot.rules.period import Period

_FIRST = "first"
BOUNDS = (_FIRST, "last")
"""The steps that ask for them."""
_LAST_OF = {Grain.EARLY: 10, Grain.MID: 20}
_WEEK = timedelta(days=6)
_YEARS = range(2000, 2100)


def last_day(when: When) -> date:
    """The last day of what was meant."""
    day = when.day
    match when.grain:
        case Grain.DAY:
            return day
        case Grain.WEEK:
            return day + _WEEK
        case Grain.EARLY | Grain.MID:
            return day.replace(day=_LAST_OF[when.grain])
        case Grain.QUARTER:
            return period.quarter(day).last
        case Grain.HALF:
            return period.month(day.replace(month=day.month + 5)).last
        case Grain.YEAR | Grain.YEAR_LATE:
            return period.year(day).last
        case _:
            return period.month(day).last


def period_of(answers: Answers) -> Period:
    """The period two answered bounds make. Raises ValueError when it ends before it begins."""
    first, last = (When.from_json(answers[name]) for name in BOUNDS)
    return Period(first.day, last_day(last))


class Bound(Day):
    """A day or a period, most often gone by: without a year the latest one is meant. The value is
    `When.to_json()`."""

    def __init__(self) -> None:
        super().__init__(past=True, hint=N_("For example: March 2026, Q2 2026, 2025, 15/03/26."))

    def read(self, text: str, context: Context) -> Reading:
        """What was meant, of this century."""
        reading = super().read(text, context)
        if not isinstance(reading, Understood):
            rare = rare_one(text, context.today)
            return reading if rare is None else self._checked(rare, context)
        when = When.from_json(reading.value)
        if when.day > context.today:
            when = self._gone_by(text, when, context)
        return self._checked(when, context)

    def choose(self, code: str, context: Context) -> Reading:
        """The day tapped, or another month of the calendar."""
        reading = super().choose(code, context)
        if not isinstance(reading, Understood):
            return reading
        return self._checked(When.from_json(reading.value), context)

    def options(self, context: Context) -> tuple[Option, ...]:
        """The likely answers, then the calendar."""
        near = (Option(one.to_json(), formats.when(one, context.language)) for one in self.near(context))
        month = f"month:{context.today:%Y-%m}"
        return (*near, Option(month, label(context.language, N_("Calendar"))))

    def near(self, context: Context) -> list[When]:
        """The first days of this year and of the one before."""
        return [When(date(context.today.year - years, 1, 1), Grain.DAY) for years in (0, 1)]

    def _gone_by(self, text: str, when: When, context: Context) -> When:
        """The latest one that is meant, where no year is said."""
        return year_before(text, when, context.today) or when

    def _checked(self, when: When, context: Context) -> Reading:
        if when.day.year not in _YEARS or last_day(when).year not in _YEARS:
            return NotUnderstood(N_("A date of this century is expected."))
        return Understood(when.to_json())


class LastBound(Bound):
    """The same for the end of a period, not before its beginning, which the step `first` asked."""

    def near(self, context: Context) -> list[When]:
        """The end of what the period begins with, where that is more than a day; today."""
        first = _beginning(context)
        same = [] if first is None or first.grain is Grain.DAY else [first]
        ended = first is not None and first.day > context.today
        return same if ended else [*same, When(context.today, Grain.DAY)]

    def _gone_by(self, text: str, when: When, context: Context) -> When:
        """After "janvier 2026", "décembre" is that of this year, though it is to come."""
        first, latest = _beginning(context), super()._gone_by(text, when, context)
        too_soon = first is not None and last_day(latest) < first.day
        return when if too_soon and when.day.year == context.today.year else latest

    def _checked(self, when: When, context: Context) -> Reading:
        first = _beginning(context)
        if first is not None and last_day(when) < first.day:
            said = {"when": formats.when(first, context.language)}
            return NotUnderstood(N_("The period begins later: {when}."), said)
        return super()._checked(when, context)


def _beginning(context: Context) -> When | None:
    said = context.answers.get(_FIRST)
    return None if said is None else When.from_json(said)
