"""The words of the tender documents: French text files in `data/tender`, read into sections.

A line is `# the document`, `## a heading`, `- an item`, `1. a step`, `{lots}` for the hours of each lot,
`@name` for what another file says, or a paragraph; `{name}` stands for a value. `words.txt` holds the short
ones, a name and its text a line.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib import resources

from bot.dialogue.fitting import clean

_STEP = re.compile(r"\d+\. ")
_LOTS = "{lots}"
_BLANKS = re.compile(r"\s+")
_NOT_IN_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class Kind(StrEnum):
    """What a block is."""

    TEXT = "text"
    ITEM = "item"
    STEP = "step"
    LOTS = "lots"


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, an item of a list, a numbered step, or the place of the hours of each lot."""

    kind: Kind
    text: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """What stands under one heading of one document."""

    document: str
    heading: str
    blocks: tuple[Block, ...]


def sections(name: str, values: Mapping[str, str], left_out: frozenset[str]) -> list[Section]:
    """The sections of a template, its values filled in; the pieces named in `left_out` are skipped.

    Values are plain text on one line: see `plain`. Raises KeyError for a value that is missing.
    """
    found: list[tuple[str, str, list[Block]]] = []
    document = ""
    for line in _lines(name, left_out):
        mark, _, rest = line.partition(" ")
        if mark == "#":
            document = rest
        elif mark == "##":
            found.append((document, rest, []))
        else:
            found[-1][2].append(_block(line, values))
    return [Section(title, heading, tuple(blocks)) for title, heading, blocks in found]


def word(name: str, **values: object) -> str:
    """A short text of `words.txt`, its values filled in. Raises KeyError for a name or a value missing."""
    return _words()[name].format_map(values)


def split_blanks(text: str) -> list[tuple[str, bool]]:
    """The text in parts, each with whether it is a place left to fill in."""
    blanks = [text for name, text in _words().items() if name.startswith("blank_")]
    parts = re.split(f"({'|'.join(map(re.escape, blanks))})", text)
    return [(part, part in blanks) for part in parts if part]


def plain(value: str) -> str:
    """A value as one line of text that any document can hold: no control or invalid character."""
    return _BLANKS.sub(" ", _NOT_IN_XML.sub("", clean(value.replace("\t", " ")))).strip()


def _block(line: str, values: Mapping[str, str]) -> Block:
    if line == _LOTS:
        return Block(Kind.LOTS)
    if line.startswith("- "):
        return Block(Kind.ITEM, line[2:].format_map(values))
    step = _STEP.match(line)
    if step:
        return Block(Kind.STEP, line[step.end() :].format_map(values))
    return Block(Kind.TEXT, line.format_map(values))


def _lines(name: str, left_out: frozenset[str]) -> Iterator[str]:
    for line in _read(name).splitlines():
        if not line.startswith("@"):
            yield line
        elif line[1:] not in left_out:
            yield from _lines(line[1:], left_out)


@cache
def _words() -> dict[str, str]:
    pairs = (line.partition("=") for line in _read("words").splitlines())
    return {name: text for name, _, text in pairs}


@cache
def _read(name: str) -> str:
    """The words of `data/tender/<name>.txt`."""
    return resources.files("bot").joinpath(f"data/tender/{name}.txt").read_text(encoding="utf-8")
