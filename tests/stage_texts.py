"""What no message may be: over Telegram's limits, half formatted, or in the other language."""

import re
from collections.abc import Sequence
from functools import cache, lru_cache

from limits import assert_fits, plain
from markupsafe import Markup
from messages import read
from stage import Said

from bot.dialogue.cards import Button, Card

_HOLE = re.compile(r"\{\w*\}")
_PIECES = re.compile(r"\{\w*\}|<[^>]*>|\n|&\w+;")
_QUOTED = re.compile(r"<pre>.*?</pre>", re.DOTALL)
"""The wording of the clause is French for everybody."""
_LEAST = 13
_OTHER = {"fr": "en", "en": "fr"}


def assert_good(said: Said, language: str | None, typed: Sequence[str] = ()) -> None:
    """What a person gets fits, is complete and is in their language, but for what people `typed`; whoever
    has just left has no language."""
    keyboard = tuple(
        tuple(Button(button["text"], button["callback_data"]) for button in row)
        for row in (said.body.get("reply_markup") or {}).get("inline_keyboard", [])
    )
    seen = said.text
    if said.method in ("sendMessage", "editMessageText"):
        assert_fits(Card(Markup(said.text), keyboard), width=8)  # noqa: S704 (what the bot wrote)
        seen = plain(_QUOTED.sub("", said.text))
    elif said.method == "answerCallbackQuery":
        assert len(seen) <= 200
    elif said.method.startswith("send"):
        seen = plain(said.text)
        assert len(seen.encode("utf-16-le")) // 2 <= 1024
    for text in (seen, *(button.label for row in keyboard for button in row)):
        assert not _HOLE.search(text), f"a value is missing in {text!r}"
        found = foreign(text, language) if language else None
        assert found is None or any(found in one for one in typed), (
            f"{found!r} is not of the language {language}: {text!r}"
        )


@lru_cache(10_000)
def foreign(text: str, language: str) -> str | None:
    """A piece of the catalogue of the other language in a text, if there is one."""
    return next((piece for piece in _pieces(_OTHER[language]) if piece in text), None)


@cache
def _pieces(language: str) -> list[str]:
    """What only the texts of a language say."""
    others = "\n".join(_strings(_OTHER[language]))
    pieces = {piece.strip() for text in _strings(language) for piece in _PIECES.split(text)}
    return sorted(p for p in pieces if len(p) >= _LEAST and " " in p and p not in others)


def _strings(language: str) -> list[str]:
    found = []
    for message in read(language):
        strings = message.string if isinstance(message.string, tuple) else (message.string,)
        found += [text for text in strings if message.id and text]
    return found
