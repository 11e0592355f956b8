"""What every field can do; each kind is a class of `fields`."""

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from typing import Any

from markupsafe import Markup

from bot.dialogue.answers import Context, NotUnderstood, Option, Reading
from bot.dialogue.translations import N_

_NARROW = 20

Rows = tuple[tuple[Option, ...], ...]


def by_length(options: Sequence[Option]) -> Rows:
    """The options two a row, or one when a label would not be readable on half the width of a phone."""
    width = 2 if all(len(option.label) <= _NARROW for option in options) else 1
    return tuple(tuple(options[start : start + width]) for start in range(0, len(options), width))


class Field(ABC):
    """A kind of answer. `hint` is a msgid with an example."""

    hint: str

    @abstractmethod
    def read(self, text: str, context: Context) -> Reading:
        """What a typed text means."""

    @abstractmethod
    def show(self, value: Any, language: str) -> Markup:
        """The value for people, as HTML."""

    def attach(self, file: Mapping[str, Any] | None, caption: str, context: Context) -> Reading:
        """What a sent document means; `file` is None for what is no document (a voice, a place)."""
        return NotUnderstood(N_("Only a written answer can be read here."))

    def options(self, context: Context) -> tuple[Option, ...]:
        """The likely answers."""
        return ()

    def rows(self, context: Context) -> Rows:
        """The likely answers as rows of buttons."""
        return by_length(self.options(context))

    def choose(self, code: str, context: Context) -> Reading:
        """What a tap on one of `rows` means."""
        return NotUnderstood()

    def begin(self, value: Any) -> Any:
        """The partial answer to begin with, where `value` is the earlier answer or None."""
        return None

    def progress(self, context: Context) -> Markup | None:
        """What is understood so far of an answer given in several pieces, for its question to show."""
        return None

    def fits(self, value: Any) -> bool:
        """Whether a value kept from an earlier version of the form can still be shown."""
        try:
            self.show(value, "fr")
        except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError):
            return False
        return True
