"""Texts and captions as Telegram stores them, from what a request or a person wrote."""

import re

from bot.sandbox import utf16
from bot.sandbox.entities import find, given, settle
from bot.sandbox.errors import bad
from bot.sandbox.html import Entity, parse_html
from bot.sandbox.params import Params

MAX_TEXT = 4096
MAX_CAPTION = 1024

_GONE = re.compile("[\r\u2028-\u202e]")
_CONTROL = re.compile("[\x00-\x09\x0b-\x1f]")
_INVISIBLE = re.compile("[\\s\u180e\u200b-\u200f\u2060-\u2064\u2800\u3164\ufeff]*")

Formatted = tuple[str, list[Entity]]


def message_text(params: Params, too_long: str) -> Formatted:
    """Return the text of a message and its entities; `too_long` is the refusal over 4096 units.

    Raises:
        ApiError: 400 in the official words.

    """
    raw = params.text("text")
    if not raw:
        raise bad("message text is empty")
    text, entities = _formatted(params, raw, "entities")
    if not text:
        raise bad("text must be non-empty")
    if utf16.length(text) > MAX_TEXT:
        raise bad(too_long)
    return text, entities


def caption(params: Params) -> Formatted:
    """Return the caption of a file and its entities, "" when there is none.

    Raises:
        ApiError: 400 in the official words.

    """
    text, entities = _formatted(params, params.text("caption"), "caption_entities")
    if utf16.length(text) > MAX_CAPTION:
        raise bad("message caption is too long")
    return text, entities


def written(raw: str) -> Formatted:
    """Return what a person typed, trimmed, with the entities Telegram finds in it."""
    text, entities = _trim(_clean(raw), [])
    return text, find(text, entities)


def _formatted(params: Params, raw: str, field: str) -> Formatted:
    text = _clean(raw)
    mode = params.text("parse_mode").lower()
    if mode == "html":
        text, entities = parse_html(text)
    elif mode in ("markdown", "markdownv2"):
        raise bad("the sandbox reads HTML only, not Markdown")
    elif mode:
        raise bad("unsupported parse_mode")
    else:
        entities = given(text, params.json(field, "entities"))
    text, entities = _trim(text, settle(text, entities))
    return text, find(text, entities)


def _clean(text: str) -> str:
    return _CONTROL.sub(" ", _GONE.sub("", text))


def _trim(text: str, entities: list[Entity]) -> Formatted:
    """Trim as Telegram does: the end always, the beginning up to the first entity."""
    if _INVISIBLE.fullmatch(text):
        return "", []
    text = text.rstrip()
    first = entities[0]["offset"] if entities else len(text)
    cut = min(len(text) - len(text.lstrip(" \n")), first)
    text, end = text[cut:], utf16.length(text) - cut
    trimmed = []
    for entity in entities:
        offset = entity["offset"] - cut
        length = min(entity["length"], end - offset)
        if length > 0:
            trimmed.append({**entity, "offset": offset, "length": length})
    return text, trimmed
