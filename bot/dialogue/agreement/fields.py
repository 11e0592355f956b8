"""The answers about the agreement: exact days, and which organisation signs."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from markupsafe import Markup, escape

from bot.dialogue import formats
from bot.dialogue.agreement.finder import FINDER, FIRST, asked
from bot.dialogue.answers import (
    Candidate,
    Context,
    NotUnderstood,
    Option,
    Partial,
    Reading,
    Several,
    Understood,
)
from bot.dialogue.days import Day
from bot.dialogue.field import Field, Rows
from bot.dialogue.fitting import MAX_LABEL, clean, cut, units
from bot.dialogue.form import Answers
from bot.dialogue.lists import SIZE, page_options
from bot.dialogue.readers.fold import fold
from bot.dialogue.readers.when import Grain, When
from bot.dialogue.translations import N_, label
from bot.rules import agreement as rules
from bot.rules.placements import months_after

_LONGEST = 120
_NEXT, _FIRST = "next", "first"
_ONE_DAY = timedelta(days=1)


def day_of(answers: Answers, name: str) -> date | None:
    """The day answered to a question, if it was."""
    said = answers.get(name)
    return None if said is None else When.from_json(said).day


class ExactDay(Day):
    """A day, past or to come; the value is `When.to_json()`. `likely_days` says which are offered, from the
    answers before and the partners' date."""

    def __init__(self, likely_days: Callable[[Answers, date], list[date]], hint: str) -> None:
        super().__init__(past=True, hint=hint)
        self.likely_days = likely_days

    def read(self, text: str, context: Context) -> Reading:
        """The day meant; a longer period is none."""
        reading = super().read(text, context)
        if isinstance(reading, Understood) and When.from_json(reading.value).grain is not Grain.DAY:
            return NotUnderstood(N_("The exact day is expected."))
        return reading

    def options(self, context: Context) -> tuple[Option, ...]:
        """The likely days, then the calendar."""
        days = self.likely_days(context.answers, context.today)
        likely = (Option(When(day, Grain.DAY).to_json(), formats.day(day, context.language)) for day in days)
        month = f"month:{context.today:%Y-%m}"
        return (*likely, Option(month, label(context.language, N_("Calendar"))))


def first_days(_answers: Answers, today: date) -> list[date]:
    """The first days of the years around: agreements begin with one."""
    return [date(today.year, 1, 1), date(today.year + 1, 1, 1)]


def last_days(answers: Answers, today: date) -> list[date]:
    """One, two and three years after the first day, the day before."""
    first = day_of(answers, "starts") or today
    return [months_after(first, 12 * years) - _ONE_DAY for years in range(1, rules.MOST_YEARS + 1)]


def renewed_days(answers: Answers, today: date) -> list[date]:
    """One, two and three years after the present last day."""
    ends_on = date.fromisoformat(answers["present"]) if "present" in answers else today
    return [months_after(ends_on, 12 * years) for years in range(1, rules.MOST_YEARS + 1)]


class SigningOrganisation(Field):
    """Which organisation signs: one tapped on a page of those known, or named; {"id", "name", "kind",
    "key"}."""

    hint = N_("Tap it, or write its name. One that is not known yet is made with /inviter.")

    def read(self, text: str, context: Context) -> Reading:
        """The one whose name holds what was typed; several, or one that is only close, are offered."""
        typed = " ".join(clean(text).split())
        found = () if not typed or units(typed) > _LONGEST else context.lookup(FINDER, typed)
        if not found:
            return NotUnderstood(N_("Nothing is known by this name."))
        names = [(fold(one.value["name"]), one) for one in found]
        exact = [one for name, one in names if name == fold(typed)]
        meant = exact or [one for name, one in names if fold(typed) in name]
        return Understood(meant[0].value) if len(meant) == 1 else Several(tuple(meant) or found)

    def options(self, context: Context) -> tuple[Option, ...]:
        """The organisations of this page, then the other pages."""
        return tuple(option for row in self.rows(context) for option in row)

    def rows(self, context: Context) -> Rows:
        """The same, one organisation a row."""
        found = self._page(context)
        listed = tuple((Option(str(one.value["id"]), cut(one.label, MAX_LABEL)),) for one in found[:SIZE])
        following = _NEXT if len(found) > SIZE else None
        first = _FIRST if context.partial else None
        return (*listed, *page_options(context.language, first, following))

    def choose(self, code: str, context: Context) -> Reading:
        """The organisation tapped, or another page."""
        found = self._page(context)
        if code == _FIRST:
            return Partial(None)
        if code == _NEXT and found:
            last = found[:SIZE][-1].value
            return Partial([last["key"], last["id"]])
        meant = [one.value for one in found if str(one.value["id"]) == code]
        return Understood(meant[0]) if meant else NotUnderstood()

    def show(self, value: Any, language: str) -> Markup:
        """Its name."""
        return escape(value["name"])

    def _page(self, context: Context) -> tuple[Candidate, ...]:
        key, number = context.partial or FIRST
        return context.lookup(FINDER, asked((key, number)))
