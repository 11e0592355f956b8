"""The lines of a buyer's programme: `subject ; commune ; amount ; start ; duration ; type ; consultation`."""

import re
from collections.abc import Sequence
from datetime import date

from bot.dialogue.fitting import clean
from bot.dialogue.readers.fold import fold
from bot.dialogue.readers.programme_columns import (
    NOTHING,
    SLOTS,
    Cells,
    Columns,
    Slot,
    arrange,
    find_columns,
    is_heading,
)
from bot.dialogue.readers.programme_fields import Contract, kinds_of, read_contract

MOST_LINES = 200
_SEPARATORS = (";", "\t", "|")
_COMMA = re.compile(r",(?!\d)|(?<!\d),")
"""A comma that is not inside a number."""
_RULE = re.compile(r"[\s|:;+=_-]+")
_NUMBERED = re.compile(r"(?:[-–—•*·]\s+|(?:n\s*[°º]\s*)?\d{1,3}\s*[.):°](?!\d)\s*|\d{1,3}\s*[-–—]\s+)")
_BARE_NUMBER = re.compile(r"(\d{1,3}) +(?=[^\W\d_])")
_NUMBER_CELL = re.compile(r"(?:n\s*[°º]\s*)?\d{1,3}[.)]?")
_EXAMPLE = re.compile(r"\s*ex[ea]mple\s*:", re.IGNORECASE)


def read_lines(text: str, year: int, today: date) -> list[Cells]:
    """The lines of a text as cells; headings, rules, examples and blank lines are left out."""
    found: list[Cells] = []
    columns: Columns | None = None
    for line in _unnumbered(text):
        row = split(line)
        if row and is_heading(row):
            columns = find_columns(row)
        elif not _EXAMPLE.match(line) and not _RULE.fullmatch(line):
            found.append(read_line(line, year, today, columns))
    return found


def read_line(line: str, year: int, today: date, columns: Columns | None = None) -> Cells:
    """One line as cells: in the order of the headings above it, or the usual one; each piece that does not
    fit there in the slot that it fits."""
    row = split(line)
    if row is None:
        return _by_commas(line, year, today) or _padded([_tidy(line)])
    if columns:
        return _aligned(row, arrange(row, columns), year, today)
    if len(row) > 1 and row[0] and _NUMBER_CELL.fullmatch(row[0]):
        row = row[1:]
    return _aligned(row, _padded(row), year, today)


def split(line: str) -> list[str] | None:
    """The pieces between semicolons, tabs or bars; None when there is none of them."""
    separator = next((sign for sign in _SEPARATORS if sign in line), None)
    if separator is None:
        return None
    pieces = (line.strip().strip("|") if separator == "|" else line).split(separator)
    row = [_tidy(piece) for piece in pieces]
    return row[:-1] if len(row) > 1 and not row[-1] else row


def _unnumbered(text: str) -> list[str]:
    """The lines that say something, without their numbers."""
    lines = [line.strip(" ") for line in text.replace("\r", "\n").split("\n") if line.strip()]
    bare = [_BARE_NUMBER.match(line) for line in lines]
    counted = [int(match[1]) for match in bare if match]
    if len(lines) > 1 and counted and counted == list(range(counted[0], counted[0] + len(lines))):
        return [line[match.end() :] for line, match in zip(lines, bare, strict=True) if match]
    return [_NUMBERED.sub("", line, count=1) if _NUMBERED.match(line) else line for line in lines]


def _tidy(piece: str) -> str:
    """A piece on one line, without quotes around it; empty when it says that nothing is known."""
    text = " ".join(clean(piece.replace("\t", " ")).split())
    if len(text) > 1 and text[0] == text[-1] == '"':
        text = text[1:-1].replace('""', '"').strip()
    return "" if fold(text) in NOTHING else text


def _padded(pieces: Sequence[str]) -> Cells:
    """The pieces in the order of the slots; what is too much is added to the last one."""
    kept = [*pieces[: len(SLOTS) - 1], " ; ".join(pieces[len(SLOTS) - 1 :])]
    return (*kept, *[""] * (len(SLOTS) - len(kept)))[: len(SLOTS)]


def _aligned(row: Sequence[str], as_typed: Cells, year: int, today: date) -> Cells:
    """The cells as typed when each piece fits there, else by what they are, whichever says more."""
    troubles = _count(as_typed, year, today)
    by_kind = _by_kind(row, year, today) if troubles else None
    return by_kind if by_kind and _count(by_kind, year, today) < troubles else as_typed


def _count(cells: Cells, year: int, today: date) -> int:
    read = read_contract(cells, year, today)
    return 0 if isinstance(read, Contract) else len(read)


def _by_kind(row: Sequence[str], year: int, today: date) -> Cells | None:
    """The pieces after the first by what they are; one that is nothing goes where its place leaves room."""
    placed: dict[Slot, tuple[int, str]] = {}
    unsure: list[tuple[int, str]] = []
    for at, piece in enumerate(row[1:]):
        kinds = kinds_of(piece, year, today) if piece else []
        slot = kinds[0] if len(kinds) == 1 else None
        if slot is Slot.START and slot in placed:
            slot = Slot.CONSULTATION
        if slot in placed:
            return None
        if slot is not None:
            placed[slot] = (at, piece)
        elif piece:
            unsure.append((at, piece))
    for at, piece in unsure:
        slot = _room(at, placed)
        if slot is None:
            return None
        placed[slot] = (at, piece)
    return (row[0], *(placed[slot][1] if slot in placed else "" for slot in SLOTS[1:]))


def _room(at: int, placed: dict[Slot, tuple[int, str]]) -> Slot | None:
    """The free slot for a piece, between those of its neighbours."""
    order = {slot: number for number, slot in enumerate(SLOTS)}
    low = max((order[slot] for slot, (other, _) in placed.items() if other < at), default=0)
    high = min((order[slot] for slot, (other, _) in placed.items() if other > at), default=len(SLOTS))
    free = [slot for slot in SLOTS[1:] if slot not in placed]
    return next((slot for slot in free if low < order[slot] < high), None)


def _by_commas(line: str, year: int, today: date) -> Cells | None:
    """A line with commas, when there is one way only to read it whole."""
    pieces = [_tidy(piece) for piece in _COMMA.split(line)]
    found = []
    for at in range(max(1, len(pieces) - len(SLOTS) + 1), len(pieces) - 2):
        cells = _by_kind([", ".join(pieces[:at]), *pieces[at:]], year, today)
        needed = cells and (cells[1], cells[3], cells[4])
        if cells and needed and all(needed) and _sure(cells, year, today):
            found.append(cells)
    return found[0] if len(found) == 1 else None


def _sure(cells: Cells, year: int, today: date) -> bool:
    read = read_contract(cells, year, today)
    return isinstance(read, Contract) or {trouble.slot for trouble in read} == {Slot.CATEGORY}
