"""Long lists, a page at a time."""

from bot.dialogue.answers import Option
from bot.dialogue.cards import Button, Keyboard
from bot.dialogue.translations import N_, label

SIZE = 8


_BEGINNING, _NEXT = N_("‹ Beginning"), N_("Next ›")


def page_options(language: str, first: str | None, following: str | None) -> tuple[tuple[Option, ...], ...]:
    """The same row as `page_buttons`, for a field: by the codes of its options."""
    links = ((_BEGINNING, first), (_NEXT, following))
    row = tuple(Option(code, label(language, msgid)) for msgid, code in links if code is not None)
    return (row,) if row else ()


def page_buttons(language: str, first: str | None, following: str | None) -> Keyboard:
    """The row that leads to the first page and the following one, by their data; no row without either."""
    links = ((_BEGINNING, first), (_NEXT, following))
    row = tuple(Button(label(language, msgid), data) for msgid, data in links if data is not None)
    return (row,) if row else ()
