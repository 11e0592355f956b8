"""Fields of dates and periods, with likely answers and a calendar one tap away."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from markupsafe import Markup, escape

from bot.dialogue import formats
from bot.dialogue.answers import Context, NotUnderstood, Option, Partial, Reading, Understood
from bot.dialogue.calendar import month_rows
from bot.dialogue.field import Field, Rows
from bot.dialogue.readers.dates import read_date
from bot.dialogue.readers.fold import MAX_LINE, words
from bot.dialogue.readers.when import Grain, When
from bot.dialogue.translations import N_, label

_LONGEST = {
    Grain.DAY: 1, Grain.WEEK: 7, Grain.EARLY: 10, Grain.MID: 10, Grain.LATE: 11, Grain.MONTH: 31,
    Grain.RENTREE: 30, Grain.QUARTER: 92, Grain.HALF: 184, Grain.YEAR: 366,
    Grain.YEAR_EARLY: 31, Grain.YEAR_MID: 30, Grain.YEAR_LATE: 61,
}  # fmt: skip
"""Days a period may last: one that surely is over is past."""


def coming(today: date) -> tuple[When, ...]:
    """The next two months and the next two quarters: when a contract may start."""
    first = today.replace(day=1)
    quarter = first.replace(month=(today.month - 1) // 3 * 3 + 1)
    months = (When(_months_later(first, n), Grain.MONTH) for n in (1, 2))
    quarters = (When(_months_later(quarter, n), Grain.QUARTER) for n in (3, 6))
    return (*months, *quarters)


def recent(today: date) -> tuple[When, ...]:
    """Today and the day before: when something has just happened."""
    return When(today, Grain.DAY), When(today - timedelta(days=1), Grain.DAY)


class Day(Field):
    """A date or a period; the value is `When.to_json()`. Days gone by are refused unless `past`."""

    def __init__(
        self,
        *,
        past: bool = False,
        likely: Callable[[date], tuple[When, ...]] = coming,
        hint: str = N_("For example: March 2027, early April, Q2 2027, in 3 months, 15/03/27."),
    ) -> None:
        self.past, self.likely, self.hint = past, likely, hint

    def read(self, text: str, context: Context) -> Reading:
        """The date or the period meant."""
        when = read_date(text, context.today)
        if when is None:
            return NotUnderstood(N_("A date or a period is expected."))
        if not self.past and when.day <= context.today - timedelta(days=_LONGEST[when.grain]):
            return NotUnderstood(
                N_("This is already past: {when}."), {"when": formats.when(when, context.language)}
            )
        return Understood(when.to_json())

    def options(self, context: Context) -> tuple[Option, ...]:
        """The likely answers, then the calendar."""
        likely = (Option(when.to_json(), _near(when, context)) for when in self.likely(context.today))
        first = f"month:{context.today:%Y-%m}"
        return (*likely, Option(first, label(context.language, N_("Calendar"))))

    def rows(self, context: Context) -> Rows:
        """The likely answers, or the month the calendar shows."""
        if context.partial is None:
            return super().rows(context)
        month = month_rows(
            date.fromisoformat(context.partial), context.today, context.language, past=self.past
        )
        return (*month, (Option("close", label(context.language, N_("Close the calendar"))),))

    def choose(self, code: str, context: Context) -> Reading:
        """The answer tapped, or another month of the calendar."""
        if code == "close":
            return Partial(None)
        if code.startswith("month:"):
            return Partial(code.removeprefix("month:") + "-01")
        return Understood(f"{code.removeprefix('day:')}/{Grain.DAY}" if code.startswith("day:") else code)

    def show(self, value: Any, language: str) -> Markup:
        """The date or the period as it was meant."""
        return escape(formats.when(When.from_json(value), language))


def _near(when: When, context: Context) -> str:
    """The date as a button offers it: today and the day before by their names."""
    if when.grain is Grain.DAY and when.day == context.today:
        return label(context.language, N_("Today"))
    if when.grain is Grain.DAY and when.day == context.today - timedelta(days=1):
        return label(context.language, N_("Yesterday"))
    return formats.when(when, context.language)


class Happened(Day):
    """The day something happened: exact, not to come; a date without a year is the latest one. The value is
    `When.to_json()`."""

    def __init__(self, hint: str = N_("For example: today, yesterday, 12/11.")) -> None:
        super().__init__(past=True, likely=recent, hint=hint)

    def read(self, text: str, context: Context) -> Reading:
        """The day meant."""
        when = read_date(text, context.today) or _named_day(text, context.today)
        if when is None or when.grain is not Grain.DAY:
            return NotUnderstood(N_("The exact day is expected."))
        if when.day > context.today:
            when = year_before(text, when, context.today) or when
        return self._not_to_come(when, context)

    def choose(self, code: str, context: Context) -> Reading:
        """The day tapped, or another month of the calendar."""
        reading = super().choose(code, context)
        if not isinstance(reading, Understood):
            return reading
        return self._not_to_come(When.from_json(reading.value), context)

    def _not_to_come(self, when: When, context: Context) -> Reading:
        if when.day > context.today:
            return NotUnderstood(
                N_("This is still to come: {when}."), {"when": formats.when(when, context.language)}
            )
        return Understood(when.to_json())


_RAREST, _LEAP, _LAST_WEEK = 8, (2, 29), 53
"""In so many years every day and every week comes at least once."""
_AHEAD = {
    "dans",
    "in",
    "prochain",
    "prochaine",
    "next",
    "demain",
    "tomorrow",
    "apres",
    "after",
    "sous",
    "ici",
}


def year_before(text: str, when: When, today: date) -> When | None:
    """The latest such day gone by, where the text says a day or a week without its year: "12/11", said in
    December; of some years ago where not every year has it."""
    if _AHEAD.intersection(words(text)):
        return None
    years = range(1, (_RAREST if _is_rare(when) else 1) + 1)
    found = (read_date(text, today - timedelta(days=365 * back)) for back in years)
    return next((one for one in found if one is not None and one.day <= today and _alike(one, when)), None)


def rare_one(text: str, today: date) -> When | None:
    """The latest such day or week gone by of what neither this year nor the next one has: "29 février",
    "semaine 53"."""
    if _AHEAD.intersection(words(text)):
        return None
    found = (read_date(text, date(today.year - back, 1, 1)) for back in range(_RAREST + 1))
    return next((one for one in found if one is not None and one.day <= today and _is_rare(one)), None)


def _is_rare(when: When) -> bool:
    """Whether not every year has such a day or such a week."""
    if when.grain is Grain.WEEK:
        return when.day.isocalendar().week == _LAST_WEEK
    return when.grain is Grain.DAY and (when.day.month, when.day.day) == _LEAP


def _alike(one: When, other: When) -> bool:
    """Whether two readings are of the same day, or the same week, of two years."""
    if one.day == other.day or one.grain is not other.grain:
        return False
    if one.grain is Grain.WEEK and one.day.isocalendar().week == other.day.isocalendar().week:
        return True
    return (one.day.month, one.day.day) == (other.day.month, other.day.day)


def _named_day(text: str, today: date) -> When | None:
    """A day of the week with its date, of this year or the one before: "mercredi 18 novembre"."""
    if len(text) > MAX_LINE or any(len(word) == 4 and word.isdecimal() for word in words(text)):
        return None
    found = (read_date(f"{text} {year}", today) for year in (today.year, today.year - 1))
    return next((when for when in found if when is not None and when.day <= today), None)


def _months_later(first: date, months: int) -> date:
    years, month = divmod(first.month - 1 + months, 12)
    return first.replace(year=first.year + years, month=month + 1)
