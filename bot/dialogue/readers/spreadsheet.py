"""A buyer's programme in a workbook or a CSV file: its first sheet, under a row of headings."""

import csv
import io
import math
import re
import warnings
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from contextlib import closing
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any

from bot.dialogue.fitting import clean
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
_HEADING_ROWS = 30
_LEAST_HEADINGS = 3
_LONGEST_CELL = 500

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


class SheetError(Exception):
    """The file cannot be read: see `flaw`."""

    def __init__(self, flaw: Flaw) -> None:
        super().__init__(flaw)
        self.flaw = flaw


def read_sheet(content: bytes) -> list[Cells]:
    """The lines of the first sheet as cells, dates and numbers as people write them. Raises SheetError.

    Formulas are not worked out: what they gave when the file was saved counts.
    """
    return _lines(rows_in(content, MOST_ROWS, MOST_COLUMNS))


def rows_in(content: bytes, most_rows: int, most_columns: int) -> Iterator[Row]:
    """The first rows of a workbook's first sheet, or of a CSV file, their cells as people write them. Raises
    SheetError."""
    if len(content) > MOST_BYTES:
        raise SheetError(Flaw.TOO_BIG)
    if content.startswith(_OLE):
        raise SheetError(Flaw.PROTECTED if _ENCRYPTED in content else Flaw.OLD_KIND)
    if content.startswith(b"PK"):
        _check_parts(content)
        return _workbook_rows(content, most_rows, most_columns)
    return _csv_rows(_decoded(content), most_rows, most_columns)


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


def _workbook_rows(content: bytes, most_rows: int, most_columns: int) -> Iterator[Row]:
    """The rows of the first sheet that is not hidden and holds something."""
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return iter(_sheet_rows(content, most_rows, most_columns))
    except (InvalidFileException, *_BROKEN):
        raise SheetError(Flaw.BROKEN) from None


def _sheet_rows(content: bytes, most_rows: int, most_columns: int) -> list[Row]:
    import openpyxl

    with closing(openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)) as book:
        seen = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
        sheet = next((sheet for sheet in seen if _says(sheet)), None)
        if sheet is None:
            return []
        sheet.reset_dimensions()
        rows = sheet.iter_rows(max_row=most_rows, max_col=most_columns)
        return [[_text(cell) for cell in row] for row in rows]


def sheets_besides(content: bytes) -> list[str]:
    """The names of the other sheets of a workbook that `rows_in` has read, hidden ones apart; none of a CSV
    file."""
    import openpyxl

    if not content.startswith(b"PK"):
        return []
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        with closing(openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)) as book:
            seen = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
            return [_plain(sheet.title) for sheet in seen if _says(sheet)][1:]


def _says(sheet: Any) -> bool:
    """Whether there is something on the first rows of a sheet; on one that is damaged there is."""
    try:
        sheet.reset_dimensions()
        rows = sheet.iter_rows(max_row=_HEADING_ROWS, max_col=MOST_COLUMNS, values_only=True)
        return any(value is not None for row in rows for value in row)
    except _BROKEN:
        return True


def _text(cell: Any) -> str:
    """What a cell holds as people write it."""
    value = cell.value
    if isinstance(value, datetime | date):
        dayless = "d" not in _FORMAT_WITHOUT_DAY.sub("", str(cell.number_format)).lower()
        return f"{value:%m/%Y}" if dayless else f"{value:%d/%m/%Y}"
    if isinstance(value, bool):
        return "vrai" if value else "faux"
    if value is None:
        return ""
    if isinstance(value, int | float | Decimal):
        return _number(value)
    return _plain(str(value))


def _number(value: float | Decimal) -> str:
    if not math.isfinite(value):
        return ""
    text = f"{Decimal(str(value)):.2f}"
    return text.removesuffix(".00")


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
    """The sign between the cells of a CSV file: the most frequent on one of its first lines; None where there
    is none on them."""
    lines = [line for line in text.splitlines()[:_HEADING_ROWS] if line.strip()]
    counted = {sign: max((line.count(sign) for line in lines), default=0) for sign in ";\t,|"}
    best = max(counted, key=lambda sign: counted[sign])
    return best if counted[best] or not lines else None


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


def _find_headings(rows: Iterator[Row]) -> tuple[Columns, int]:
    """The columns, and how many rows were looked at. Raises SheetError when no row names enough of them."""
    said = 0
    for number, row in enumerate(rows, 1):
        columns = find_columns(row)
        said += any(row)
        if Slot.TITLE in columns and len(columns) >= _LEAST_HEADINGS:
            return columns, number
        if number == _HEADING_ROWS:
            break
    raise SheetError(Flaw.NO_HEADINGS if said else Flaw.EMPTY)
