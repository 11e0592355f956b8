"""Sections as plain text to copy from the chat."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from markupsafe import Markup

from bot.dialogue.fitting import units
from bot.reports.templates import Block, Kind, Section

_MOST = 4000
"""UTF-16 units of a message: under Telegram's 4096, with room for its title."""
_SEPARATORS = ("\n\n", "\n", " ")
_LISTED = (Kind.ITEM, Kind.STEP, Kind.LOTS)


@dataclass(frozen=True, slots=True)
class Paragraph:
    """What goes under one heading of one tender document, as plain text."""

    document: str
    heading: str
    text: str


def paragraph(section: Section, lots: Sequence[str]) -> Paragraph:
    """A section as plain text, the hours of each lot as a list."""
    parts: list[str] = []
    previous: Kind | None = None
    steps = 0
    for block in section.blocks:
        steps += block.kind is Kind.STEP
        if previous is not None:
            together = block.kind in _LISTED and (block.kind is previous or previous is Kind.TEXT)
            parts.append("\n" if together else "\n\n")
        parts.append(_plain(block, steps, lots))
        previous = block.kind
    return Paragraph(section.document, section.heading, "".join(parts))


def messages(paragraphs: Iterable[Paragraph]) -> list[Markup]:
    """One message or more for each document, as HTML: its name, and the text one tap copies."""
    return [
        Markup("<b>{}</b>\n<pre>{}</pre>").format(_numbered(document, at, len(pieces)), piece)
        for document, group in groupby(paragraphs, lambda one: one.document)
        for pieces in [_split("\n\n".join(f"{one.heading}\n\n{one.text}" for one in group), _SEPARATORS)]
        for at, piece in enumerate(pieces, start=1)
    ]


def _plain(block: Block, step: int, lots: Sequence[str]) -> str:
    if block.kind is Kind.LOTS:
        return "\n".join(f"– {line}" for line in lots)
    if block.kind is Kind.ITEM:
        return f"– {block.text}"
    return f"{step}. {block.text}" if block.kind is Kind.STEP else block.text


def _numbered(document: str, at: int, count: int) -> str:
    return document if count == 1 else f"{document} ({at}/{count})"


def _split(text: str, separators: Sequence[str]) -> list[str]:
    """Pieces that fit a message, cut between paragraphs, else lines, else words, else anywhere."""
    if units(text) <= _MOST:
        return [text]
    if not separators:
        half = len(text) // 2
        return _split(text[:half], ()) + _split(text[half:], ())
    pieces: list[str] = []
    for part in text.split(separators[0]):
        joined = f"{pieces[-1]}{separators[0]}{part}" if pieces else part
        if pieces and units(joined) <= _MOST:
            pieces[-1] = joined
        else:
            pieces += _split(part, separators[1:])
    return pieces
