"""Free text."""

from typing import Any

from markupsafe import Markup

from bot.dialogue.answers import (
    Context,
    NotUnderstood,
    Reading,
    Understood,
)
from bot.dialogue.field import Field
from bot.dialogue.fitting import clean, folded, units
from bot.dialogue.translations import N_


class Text(Field):
    """A free text of `least` to `most` characters."""

    def __init__(
        self, least: int = 1, most: int = 1000, hint: str = N_("Write it in your own words.")
    ) -> None:
        self.least, self.most, self.hint = least, most, hint

    def read(self, text: str, context: Context) -> Reading:
        """The text without the blanks around it."""
        answer = clean(text)
        if units(answer) > self.most:
            return NotUnderstood(
                N_("This is too long: at most {most} characters, please."), {"most": self.most}
            )
        if units(answer) < self.least:
            return NotUnderstood(
                N_("This is too short: at least {least} characters, please."), {"least": self.least}
            )
        return Understood(answer)

    def show(self, value: Any, language: str) -> Markup:
        """The text, folded when long."""
        return folded(value)

    def fits(self, value: Any) -> bool:
        """Whether the value is a text of a length in bounds."""
        return isinstance(value, str) and self.least <= units(value) <= self.most
