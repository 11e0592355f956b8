"""Telegram's HTML: read into a text and its entities, or refused in Telegram's words with byte offsets."""

import re
from dataclasses import dataclass
from typing import Any

from bot.sandbox import utf16
from bot.sandbox.errors import bad
from bot.sandbox.links import BadLinkError, check_link

Entity = dict[str, Any]

_SIMPLE = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "tg-spoiler": "spoiler",
    "span": "spoiler",
}
_TAGS = {*_SIMPLE, "a", "pre", "code", "blockquote", "tg-emoji"}
_SPECIAL = re.compile(rb"[&<]")
_NAME = re.compile(rb"[^\s>]*")
_SPACE = re.compile(rb"\s*")
_ATTRIBUTE = re.compile(rb"[^\s=>]*")
_TOKEN = re.compile(rb"[A-Za-z0-9.-]*")
_NUMBER = re.compile(rb"&#(?:x([0-9a-fA-F]{1,6})|([0-9]{1,7}));?")
_NAMED = re.compile(rb"&([A-Za-z]+);?")
_NAMES = {b"lt": "<", b"gt": ">", b"amp": "&", b"quot": '"'}


@dataclass(slots=True)
class _Open:
    tag: str
    argument: str
    offset: int
    begins: int


def parse_html(source: str) -> tuple[str, list[Entity]]:
    """Return the plain text and the entities (UTF-16 offsets, in the order their tags close).

    Raises:
        ApiError: 400 "can't parse entities: …", with the byte offset of the official server.

    """
    return _Reader(source.encode()).read()


def _unescape(data: bytes, at: int) -> tuple[str, int]:
    """Return the character written as an HTML entity at `at` and what follows it; "" when there is none."""
    if found := _NUMBER.match(data, at):
        code = int(found[1], 16) if found[1] else int(found[2])
        if 0 < code < 0x10FFFF and not 0xD800 <= code <= 0xDFFF:
            return chr(code), found.end()
    elif (found := _NAMED.match(data, at)) and found[1] in _NAMES:
        return _NAMES[found[1]], found.end()
    return "", at


