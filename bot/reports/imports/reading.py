"""A file as records: what it is, is read from what it holds, never from its name."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from bot.dialogue.answers import Context
from bot.dialogue.readers.fold import fold
from bot.dialogue.readers.spreadsheet import (
    HEADING_ROWS,
    MOST_BYTES,
    Flaw,
    Row,
    SheetError,
    sheet_in,
)
from bot.reports.imports import columns, decp, decp_rows, records
from bot.reports.imports.columns import MODEL_EXAMPLE
from bot.reports.imports.rows import Reader, kept
from bot.store.imports import ImportKind
from bot.store.imports.waiting import Contents

MOST_ROWS = 5000
MOST_COLUMNS = 250
MOST_LINES = 20_000
"""Rows looked at, blank ones included."""
_LEAST_HEADINGS = 2
_EXACT = frozenset({"reference", "number"})
"""Columns whose numbers are names."""
_MODEL_EXAMPLE = fold(MODEL_EXAMPLE)


class MissingColumnsError(Exception):
    """The list is known for what it is, but lacks columns: see `kind` and `headings`; its own headings are on
    this `row`, those nobody knows are `unknown`."""

    def __init__(self, kind: ImportKind, headings: Sequence[str], row: int, unknown: Sequence[str]) -> None:
        super().__init__(kind)
        self.kind, self.headings, self.row, self.unknown = kind, headings, row, unknown


@dataclass(frozen=True, slots=True)
class _Head:
    """The row of headings: its number, from one, what it says, of which list it is."""

    number: int
    row: Row
    kind: ImportKind
    found: columns.Found


def read(content: bytes, today: date, language: str) -> Contents:
    """What a workbook, a CSV file or a DECP file says. Raises SheetError, MissingColumnsError."""
    context = Context(today, language)
    if len(content) > MOST_BYTES:
        raise SheetError(Flaw.TOO_BIG)
    if decp.looks_so(content):
        return decp.read(content, context)
    sheet = sheet_in(content, MOST_LINES, MOST_COLUMNS, _has_headings)
    return replace(_listed([*_numbered(sheet.rows)], context), unread=sheet.besides)


def _has_headings(rows: Sequence[Row]) -> bool:
    """Whether the headings of open data or of a list are among these rows."""
    said = [*_numbered(rows)]
    return decp_rows.find(said) is not None or _best_head(said) is not None


def _listed(rows: Sequence[tuple[int, Row]], context: Context) -> Contents:
    """What a list says, or open data as a spreadsheet. Raises SheetError, MissingColumnsError."""
    if (open_data := decp_rows.find(rows[:HEADING_ROWS])) is not None:
        number, headings = open_data
        return decp_rows.read(headings, _below(rows, number, headings), context)
    head = _head(rows)
    lacking = columns.missing(head.kind, head.found)
    if lacking:
        unknown = [*columns.ignored(head.kind, head.row, head.found)]
        raise MissingColumnsError(head.kind, lacking, head.number, unknown)
    return _contents(head, _below(rows, head.number, head.row), context)


def _below(rows: Sequence[tuple[int, Row]], head: int, headings: Row) -> Sequence[tuple[int, Row]]:
    """The rows under the headings, which may stand there again. Raises SheetError where there are none, or
    too many."""
    said = [(number, row) for number, row in rows if number > head and row != headings and _says(row)]
    if not said:
        raise SheetError(Flaw.EMPTY)
    if len(said) > MOST_ROWS:
        raise SheetError(Flaw.TOO_MANY)
    return said


def _numbered(rows: Iterable[Row]) -> Iterator[tuple[int, Row]]:
    """The rows that say something, up to their last cell that does, with their numbers as the spreadsheet
    shows them."""
    for number, row in enumerate(rows, 1):
        last = max((place for place, cell in enumerate(row, 1) if cell), default=0)
        if last:
            yield number, row[:last]


def _says(row: Row) -> bool:
    """Whether a row is more than the example of the model."""
    return not fold(next(cell for cell in row if cell)).startswith(_MODEL_EXAMPLE)


def _head(rows: Sequence[tuple[int, Row]]) -> _Head:
    """The row of headings. Raises SheetError."""
    found = _best_head(rows)
    if found is None:
        raise SheetError(Flaw.NO_HEADINGS if rows else Flaw.EMPTY)
    return found


def _best_head(rows: Sequence[tuple[int, Row]]) -> _Head | None:
    """The row of the first ones that names most columns of a list, if any names some."""
    best: _Head | None = None
    rank = (0.0, 0)
    for number, row in rows[:HEADING_ROWS]:
        for kind, listed in columns.LISTS.items():
            found = columns.find(kind, row)
            needed = [column.name for column in listed if column.required]
            here = (sum(name in found for name in needed) / len(needed), len(found))
            if len(found) >= _LEAST_HEADINGS and here > rank:
                best, rank = _Head(number, row, kind, found), here
    return best


def _contents(head: _Head, said: Sequence[tuple[int, Row]], context: Context) -> Contents:
    reader = Reader(head.kind, head.found, context)
    lines = [line for number, row in said if (line := reader.line(number, row))]
    made = records.of(head.kind, lines, reader)
    exact = {place for name, place in head.found.items() if name in _EXACT}
    return Contents(
        head.kind,
        made,
        sorted(reader.faults, key=lambda fault: fault.row),
        columns.ignored(head.kind, head.row, head.found),
        headings=list(head.row),
        table={number: kept(row, exact) for number, row in said},
    )
