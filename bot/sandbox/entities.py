"""Entities of a text as Telegram keeps them: checked, joined, cut around code, found by themselves."""

import re
from typing import Any

from bot.sandbox import utf16
from bot.sandbox.errors import bad
from bot.sandbox.html import Entity
from bot.sandbox.links import BadLinkError, check_link

_STYLES = ("bold", "italic", "underline", "strikethrough", "spoiler")
_SOLID = ("code", "pre")
_GIVEN = {
    *_STYLES,
    *_SOLID,
    "text_link",
    "blockquote",
    "expandable_blockquote",
    "custom_emoji",
    "text_mention",
}
_FOUND = {"mention", "hashtag", "cashtag", "bot_command", "url", "email", "phone_number"}
_ORDER = ("blockquote", "expandable_blockquote", *_SOLID, "text_link", *_STYLES)
_OPTIONS = ("language", "custom_emoji_id")
MAX_ENTITIES = 100

_TLDS = "com|org|net|fr|eu|io|info|be|ch|de|uk|me"
_PATTERNS = (
    ("bot_command", re.compile(r"(?<![\w/<>])/[a-zA-Z0-9_]{1,64}(?:@[a-zA-Z0-9_]{3,32})?(?![\w/<>])")),
    ("email", re.compile(r"(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)*\.[a-zA-Z]{2,}\b", re.ASCII)),
    (
        "url",
        re.compile(
            rf"(?<![\w@.])(?:https?://[^\s<>\"]+\.[^\s<>\"]+|(?:[\w-]+\.)+(?:{_TLDS})\b(?:/[^\s<>\"]*)?)"
        ),
    ),
    ("mention", re.compile(r"(?<![\w@])@[a-zA-Z0-9_]{4,32}(?!\w)")),
    ("hashtag", re.compile(r"(?<![\w#])#\w*[^\W\d_]\w*")),
)
_HINT = re.compile(r"[/@#.]")


def given(text: str, raw: Any) -> list[Entity]:
    """Return the entities of an `entities` parameter, checked against the text.

    Raises:
        ApiError: 400 in the official words.

    """
    if not isinstance(raw, list):
        return []
    size = utf16.length(text)
    return [entity for item in raw if (entity := _given_one(item, size))]


def _given_one(item: Any, size: int) -> Entity | None:
    if not isinstance(item, dict):
        raise bad("can't parse MessageEntity: expected an Object")
    for name in ("offset", "length", "type"):
        if name not in item:
            raise bad(f"can't parse MessageEntity: Can't find field \"{name}\"")
    kind, offset, length = str(item["type"]), _number(item, "offset"), _number(item, "length")
    if kind not in _GIVEN and kind not in _FOUND:
        raise bad("can't parse MessageEntity: Unsupported type specified")
    _check_place(offset, length, size)
    if kind in _FOUND or kind == "text_mention" or length <= 0:
        return None
    entity = {"type": kind, "offset": offset, "length": length}
    entity |= {key: str(item[key]) for key in _OPTIONS if key in item}
    return entity | _given_link(str(item.get("url", ""))) if kind == "text_link" else entity


def _number(item: Entity, name: str) -> int:
    try:
        return int(item[name])
    except (TypeError, ValueError):
        raise bad(f'can\'t parse MessageEntity: Field "{name}" must be a valid Number') from None


def _check_place(offset: int, length: int, size: int) -> None:
    if offset < 0:
        raise bad(f"receive an entity with incorrect offset {offset}")
    if offset >= size:
        raise bad(f"entity begins after the end of the text at UTF-16 offset {offset}")
    if offset + length > size:
        text = f"entity beginning at UTF-16 offset {offset} ends after the end of the text"
        raise bad(f"{text} at UTF-16 offset {offset + length}")


def _given_link(url: str) -> Entity:
    try:
        return {"url": check_link(url)}
    except BadLinkError as error:
        raise bad(f"entity URL '{url}' is invalid: {error}") from error


def settle(text: str, entities: list[Entity]) -> list[Entity]:
    """Return the entities as Telegram keeps them.

    Blank ones are dropped, nothing overlaps code, equal styles that touch are joined, quotes are not nested;
    sorted by offset, the longest first.
    """
    kept = [e for e in entities if not utf16.cut(text, e["offset"], e["length"]).isspace()]
    solid = _apart([e for e in kept if e["type"] in _SOLID])
    quotes = _apart([e for e in kept if e["type"].endswith("blockquote")])
    others = [
        e for e in kept if e["type"] not in (*_SOLID, *_STYLES) and not e["type"].endswith("blockquote")
    ]
    others = [e for e in _apart(others) if not _touches(e, solid)]
    styles = [e for kind in _STYLES for e in _style(kind, kept, solid)]
    settled = [*solid, *quotes, *others, *styles]
    settled.sort(key=lambda e: (e["offset"], -e["length"], _rank(e["type"])))
    return settled[:MAX_ENTITIES]


def _rank(kind: str) -> int:
    return _ORDER.index(kind) if kind in _ORDER else len(_ORDER)


def _ends(entity: Entity) -> int:
    return int(entity["offset"] + entity["length"])


def _touches(entity: Entity, others: list[Entity]) -> bool:
    return any(o["offset"] < _ends(entity) and entity["offset"] < _ends(o) for o in others)


def _apart(entities: list[Entity]) -> list[Entity]:
    """Keep the outermost of overlapping entities."""
    kept: list[Entity] = []
    for entity in sorted(entities, key=lambda e: (e["offset"], -e["length"])):
        if not _touches(entity, kept[-1:]):
            kept.append(entity)
    return kept


def _style(kind: str, entities: list[Entity], solid: list[Entity]) -> list[Entity]:
    """Join the ranges of one style and cut them around code."""
    ranges: list[tuple[int, int]] = []
    for begin, end in sorted((e["offset"], _ends(e)) for e in entities if e["type"] == kind):
        if ranges and begin <= ranges[-1][1]:
            ranges[-1] = (ranges[-1][0], max(end, ranges[-1][1]))
        else:
            ranges.append((begin, end))
    for hole in solid:
        ranges = [part for span in ranges for part in _without(span, hole["offset"], _ends(hole))]
    return [{"type": kind, "offset": begin, "length": end - begin} for begin, end in ranges]


def _without(span: tuple[int, int], begin: int, end: int) -> list[tuple[int, int]]:
    parts = ((span[0], min(span[1], begin)), (max(span[0], end), span[1]))
    return [part for part in parts if part[0] < part[1]]


def find(text: str, entities: list[Entity]) -> list[Entity]:
    """Return `entities` and those Telegram finds by itself: commands, addresses, mentions, hashtags."""
    if not _HINT.search(text):
        return entities
    hidden = [e for e in entities if e["type"] in (*_SOLID, "text_link")]
    found: list[Entity] = []
    for kind, pattern in _PATTERNS:
        for match in pattern.finditer(text):
            token = match[0].rstrip(".,;:!?)'»") if kind == "url" else match[0]
            offset = utf16.length(text[: match.start()])
            entity = {"type": kind, "offset": offset, "length": utf16.length(token)}
            if not _touches(entity, [*hidden, *found]):
                found.append(entity)
    both = [*entities, *found]
    both.sort(key=lambda e: (e["offset"], -e["length"], _rank(e["type"])))
    return both[:MAX_ENTITIES]
