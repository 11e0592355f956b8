"""The list a buyer builds for its programme: lines added from messages and files, corrected, never lost."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from bot.dialogue.readers.fold import fold
from bot.dialogue.readers.programme import MOST_LINES, read_line, read_lines, split
from bot.dialogue.readers.programme_columns import SLOTS, Cells
from bot.dialogue.readers.programme_fields import Contract, Trouble, Troubles, read_contract

_CORRECTION = re.compile(
    r"\s*(?P<said>ligne\s+|line\s+)?(?P<n>\d{1,3})(?P<mark>\s*[.):;](?!\d)\s*|\s+)(?P<rest>\S.*)"
)


_NO_ANSWER = ("form", "repeat")
"""Troubles that no single answer ends."""


class TooManyLinesError(ValueError):
    """More than 200 lines."""


@dataclass(frozen=True, slots=True)
class Programme:
    """The lines so far as typed, for a year; `today` is the day relative dates count from."""

    year: int
    today: date
    lines: tuple[Cells, ...] = ()
    page: int = 0

    def to_json(self) -> dict[str, Any]:
        """The list as a draft keeps it."""
        lines = [list(cells) for cells in self.lines]
        return {"year": self.year, "today": self.today.isoformat(), "lines": lines, "page": self.page}

    @classmethod
    def from_json(cls, value: Mapping[str, Any], year: int | None = None) -> "Programme":
        """What `to_json` wrote, read for another `year` where it was changed. Raises ValueError, KeyError."""
        lines = tuple(tuple(str(cell) for cell in line) for line in value["lines"])
        if any(len(line) != len(SLOTS) for line in lines):
            raise ValueError("a line has one cell for each slot")
        return cls(year or value["year"], date.fromisoformat(value["today"]), lines, value["page"])


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the list: its number from 1, and what is understood or wrong."""

    number: int
    cells: Cells
    read: Contract | Troubles

    @property
    def troubles(self) -> Troubles:
        """What is wrong with it."""
        return () if isinstance(self.read, Contract) else self.read


def readings(programme: Programme) -> list[Line]:
    """What each line says; a second one for the same contract is a trouble of its own."""
    first: dict[str, int] = {}
    found = []
    for number, cells in enumerate(programme.lines, 1):
        read = _read(programme, cells)
        if isinstance(read, Contract) and first.setdefault(read.key, number) != number:
            read = (Trouble("repeat", said=str(first[read.key])),)
        found.append(Line(number, cells, read))
    return found


def understood(programme: Programme) -> list[Contract]:
    """The contracts understood, each once."""
    return [line.read for line in readings(programme) if isinstance(line.read, Contract)]


def with_text(programme: Programme, text: str) -> tuple[Cells, ...]:
    """The lines with those of a message: corrections where it names lines, else more lines. Raises
    TooManyLinesError."""
    typed = [line for line in text.split("\n") if line.strip()]
    if len(typed) > 2 * MOST_LINES:
        raise TooManyLinesError(TooManyLinesError.__doc__)
    matches = [_CORRECTION.fullmatch(line) for line in typed]
    numbers = [_corrected(programme, match, alone=len(typed) == 1) for match in matches]
    if not typed or not all(numbers):
        return with_lines(programme, read_lines(text, programme.year, programme.today))
    lines = list(programme.lines)
    for number, match in zip(numbers, matches, strict=True):
        lines[number - 1] = _replacement(programme, number, match["rest"] if match else "")
    return tuple(lines)


def with_lines(programme: Programme, added: Sequence[Cells]) -> tuple[Cells, ...]:
    """The lines with others: what is there already is not added again, and a line that repairs one that was
    not understood takes its place. Raises TooManyLinesError."""
    lines = list(programme.lines)
    known = {_identity(programme, cells) for cells in lines}
    for cells in added:
        if _identity(programme, cells) in known:
            continue
        known.add(_identity(programme, cells))
        place = _repaired(programme, lines[: len(programme.lines)], cells)
        if place is None:
            lines.append(cells)
        else:
            lines[place] = cells
    if len(lines) > MOST_LINES:
        raise TooManyLinesError(TooManyLinesError.__doc__)
    return tuple(lines)


def _read(programme: Programme, cells: Cells) -> Contract | Troubles:
    return read_contract(cells, programme.year, programme.today)


def _identity(programme: Programme, cells: Cells) -> Contract | tuple[str, ...]:
    """What makes two lines say the same."""
    read = _read(programme, cells)
    return read if isinstance(read, Contract) else tuple(fold(cell) for cell in cells)


def _corrected(programme: Programme, match: re.Match[str] | None, *, alone: bool) -> int:
    """The number of the line a typed one corrects; 0 when it is a new one.

    A bare number names a line that is not understood, and a marked one any line when it comes alone: else
    "40 logements" and numbered lists would be taken for corrections.
    """
    number = int(match["n"]) if match else 0
    if match is None or not 1 <= number <= len(programme.lines):
        return 0
    if match["said"] or (alone and match["mark"].strip()):
        return number
    wrong = readings(programme)[number - 1].troubles
    return number if wrong and not match["mark"].strip() else 0


def _replacement(programme: Programme, number: int, rest: str) -> Cells:
    """A whole new line, or the one answer that the line still needed."""
    whole = read_line(rest, programme.year, programme.today)
    line = readings(programme)[number - 1]
    missing = line.troubles[0] if len(line.troubles) == 1 else None
    understood_whole = isinstance(_read(programme, whole), Contract)
    if split(rest) is not None or understood_whole or missing is None or missing.code in _NO_ANSWER:
        return whole
    place = SLOTS.index(missing.slot)
    return (*line.cells[:place], rest.strip(), *line.cells[place + 1 :])


def _repaired(programme: Programme, lines: Sequence[Cells], cells: Cells) -> int | None:
    """The place of the one line that was not understood and says the same but where it was wrong."""
    if not isinstance(_read(programme, cells), Contract):
        return None
    places = [place for place, old in enumerate(lines) if _repairs(_read(programme, old), old, cells)]
    return places[0] if len(places) == 1 else None


def _repairs(read: Contract | Troubles, old: Cells, new: Cells) -> bool:
    if isinstance(read, Contract) or read[0].code == "form":
        return False
    wrong = {trouble.slot for trouble in read}
    kept = [place for place, slot in enumerate(SLOTS) if slot not in wrong]
    return bool(old[0]) and all(fold(old[place]) == fold(new[place]) for place in kept)
