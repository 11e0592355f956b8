"""The days of a contract: its first, its planned end, a new end, an early one."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from markupsafe import Markup, escape

from bot.dialogue import formats
from bot.dialogue.answers import Context, NotUnderstood, Option, Reading, Understood
from bot.dialogue.days import Day, recent
from bot.dialogue.form import Answers
from bot.dialogue.readers.choices import match_options
from bot.dialogue.readers.dates import read_date
from bot.dialogue.readers.durations import read_months
from bot.dialogue.readers.when import Grain, When
from bot.dialogue.translations import N_, label, translate
from bot.rules.placements import end_after

PERMANENT = "cdi"


def proposed(answers: Answers, name: str) -> str | None:
    """What the offer says of this, where the hire is for an offer."""
    said = (answers.get("post") or {}).get("terms") or {}
    value = said.get(name)
    return None if value is None else str(value)


def starts_on(answers: Answers) -> date | None:
    """The day answered for the start."""
    return None if answers.get("start") is None else When.from_json(answers["start"]).day


def last_day(start: date, value: str) -> date:
    """The last day meant by an answer of `PlannedEnd`: a day, or a number of months from the start."""
    return When.from_json(value).day if "/" in value else end_after(start, Decimal(value))


class StartDay(Day):
    """The exact first day of work, gone by or to come; the value is `When.to_json()`."""

    def __init__(self) -> None:
        super().__init__(past=True, likely=_today, hint=N_("For example: 5 January 2027, 12/11, tomorrow."))

    def read(self, text: str, context: Context) -> Reading:
        """The day meant."""
        when = read_date(text, context.today)
        if when is None or when.grain is not Grain.DAY:
            return NotUnderstood(N_("The exact day is expected."))
        return Understood(when.to_json())

    def options(self, context: Context) -> tuple[Option, ...]:
        """The start the offer says, today, and the calendar."""
        offered, options = proposed(context.answers, "start"), super().options(context)
        if offered is None or any(option.code == offered for option in options):
            return options
        shown = formats.when(When.from_json(offered), context.language)
        return (Option(offered, shown), *options)


def _today(today: date) -> tuple[When, ...]:
    return (When(today, Grain.DAY),)


class PlannedEnd(Day):
    """The last day planned, or how long the contract lasts; the value is `When.to_json()` or months as
    text. `start` is where the duration begins."""

    likely_months = ("3", "6", "12")

    def __init__(self, hint: str = N_("For example: 6 months, 30/06/2027, 1 year.")) -> None:
        super().__init__(past=True, likely=lambda _today: (), hint=hint)

    def read(self, text: str, context: Context) -> Reading:
        """The day or the duration meant, when it is after the start."""
        start = starts_on(context.answers) or context.today
        when = read_date(text, context.today)
        if when is not None and when.day < start:
            when = read_date(text, start) or when
        if when is not None:
            if when.grain is not Grain.DAY:
                return NotUnderstood(N_("The exact day is expected, or a duration."))
            return self._after(when.to_json(), start, context)
        months = read_months(text)
        if months is None:
            return NotUnderstood(N_("A day or a duration is expected."))
        return self._after(str(months), start, context)

    def options(self, context: Context) -> tuple[Option, ...]:
        """The duration the offer says, the usual ones, and the calendar."""
        offered = proposed(context.answers, "months")
        usual = [months for months in self.likely_months if months != offered]
        durations = ([offered] if offered else []) + usual
        options = (Option(one, formats.months(Decimal(one), context.language)) for one in durations)
        return (*options, *super().options(context))

    def choose(self, code: str, context: Context) -> Reading:
        """The duration or the day tapped, or another month of the calendar."""
        reading = super().choose(code, context)
        if not isinstance(reading, Understood):
            return reading
        return self._after(reading.value, starts_on(context.answers) or context.today, context)

    def show(self, value: Any, language: str) -> Markup:
        """The day, or the duration."""
        if "/" in value:
            return super().show(value, language)
        return escape(formats.months(Decimal(value), language))

    def _after(self, value: str, start: date, context: Context) -> Reading:
        if last_day(start, value) >= start:
            return Understood(value)
        shown = formats.day(start, context.language)
        return NotUnderstood(N_("This is before the start of the contract, {day}."), {"day": shown})


class RenewedEnd(PlannedEnd):
    """The new end of a contract, counted from the present one, or a permanent contract; the value is that of
    `PlannedEnd`, or `PERMANENT`. The answer `start` holds the present end."""

    _permanent = N_("Permanent contract (CDI)")

    def read(self, text: str, context: Context) -> Reading:
        """The end meant, when it is later than the present one."""
        if match_options(text, {PERMANENT: PERMANENT, "": label(context.language, self._permanent)}):
            return Understood(PERMANENT)
        return super().read(text, context)

    def options(self, context: Context) -> tuple[Option, ...]:
        """The usual durations, a permanent contract, the calendar."""
        durations = super().options(context)
        permanent = Option(PERMANENT, label(context.language, self._permanent))
        return (*durations[:-1], permanent, durations[-1])

    def choose(self, code: str, context: Context) -> Reading:
        """The end tapped, or another month of the calendar."""
        return Understood(PERMANENT) if code == PERMANENT else super().choose(code, context)

    def show(self, value: Any, language: str) -> Markup:
        """The day, the duration, or that it is permanent."""
        return translate(language, self._permanent) if value == PERMANENT else super().show(value, language)

    def _after(self, value: str, start: date, context: Context) -> Reading:
        end = renewed(start, value)
        if end is None or end > start:
            return Understood(value)
        shown = formats.day(start, context.language)
        return NotUnderstood(N_("The new end must be later than the present one, {day}."), {"day": shown})


def renewed(present: date, value: str) -> date | None:
    """The new last day meant by an answer of `RenewedEnd`: a duration begins the day after the present one;
    None for a permanent contract."""
    return None if value == PERMANENT else last_day(present + timedelta(days=1), value)


class EndDay(Day):
    """The exact last day of work, not before the answer `start`; the value is `When.to_json()`."""

    def __init__(self) -> None:
        super().__init__(past=True, likely=recent, hint=N_("For example: today, yesterday, 12/11."))

    def read(self, text: str, context: Context) -> Reading:
        """The day meant."""
        when = read_date(text, context.today)
        if when is None or when.grain is not Grain.DAY:
            return NotUnderstood(N_("The exact day is expected."))
        return self._not_before(when, context)

    def choose(self, code: str, context: Context) -> Reading:
        """The day tapped, or another month of the calendar."""
        reading = super().choose(code, context)
        if not isinstance(reading, Understood):
            return reading
        return self._not_before(When.from_json(reading.value), context)

    def _not_before(self, when: When, context: Context) -> Reading:
        start = starts_on(context.answers)
        if start is None or when.day >= start:
            return Understood(when.to_json())
        shown = formats.day(start, context.language)
        return NotUnderstood(N_("This is before the start of the contract, {day}."), {"day": shown})
