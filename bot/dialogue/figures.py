"""The figures of the agreement as people write and read them: 5 %, 30 €, 150 h, 3 days, 24 months."""

import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from markupsafe import Markup, escape

from bot.dialogue import formats
from bot.dialogue.answers import Context, NotUnderstood, Reading, Understood
from bot.dialogue.field import Field
from bot.dialogue.readers.durations import read_months
from bot.dialogue.readers.fillers import vocabulary
from bot.dialogue.readers.money import read_amount
from bot.dialogue.readers.numbers import HOURS, read_whole_number
from bot.dialogue.readers.percents import read_percent
from bot.dialogue.translations import N_, label, translate_plural
from bot.store import parameters
from bot.store.parameters import Figure

_DAYS = vocabulary("jour jours day days j ouvre ouvres")
_PEOPLE = vocabulary("personne personnes people person persons")
_MONTHS = vocabulary("mois month months")
_HIGHEST = 10**8
_AN_HOUR = re.compile(r"\s*(?:/|par\s|de\sl['’]|l['’]|an\s|per\s)\s*h(?:eure|our)?\.?\s*$", re.IGNORECASE)
_NOTHING = re.compile(r"\s*(?:€\s*0|0\s*(?:€|euros?)?)\s*", re.IGNORECASE)


def shown(figure: Figure, value: Decimal, language: str) -> str:
    """A value of the figure with its unit."""
    match figure.unit:
        case "share":
            return formats.percent(value, language)
        case "euros":
            return formats.money(value, language)
        case "months":
            return formats.months(value, language)
        case "hours":
            return label(language, N_("{hours} h"), hours=formats.number(value, language))
        case "people":
            return translate_plural(language, "{n} person", "{n} persons", int(value)).unescape()
        case _:
            return translate_plural(language, "{n} day", "{n} days", int(value)).unescape()


def read(figure: Figure, text: str) -> Decimal | None:
    """The value meant, whether or not it is in bounds; None when not understood."""
    return _READERS[figure.unit](text)


def _euros(text: str) -> Decimal | None:
    bare = _AN_HOUR.sub("", text)
    if _NOTHING.fullmatch(bare):
        return Decimal(0)
    amount = read_amount(bare)
    return read_amount(f"{bare} €") if amount is None else amount


def _hours(text: str) -> Decimal | None:
    return _decimal(read_whole_number(text, 0, _HIGHEST, HOURS))


def _days(text: str) -> Decimal | None:
    return _decimal(read_whole_number(text, 0, _HIGHEST, _DAYS))


def _people(text: str) -> Decimal | None:
    return _decimal(read_whole_number(text, 0, _HIGHEST, _PEOPLE))


def _months(text: str) -> Decimal | None:
    """Whole months: "24", "24 mois", "2 ans"."""
    count = _decimal(read_whole_number(text, 0, _HIGHEST, _MONTHS))
    months = read_months(text) if count is None else count
    return months if months is not None and months == months.to_integral_value() else None


def _decimal(number: int | None) -> Decimal | None:
    return None if number is None else Decimal(number)


_READERS: Mapping[str, Callable[[str], Decimal | None]] = {
    "share": read_percent,
    "euros": _euros,
    "hours": _hours,
    "days": _days,
    "months": _months,
    "people": _people,
}


class Value(Field):
    """A new value of the figure named among the form's answers; the value is {"figure", "value"}."""

    hint = N_("With its unit if you like: 5 %, 30 €, 150 h, 3 days, 24 months.")

    def read(self, text: str, context: Context) -> Reading:
        """The value meant, when it is in the figure's bounds."""
        figure = parameters.known().get(context.answers.get("figure", ""))
        value = None if figure is None else read(figure, text)
        if figure is None or value is None:
            return NotUnderstood(N_("A figure like the present one is expected."))
        if not figure.low <= value <= figure.high:
            low, high = (shown(figure, bound, context.language) for bound in (figure.low, figure.high))
            return NotUnderstood(N_("It goes from {low} to {high}."), {"low": low, "high": high})
        return Understood({"figure": figure.name, "value": str(value)})

    def show(self, value: Any, language: str) -> Markup:
        """The value with its unit."""
        return escape(shown(parameters.known()[value["figure"]], Decimal(value["value"]), language))
