"""Long lists, a page at a time."""

from bot.dialogue.cards import Button, Keyboard
from bot.dialogue.translations import N_, label

SIZE = 8


def page_buttons(language: str, first: str | None, following: str | None) -> Keyboard:
    """The row that leads to the first page and the following one, by their data; no row without either."""
    links = ((N_("‹ Beginning"), first), (N_("Next ›"), following))
    row = tuple(Button(label(language, msgid), data) for msgid, data in links if data is not None)
    return (row,) if row else ()
