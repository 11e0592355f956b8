"""The last day of a time away."""

from datetime import date, timedelta

from bot.dialogue import formats
from bot.dialogue.answers import Context, NotUnderstood, Reading, Understood
from bot.dialogue.days import Day
from bot.dialogue.readers.dates import read_date
from bot.dialogue.readers.when import Grain, When
from bot.dialogue.translations import N_

_FRIDAY, _WEEK, _LONGEST = 4, timedelta(days=7), timedelta(days=366)


def fridays(today: date) -> tuple[When, ...]:
    """The Fridays of this week and of the next two: when most times away end."""
    first = today + timedelta(days=(_FRIDAY - today.weekday()) % 7)
    return tuple(When(first + n * _WEEK, Grain.DAY) for n in range(3))


class LastDay(Day):
    """An exact day from today on, within a year; the value is `When.to_json()`."""

    def __init__(self) -> None:
        super().__init__(likely=fridays, hint=N_("For example: tomorrow, 18/12, in 3 weeks."))

    def read(self, text: str, context: Context) -> Reading:
        """The day meant."""
        when = read_date(text, context.today)
        if when is None or when.grain is not Grain.DAY:
            return NotUnderstood(N_("The exact day is expected."))
        return self._ahead(when, context)

    def choose(self, code: str, context: Context) -> Reading:
        """The day tapped, or another month of the calendar."""
        reading = super().choose(code, context)
        if not isinstance(reading, Understood):
            return reading
        return self._ahead(When.from_json(reading.value), context)

    def _ahead(self, when: When, context: Context) -> Reading:
        shown = {"when": formats.when(when, context.language)}
        if when.day < context.today:
            return NotUnderstood(N_("This is already past: {when}."), shown)
        if when.day > context.today + _LONGEST:
            return NotUnderstood(N_("This is more than a year ahead: {when}."), shown)
        return Understood(when.to_json())
