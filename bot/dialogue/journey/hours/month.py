"""The month whose hours are declared: asked, and named."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from markupsafe import Markup, escape

from bot.dialogue import formats
from bot.dialogue.answers import Context, NotUnderstood, Option, Reading, Understood
from bot.dialogue.field import Field
from bot.dialogue.form import Answers
from bot.dialogue.journey.hours import lookup as hours_lookup
from bot.dialogue.readers.dates import read_date
from bot.dialogue.readers.fold import fold
from bot.dialogue.readers.when import Grain, When
from bot.dialogue.translations import N_
from bot.rules.placements import months_after

_LAST_MONTH = frozenset(
    {"le mois dernier", "mois dernier", "le mois passe", "mois passe", "le mois precedent", "last month"}
)
NOBODY = N_("Nobody whose hours are declared here was under contract in {month}.")
_MONTH_ONLY = N_("A month is expected.")
_NO_MONTH = "2000-01"
"""For a form of an older version whose month is to be asked again."""
NOTHING = N_("Nothing is left to declare: the hours of everybody are there already.")
NOT_BEGUN = N_("{month} has not begun: its hours are declared from its first day on.")


def asked(text: str, context: Context, *rest: Any) -> tuple[Any, ...]:
    """What the lookup of hours gives: `text` is its verb."""
    answers = context.answers
    home, month = answers.get("organisation") or 0, answers.get("month") or _NO_MONTH
    said = "|".join([text, str(home), str(month), *(str(part) for part in rest), *([] if rest else [""])])
    return context.lookup(hours_lookup.KIND, said)


def month_of(answers: Answers) -> date:
    """The month answered, by its first day."""
    return date.fromisoformat(f"{answers.get('month') or _NO_MONTH}-01")


def month_name(month: date, language: str) -> str:
    """A month as people write it: "octobre 2026"."""
    return formats.when(When(month, Grain.MONTH), language)


def hours_text(hours: Decimal, language: str) -> str:
    """Hours without their unit, decimals only when there are any."""
    whole = hours == hours.to_integral_value()
    return formats.number(int(hours) if whole else hours.normalize(), language)


class Month(Field):
    """The month whose hours are declared, begun already; the value is "2026-10"."""

    hint = N_("For example: October 2026.")

    def read(self, text: str, context: Context) -> Reading:
        """The month meant; without a year, the latest one."""
        month = _month_in(text, context.today)
        return NotUnderstood(_MONTH_ONLY) if month is None else self._begun(month, context)

    def options(self, context: Context) -> tuple[Option, ...]:
        """The last month, earlier ones not finished, the present one."""
        months = [one.value for one in asked("months", context)]
        return tuple(Option(f"{month:%Y-%m}", month_name(month, context.language)) for month in months)

    def choose(self, code: str, context: Context) -> Reading:
        """The month tapped."""
        return self._begun(date.fromisoformat(f"{code}-01"), context)

    def show(self, value: Any, language: str) -> Markup:
        """The month in words."""
        return escape(month_name(date.fromisoformat(f"{value}-01"), language))

    def _begun(self, month: date, context: Context) -> Reading:
        named = {"month": month_name(month, context.language)}
        if month > context.today:
            return NotUnderstood(NOT_BEGUN, named)
        home = context.answers.get("organisation") or 0
        found = context.lookup(hours_lookup.KIND, f"page|{home}|{month:%Y-%m}|")
        if not found or not found[0].value.counts.people:
            return NotUnderstood(NOBODY, named)
        return Understood(f"{month:%Y-%m}")


def _month_in(text: str, today: date) -> date | None:
    if fold(text).strip(" .") in _LAST_MONTH:
        return months_after(today.replace(day=1), -1)
    when = read_date(text, today)
    if when is None or when.grain is not Grain.MONTH:
        return None
    if when.day > today:  # "décembre", said in November, is the one gone by
        earlier = read_date(text, today - timedelta(days=365))
        if earlier is not None and earlier.day <= today and earlier.day.month == when.day.month:
            return earlier.day
    return when.day
