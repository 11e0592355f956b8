"""A buyer's programme in a workbook or a CSV file: the first sheet that has a row of headings."""

import csv
import io
import math
import re
import warnings
import zipfile
import zlib
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from itertools import islice
from typing import Any

from bot.dialogue.fitting import clean
from bot.dialogue.readers import formulas
from bot.dialogue.readers.fold import fold
from bot.dialogue.readers.programme import MOST_LINES
from bot.dialogue.readers.programme_columns import Cells, Columns, Slot, arrange, find_columns

MOST_BYTES = 5 * 1024 * 1024
MOST_UNPACKED = 20 * 1024 * 1024
MOST_RATIO = 100
MOST_PARTS = 1000
MOST_COLUMNS = 20
MOST_ROWS = 2000
"""Rows looked at; blank ones count here, not among the lines."""
HEADING_ROWS = 30
"""The first rows, among which the headings are."""
_LEAST_HEADINGS = 3
_LONGEST_CELL = 500
_DECIMALS, _NOISE = 2, 10
"""Decimals everything has room for; those after the tenth are noise of the machine."""

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_ODS = b"application/vnd.oasis.opendocument.spreadsheet"
_FORMAT_WITHOUT_DAY = re.compile(r'"[^"]*"|\[[^\]]*\]|\\.')
_EXAMPLE = re.compile(r"ex[ea]mple ?:")
_BROKEN = (
    ArithmeticError, AssertionError, AttributeError, EOFError, LookupError, OSError,
    RuntimeError, SyntaxError, TypeError, ValueError, zipfile.BadZipFile, zlib.error,
)  # fmt: skip
"""What a workbook that is none makes openpyxl raise."""

Row = Sequence[str]


class Flaw(StrEnum):
    """Why a file cannot be read."""

    OTHER_KIND = "other kind"
    OLD_KIND = "old kind"
    PROTECTED = "protected"
    BROKEN = "broken"
    TOO_BIG = "too big"
    EMPTY = "empty"
    NO_HEADINGS = "no headings"
    TOO_MANY = "too many"
    NO_VALUES = "no values"


class SheetError(Exception):
    """The file cannot be read: see `flaw`, and `cell` ("D5") where one is at fault."""

    def __init__(self, flaw: Flaw, cell: str = "") -> None:
        super().__init__(flaw)
        self.flaw, self.cell = flaw, cell


class LongNumber(str):
    """The text of a cell that holds a number of more than two decimals: all of them, after a comma."""

    __slots__ = ()

    @property
    def rounded(self) -> str:
        """The number to two decimals, after a point."""
        return _two_decimals(Decimal(self.replace(",", ".")))


def rounded(text: str) -> str:
    """A text, and of a number of more than two decimals no more than two; where it is an amount or a
    length."""
    return text.rounded if isinstance(text, LongNumber) else text


@dataclass(frozen=True, slots=True)
class Sheet:
    """The rows that were read, each up to its last cell that says something; the names of the other sheets
    that hold something, hidden ones apart."""

    rows: Sequence[Row]
    besides: Sequence[str] = ()


Heads = Callable[[Sequence[Row]], bool]
"""Whether the headings looked for are among the first rows of a sheet."""


def read_sheet(content: bytes) -> list[Cells]:
    """The lines of the sheet that has the headings as cells, dates and numbers as people write them. Raises
    SheetError.

    Formulas are not worked out: what they gave when the file was saved counts.
    """
    sheet = sheet_in(content, MOST_ROWS, MOST_COLUMNS, _has_headings)
    return _lines(iter([[rounded(cell) for cell in row] for row in sheet.rows]))


def sheet_in(content: bytes, most_rows: int, most_columns: int, heads: Heads) -> Sheet:
    """The first rows of a CSV file, or of the first sheet of a workbook that has the headings looked for;
    where none has, of the first one that holds something. Hidden sheets are passed over, cells are as people
    write them. Raises SheetError."""
    if len(content) > MOST_BYTES:
        raise SheetError(Flaw.TOO_BIG)
    if content.startswith(_OLE):
        raise SheetError(Flaw.PROTECTED if _ENCRYPTED in content else Flaw.OLD_KIND)
    if content.startswith(b"PK"):
        _check_parts(content)
        return _workbook(content, most_rows, most_columns, heads)
    return Sheet([*_csv_rows(_decoded(content), most_rows, most_columns)])


