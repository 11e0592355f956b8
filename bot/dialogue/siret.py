"""The field of a SIRET."""

from typing import Any

from markupsafe import Markup, escape

from bot.dialogue.answers import Context, NotUnderstood, Reading, Understood
from bot.dialogue.field import Field
from bot.dialogue.translations import N_
from bot.rules.siret import clean_siret, spaced


class Siret(Field):
    """A SIRET; the value is its fourteen digits."""

    hint = N_("Fourteen digits, for example: 732 829 320 00074.")

    def read(self, text: str, context: Context) -> Reading:
        """The digits, when their check holds."""
        siret = clean_siret(text)
        if siret is None:
            return NotUnderstood(
                N_("A SIRET has fourteen digits that check each other: one of them may be mistyped.")
            )
        return Understood(siret)

    def show(self, value: Any, language: str) -> Markup:
        """The digits in groups."""
        return escape(spaced(value))

    def fits(self, value: Any) -> bool:
        """Whether the value is a SIRET."""
        return isinstance(value, str) and clean_siret(value) == value
