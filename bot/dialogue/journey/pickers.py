"""Choosing somebody or something Clausette knows: by reference, by a few letters, or among the likely."""

from collections.abc import Callable, Mapping
from typing import Any

from markupsafe import Markup, escape

from bot.dialogue.answers import Candidate, Context, NotUnderstood, Option, Reading, Several, Understood
from bot.dialogue.field import Field, Rows
from bot.dialogue.fitting import MAX_LABEL, clean, cut, units
from bot.dialogue.form import Answers
from bot.dialogue.translations import N_

MOST = 6
"""How many are offered at once."""
LONGEST = 120


def anyone(_answers: Answers) -> str:
    """The likely ones do not depend on the answers before."""
    return ""


class Picked(Field):
    """One of what the lookup `kind` finds; the value is what it gives: {"id", "reference", "name"}.

    `likely` says what to look up for the buttons, from the answers before; what has no likely ones gives "".
    """

    def __init__(self, kind: str, hint: str, likely: Callable[[Answers], str] = anyone) -> None:
        self.kind, self.hint, self.likely = kind, hint, likely

    def read(self, text: str, context: Context) -> Reading:
        """The one meant: by its reference, or the only one found; several are offered."""
        typed = " ".join(clean(text).split())
        if not typed or units(typed) > LONGEST:
            return NotUnderstood(N_("Nothing is known by this name."))
        found = context.lookup(self.kind, typed)
        if len(found) == 1:
            return Understood(found[0].value)
        return Several(found[:MOST]) if found else NotUnderstood(N_("Nothing is known by this name."))

    def options(self, context: Context) -> tuple[Option, ...]:
        """The likely ones, best first."""
        return tuple(Option(str(one.value["id"]), cut(one.label, MAX_LABEL)) for one in self._likely(context))

    def rows(self, context: Context) -> Rows:
        """The likely ones, one a row."""
        return tuple((option,) for option in self.options(context))

    def choose(self, code: str, context: Context) -> Reading:
        """The likely one tapped, if it still is."""
        meant = [one for one in self._likely(context) if str(one.value["id"]) == code]
        return Understood(meant[0].value) if meant else NotUnderstood()

    def show(self, value: Any, language: str) -> Markup:
        """Its reference and its name."""
        return shown(value)

    def _likely(self, context: Context) -> tuple[Candidate, ...]:
        return context.lookup(self.kind, self.likely(context.answers))[:MOST]


def shown(value: Mapping[str, Any]) -> Markup:
    """What was picked, as people read it: its reference, and its name where it has one."""
    parts = [value["reference"], *([value["name"]] if value.get("name") else [])]
    return escape(" · ").join(escape(part) for part in parts)
