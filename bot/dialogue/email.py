"""The field of an e-mail address."""

from typing import Any

from markupsafe import Markup, escape

from bot.dialogue.answers import Context, NotUnderstood, Reading, Understood
from bot.dialogue.field import Field
from bot.dialogue.translations import N_
from bot.rules.email import clean_email


class Email(Field):
    """An e-mail address, checked by its form: the first letter tells whether it is right."""

    hint = N_("For example: n.benali@exemple.fr.")

    def read(self, text: str, context: Context) -> Reading:
        """The address, when it is one."""
        address = clean_email(text)
        if address is None:
            return NotUnderstood(N_("This is no e-mail address: one has a name, an @ and a domain."))
        return Understood(address)

    def show(self, value: Any, language: str) -> Markup:
        """The address."""
        return escape(value)

    def fits(self, value: Any) -> bool:
        """Whether the value is an address."""
        return isinstance(value, str) and clean_email(value) == value
