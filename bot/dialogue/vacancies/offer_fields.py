"""Fields that only job offers have: the lot it is for, and the weekly hours."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from markupsafe import Markup, escape

from bot.dialogue import formats
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
from bot.dialogue.field import Field, Rows
from bot.dialogue.fields.choices import MOST_CANDIDATES
from bot.dialogue.fitting import MAX_LABEL, cut
from bot.dialogue.lists import SIZE, page_options
from bot.dialogue.readers.choices import match_options
from bot.dialogue.readers.fold import words
from bot.dialogue.readers.hours import read_weekly_hours
from bot.dialogue.translations import N_, label, translate

LOTS_HELD = "lots_held"
"""The hidden answer that lists the lots the company holds: {"id", "label"} each."""

_OUTSIDE = "0"
_NO_LOT = {"id": None, "label": ""}


class HeldLot(Field):
    """One of the lots the company holds, or none; the value is {"id", "label"}, its id None for none."""

    hint = N_("Tap a lot, or write its reference or its title.")
    outside = N_("Outside any contract")

    def read(self, text: str, context: Context) -> Reading:
        """The lot whose words were typed."""
        lots = _by_code(context)
        plain = {code: lot["label"] for code, lot in lots.items()}
        plain[_OUTSIDE] = label(context.language, self.outside)
        found = match_options(text, plain) or _holding(text, plain)
        meant = [Candidate(plain[code], lots.get(code, _NO_LOT)) for code in found[:MOST_CANDIDATES]]
        if not meant:
            return NotUnderstood(N_("This is none of the lots you hold."))
        return Understood(meant[0].value) if len(meant) == 1 else Several(tuple(meant))

    def rows(self, context: Context) -> Rows:
        """A page of the lots, a row each, then none of them and the other pages."""
        lots, page = list(_by_code(context).items()), context.partial or 0
        shown = lots[page * SIZE : (page + 1) * SIZE]
        rows = [(Option(code, cut(lot["label"], MAX_LABEL)),) for code, lot in shown]
        following = f"page:{page + 1}" if len(lots) > (page + 1) * SIZE else None
        turns = page_options(context.language, "page:0" if page else None, following)
        none = (Option(_OUTSIDE, label(context.language, self.outside)),)
        return (*rows, none, *turns)

    def choose(self, code: str, context: Context) -> Reading:
        """The lot tapped, none, or another page."""
        if code.startswith("page:"):
            return Partial(int(code.removeprefix("page:")))
        return Understood(_by_code(context).get(code, _NO_LOT))

    def show(self, value: Any, language: str) -> Markup:
        """The lot as it was named."""
        return translate(language, self.outside) if value["id"] is None else escape(value["label"])


def _by_code(context: Context) -> dict[str, Mapping[str, Any]]:
    return {str(lot["id"]): lot for lot in context.answers.get(LOTS_HELD, ())}


def _holding(text: str, plain: Mapping[str, str]) -> Sequence[str]:
    """The lots whose label holds every word typed."""
    said = set(words(text))
    return [code for code, name in plain.items() if said and said <= set(words(name))]


class WeeklyHours(Field):
    """Hours a week, 1 to 48; the value is a decimal as text."""

    hint = N_("For example: 35, 17.5 or 24 h.")
    likely = ("35", "39", "24", "20")

    def read(self, text: str, context: Context) -> Reading:
        """The hours, when they are in bounds."""
        hours = read_weekly_hours(text)
        if hours is None:
            return NotUnderstood(N_("A number of hours a week is expected, from 1 to 48."))
        return Understood(f"{hours.normalize():f}")

    def options(self, context: Context) -> tuple[Option, ...]:
        """The usual hours."""
        return tuple(Option(hours, str(self.show(hours, context.language))) for hours in self.likely)

    def choose(self, code: str, context: Context) -> Reading:
        """The usual hours tapped."""
        return Understood(code)

    def show(self, value: Any, language: str) -> Markup:
        """The hours a week."""
        return translate(language, N_("{hours} h a week"), hours=formats.number(Decimal(value), language))
