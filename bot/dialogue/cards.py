"""What a person sees: a text with buttons under it."""

from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

MAX_TEXT = 4096


@dataclass(frozen=True, slots=True)
class Button:
    """A button: what it says and what a tap on it tells the bot (1–64 bytes)."""

    label: str
    data: str

    def to_json(self) -> dict[str, str]:
        """The button as the Bot API wants it."""
        return {"text": self.label, "callback_data": self.data}


@dataclass(frozen=True, slots=True)
class UrlButton(Button):
    """A button that leads to an address, its data; groups get no other."""

    def to_json(self) -> dict[str, str]:
        """The button as the Bot API wants it."""
        return {"text": self.label, "url": self.data}


Keyboard = tuple[tuple[Button, ...], ...]


@dataclass(frozen=True, slots=True)
class Card:
    """An HTML text (values already escaped) and its rows of buttons."""

    text: Markup
    keyboard: Keyboard = ()

    def to_json(self) -> dict[str, Any]:
        """The fields of `sendMessage` and `editMessageText` that make this card."""
        rows = [[button.to_json() for button in row] for row in self.keyboard]
        return {
            "text": str(self.text),
            "parse_mode": "HTML",
            "link_preview_options": {"is_disabled": True},
            "reply_markup": {"inline_keyboard": rows},
        }


def rows_of(buttons: list[Button], width: int = 2) -> Keyboard:
    """The buttons in rows of at most `width`."""
    return tuple(tuple(buttons[start : start + width]) for start in range(0, len(buttons), width))
