"""Texts within Telegram's limits: counted as Telegram counts, folded when long, cut when too long."""

import re
import unicodedata

from markupsafe import Markup, escape

MAX_LABEL = 64
_FOLD_FROM = 240
_TAG = re.compile(r"<[^>]*>")
_DROPPED = ("Cc", "Cs")


def clean(text: str) -> str:
    """The text as typed, without control characters, lone surrogates and blanks around it."""
    kept = (
        char
        for char in text.replace("\r\n", "\n")
        if char == "\n" or unicodedata.category(char) not in _DROPPED
    )
    return unicodedata.normalize("NFC", "".join(kept)).strip()


def units(text: str) -> int:
    """The length of a plain text as Telegram counts it, in UTF-16 units."""
    return len(text) + sum(char > "\uffff" for char in text)


def cut(text: str, most: int) -> str:
    """The plain text within `most` UTF-16 units, an ellipsis in the place of what does not fit."""
    if units(text) <= most:
        return text
    kept = text[: most - 1]
    while units(kept) > most - 1:
        kept = kept[:-1]
    return kept.rstrip() + "…"


def cut_html(text: Markup, most: int) -> Markup:
    """The HTML as it is when what is seen of it fits in `most` UTF-16 units, else its plain text cut."""
    return text if units(seen(text)) <= most else escape(cut(text.striptags(), most))


def folded(text: str) -> Markup:
    """A person's text as HTML: escaped, and in an expandable quotation when long."""
    if units(text) < _FOLD_FROM and text.count("\n") < 4:
        return escape(text)
    return Markup("<blockquote expandable>{}</blockquote>").format(text)


def seen(text: Markup) -> str:
    """What is seen of the HTML."""
    return Markup(_TAG.sub("", text)).unescape()  # noqa: S704 (still escaped)