class _Reader:
    def __init__(self, data: bytes) -> None:
        self.data = data
        self.at = 0
        self.parts: list[str] = []
        self.offset = 0
        self.open: list[_Open] = []
        self.entities: list[Entity] = []

    def read(self) -> tuple[str, list[Entity]]:
        while found := _SPECIAL.search(self.data, self.at):
            self._add(self.data[self.at : found.start()].decode())
            self.at = found.start()
            if found[0] == b"&":
                self._escape()
            elif self.data[self.at + 1 : self.at + 2] == b"/":
                self._end_tag()
            else:
                self._start_tag()
        self._add(self.data[self.at :].decode())
        if self.open:
            raise self._error(f'Can\'t find end tag corresponding to start tag "{self.open[-1].tag}"')
        for entity in self.entities:
            if entity["type"] == "code":
                entity.pop("language", None)
        return "".join(self.parts), self.entities

    def _error(self, text: str, at: int | None = None) -> Exception:
        where = "" if at is None else f" at byte offset {at}"
        return bad(f"can't parse entities: {text}{where}")

    def _add(self, text: str) -> None:
        if text:
            self.parts.append(text)
            self.offset += utf16.length(text)

    def _escape(self) -> None:
        character, self.at = _unescape(self.data, self.at)
        if character:
            self._add(character)
        else:
            self._add("&")
            self.at += 1

    def _skip(self, pattern: re.Pattern[bytes]) -> bytes:
        found = pattern.match(self.data, self.at)
        self.at = found.end() if found else self.at
        return found[0] if found else b""

    def _peek(self) -> bytes:
        return self.data[self.at : self.at + 1]

    def _start_tag(self) -> None:
        begin = self.at
        self.at += 1
        tag = self._skip(_NAME).decode().lower()
        if not self._peek():
            raise self._error("Unclosed start tag", begin)
        if tag not in _TAGS:
            raise self._error(f'Unsupported start tag "{tag}"', begin)
        argument = ""
        while True:
            self._skip(_SPACE)
            if self._peek() == b">":
                break
            argument = self._attribute(tag, begin) or argument
        self.at += 1
        if tag == "span" and argument != "tg-spoiler":
            raise self._error('Tag "span" must have class "tg-spoiler"', begin)
        self.open.append(_Open(tag, argument, self.offset, len(self.parts)))

    def _attribute(self, tag: str, begin: int) -> str:
        """Read one attribute; return its value when it is one that Telegram uses."""
        name = self._skip(_ATTRIBUTE).decode()
        if not name:
            reason = f'Empty attribute name in the tag "{tag}"' if self._peek() else "Unclosed start tag"
            raise self._error(reason, begin)
        self._skip(_SPACE)
        if self._peek() != b"=":
            if tag == "blockquote" and name == "expandable":
                return "expandable"
            raise self._error(f'Expected equal sign in declaration of an attribute of the tag "{tag}"', begin)
        self.at += 1
        self._skip(_SPACE)
        value = self._value(tag, begin)
        if not self._peek():
            raise self._error("Unclosed start tag", begin)
        return _argument(tag, name, value)

    def _value(self, tag: str, begin: int) -> str:
        quote = self._peek()
        if not quote:
            raise self._error(f'Unclosed start tag "{tag}"', begin)
        if quote not in (b'"', b"'"):
            token_at = self.at
            token = self._skip(_TOKEN).decode().lower()
            if self._peek() and not self._peek().isspace() and self._peek() != b">":
                raise self._error("Unexpected end of name token", token_at)
            return token
        end = self.data.find(quote, self.at + 1)
        raw = self.data[self.at + 1 : end if end >= 0 else len(self.data)]
        self.at = end + 1 if end >= 0 else len(self.data)
        return _unescape_all(raw)

    def _end_tag(self) -> None:
        begin = self.at
        if not self.open:
            raise self._error("Unexpected end tag", begin)
        self.at += 2
        name = self._skip(_NAME).decode().lower()
        self._skip(_SPACE)
        if self._peek() != b">":
            raise self._error("Unclosed end tag", begin)
        self.at += 1
        opened = self.open.pop()
        if name and name != opened.tag:
            text = f'Unmatched end tag at byte offset {begin}, expected "</{opened.tag}>", found "</{name}>"'
            raise self._error(text)
        if self.offset > opened.offset:
            self._close(opened)

    def _close(self, opened: _Open) -> None:
        entity: Entity = {"offset": opened.offset, "length": self.offset - opened.offset}
        tag, argument = opened.tag, opened.argument
        if tag in _SIMPLE:
            entity["type"] = _SIMPLE[tag]
        elif tag == "blockquote":
            entity["type"] = "expandable_blockquote" if argument else "blockquote"
        elif tag == "tg-emoji":
            entity |= {"type": "custom_emoji", "custom_emoji_id": _emoji(argument)}
        elif tag == "a":
            url = _link(argument or "".join(self.parts[opened.begins :]))
            if not url:
                return
            entity |= {"type": "text_link", "url": url}
        elif self._joins_last(tag, argument, entity):
            return
        else:
            entity["type"] = tag
            if argument:
                entity["language"] = argument
        self.entities.append(entity)

    def _joins_last(self, tag: str, argument: str, entity: Entity) -> bool:
        """Make one `pre` with a language of a `pre` and a `code` that cover the same text."""
        last = self.entities[-1] if self.entities else {}
        if (last.get("offset"), last.get("length")) != (entity["offset"], entity["length"]):
            return False
        if tag == "pre" and last["type"] == "code" and "language" in last:
            last["type"] = "pre"
            return True
        if tag == "code" and last["type"] == "pre" and argument:
            last["language"] = argument
            return True
        return False


def _argument(tag: str, name: str, value: str) -> str:
    if (tag, name) in (("a", "href"), ("tg-emoji", "emoji-id"), ("span", "class")):
        return value
    if (tag, name) == ("code", "class") and value.startswith("language-"):
        return value.removeprefix("language-")
    return "expandable" if (tag, name) == ("blockquote", "expandable") else ""


def _unescape_all(raw: bytes) -> str:
    if b"&" not in raw:
        return raw.decode()
    out, at = b"", 0
    while at < len(raw):
        character, after = _unescape(raw, at) if raw[at : at + 1] == b"&" else ("", at)
        out += character.encode() if character else raw[at : at + 1]
        at = after if character else at + 1
    return out.decode()


def _emoji(argument: str) -> str:
    if not argument.isdecimal() or int(argument) == 0:
        raise bad("can't parse entities: Invalid custom emoji identifier specified")
    return argument


def _link(url: str) -> str:
    """Return the checked URL of a link, "" for one that Telegram drops (bad ones, and mentions by id)."""
    if url.startswith("tg://user?id="):
        return ""
    try:
        return check_link(url)
    except BadLinkError:
        return ""