def _check_parts(content: bytes) -> None:
    """Refuse what unpacks too big, is locked, or is no workbook, before it is opened."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            flaw = _flaw(packed, len(content))
    except _BROKEN:
        flaw = Flaw.BROKEN
    if flaw is not None:
        raise SheetError(flaw)


def _flaw(packed: zipfile.ZipFile, size: int) -> Flaw | None:
    parts = packed.infolist()
    unpacked = sum(part.file_size for part in parts)
    if unpacked > MOST_UNPACKED or unpacked > MOST_RATIO * size or len(parts) > MOST_PARTS:
        return Flaw.TOO_BIG
    if any(part.flag_bits & 1 for part in parts):
        return Flaw.PROTECTED
    names = {part.filename for part in parts}
    if "xl/workbook.xml" not in names:
        old = "xl/workbook.bin" in names or ("mimetype" in names and packed.read("mimetype") == _ODS)
        return Flaw.OLD_KIND if old else Flaw.OTHER_KIND
    declared = any(b"<!DOCTYPE" in packed.read(part).replace(b"\0", b"") for part in parts)
    return Flaw.BROKEN if declared else None


def _workbook(content: bytes, most_rows: int, most_columns: int, heads: Heads) -> Sheet:
    """The sheet of a workbook that has the headings, else the first that holds something."""
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return _chosen(content, most_rows, most_columns, heads)
    except (InvalidFileException, *_BROKEN):
        raise SheetError(Flaw.BROKEN) from None


def _chosen(content: bytes, most_rows: int, most_columns: int, heads: Heads) -> Sheet:
    import openpyxl

    with closing(openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)) as book:
        seen = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible" and _says(sheet)]
        if not seen:
            return Sheet([])
        fits = (sheet for sheet in seen if heads([*_cells(sheet, HEADING_ROWS, most_columns)]))
        chosen = seen[0] if len(seen) == 1 else next(fits, seen[0])
        rows = [*_bounded(_cells(chosen, most_rows, most_columns))]
        _demand_values(content, chosen, most_rows, most_columns)
        return Sheet(rows, [_plain(sheet.title) for sheet in seen if sheet is not chosen])


def _cells(sheet: Any, most_rows: int, most_columns: int) -> Iterator[Row]:
    """The first rows of a sheet, each up to its last cell that says something."""
    sheet.reset_dimensions()
    for row in sheet.iter_rows(max_row=most_rows, max_col=most_columns):
        texts = [_text(cell) for cell in row]
        while texts and not texts[-1]:
            texts.pop()
        yield texts


def _bounded(rows: Iterator[Row]) -> Iterator[Row]:
    """The rows, unless they say more than a file may hold: one text can stand in every cell."""
    said = 0
    for row in rows:
        said += sum(map(len, row))
        if said > MOST_UNPACKED:
            raise SheetError(Flaw.TOO_BIG)
        yield row


def _demand_values(content: bytes, sheet: Any, most_rows: int, most_columns: int) -> None:
    """Refuse a sheet with a formula whose value was not kept: it would read as an empty cell. A sheet without
    formulas is not looked at again."""
    from openpyxl.xml.functions import iterparse

    path = vars(sheet)["_worksheet_path"]
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        if not formulas.may_hold(packed.read(path).replace(b"\0", b"")):
            return
        with packed.open(path) as part:
            parsed = iterparse(part, events=("start", "end"))
            cell = formulas.without_value(parsed, most_rows, most_columns)
    if cell is not None:
        raise SheetError(Flaw.NO_VALUES, cell)


def _says(sheet: Any) -> bool:
    """Whether there is something on the first rows of a sheet; on one that is damaged there is."""
    try:
        sheet.reset_dimensions()
        rows = sheet.iter_rows(max_row=HEADING_ROWS, max_col=MOST_COLUMNS, values_only=True)
        return any(value is not None for row in rows for value in row)
    except _BROKEN:
        return True


def _text(cell: Any) -> str:
    """What a cell holds as people write it."""
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, datetime | date):
        dayless = "d" not in _FORMAT_WITHOUT_DAY.sub("", str(cell.number_format)).lower()
        return f"{value:%m/%Y}" if dayless else f"{value:%d/%m/%Y}"
    if isinstance(value, bool):
        return "vrai" if value else "faux"
    if isinstance(value, int | float | Decimal):
        return _number(value)
    return _plain(str(value))


def _number(value: float | Decimal) -> str:
    """A number to its second decimal; one that has more is a reference or a rate, and keeps them."""
    if isinstance(value, int):
        return str(Decimal(value))
    if not math.isfinite(value):
        return ""
    exact = Decimal(str(value))
    whole, _, decimals = f"{exact:.{_NOISE}f}".rstrip("0").partition(".")
    return LongNumber(f"{whole},{decimals}") if len(decimals) > _DECIMALS else _two_decimals(exact)


def _two_decimals(number: Decimal) -> str:
    return f"{number:.{_DECIMALS}f}".removesuffix(".00")


def _plain(text: str) -> str:
    """A text on one line, no longer than any answer can be."""
    return " ".join(clean(text.replace("\t", " ")[: 4 * _LONGEST_CELL]).split())[:_LONGEST_CELL]


def _decoded(content: bytes) -> str:
    """The text of a CSV file. Raises SheetError when it is no text."""
    marked = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    for encoding in ["utf-16"] if marked else ["utf-8-sig", "cp1252"]:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if re.search(r"[\x00-\x08\x0e-\x1f]", text[:100_000]) is None and not text.startswith("%PDF"):
            return text
        break
    raise SheetError(Flaw.OTHER_KIND)


def _csv_rows(text: str, most_rows: int, most_columns: int) -> Iterator[Row]:
    separator = _separator(text)
    if separator is None:
        raise SheetError(Flaw.OTHER_KIND)
    try:
        for number, row in enumerate(csv.reader(io.StringIO(text, newline=""), delimiter=separator)):
            if number >= most_rows:
                return
            yield [_plain(cell) for cell in row[:most_columns]]
    except csv.Error:
        raise SheetError(Flaw.BROKEN) from None


def _separator(text: str) -> str | None:
    """The sign between the cells of a CSV file: the one that cuts most of its first lines into the same
    number of cells, of several the one that makes most; None where there is none on them."""
    lines = [*islice((line for line in io.StringIO(text, newline="") if line.strip()), HEADING_ROWS)]
    cuts = {sign: _cuts("".join(lines), sign) for sign in ";\t,|"}
    best = max(cuts, key=lambda sign: cuts[sign])
    return best if cuts[best][0] or not lines else None


def _cuts(text: str, sign: str) -> tuple[int, int]:
    """How many lines a sign cuts into the same number of cells, and which; zeros where it cuts none."""
    counted: Counter[int] = Counter()
    with suppress(csv.Error):
        counted.update(len(row) for row in csv.reader(io.StringIO(text, newline=""), delimiter=sign))
    return max(((lines, cells) for cells, lines in counted.items() if cells > 1), default=(0, 0))


def _lines(rows: Iterator[Row]) -> list[Cells]:
    """The rows under the headings, in the order of our fields, without the sign between fields."""
    columns, seen = _find_headings(rows)
    found: list[Cells] = []
    for row in rows:
        cells = arrange([cell.replace(";", ",") for cell in row], columns)
        if not any(cells) or _EXAMPLE.match(fold(cells[0])):
            continue
        if len(found) == MOST_LINES:
            raise SheetError(Flaw.TOO_MANY)
        found.append(cells)
    if not found or not seen:
        raise SheetError(Flaw.EMPTY)
    return found


def _has_headings(rows: Sequence[Row]) -> bool:
    return any(_heads(find_columns(row)) for row in rows)


def _heads(columns: Columns) -> bool:
    return Slot.TITLE in columns and len(columns) >= _LEAST_HEADINGS


def _find_headings(rows: Iterator[Row]) -> tuple[Columns, int]:
    """The columns, and how many rows were looked at. Raises SheetError when no row names enough of them."""
    said = 0
    for number, row in enumerate(rows, 1):
        columns = find_columns(row)
        said += any(row)
        if _heads(columns):
            return columns, number
        if number == HEADING_ROWS:
            break
    raise SheetError(Flaw.NO_HEADINGS if said else Flaw.EMPTY)
