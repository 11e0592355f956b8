"""The indicators as a workbook: a sheet for each section of the annex, then the lists; typed cells, frozen
headers, no formula."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from io import BytesIO
from itertools import count, islice
from typing import Any

from bot.dialogue.translations import N_, label
from bot.reports.indicators.raw.sheet import Cell, Shape, Sheet
from bot.reports.indicators.table import Line, Part, Unit

_FORMATS = {
    Unit.COUNT: "#,##0",
    Unit.EUROS: '#,##0.00\\ "€"',
    Unit.MONTHS: "0.00",
    Unit.HOURS: "#,##0.00",
    Unit.PERCENT: "0.0%",
}
_OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
_HUNDRED = 100
_NAME, _VALUE, _KEY, _PAGE = 70, 18, 46, 90
_HEIGHT, _A4 = 15, 9
_MOST_ROWS, _MOST_TEXT, _MOST_NAME = 1_000_000, 32_000, 31
"""A sheet holds 1 048 576 rows, a cell 32 767 characters, the name of a sheet 31."""
Rows = Callable[[Sheet], Iterator[Sequence[Cell]]]


@dataclass(frozen=True, slots=True)
class About:
    """What the first sheet says: the title, the lines below it."""

    title: str
    lines: Sequence[str]


class _Book:
    """A workbook being written, with the looks of its cells."""

    def __init__(self, made: Any, language: str) -> None:
        self.made, self.language = made, language
        head = {"bold": True, "bg_color": "#E8EDF5", "border": 1, "text_wrap": True, "valign": "top"}
        self.head = made.add_format(head)
        self.title = made.add_format({"bold": True, "font_size": 14})
        self.wrapped = made.add_format({"text_wrap": True, "valign": "top"})
        self.names = {
            inner: made.add_format({"indent": 2 * int(inner), "text_wrap": True}) for inner in (False, True)
        }
        self.keys = made.add_format({"indent": 1, "font_color": "#5A6478"})
        self.values = {
            unit: made.add_format({"num_format": shape, "align": "right"}) for unit, shape in _FORMATS.items()
        }
        self.shapes = {
            shape: made.add_format({"num_format": shape.value[0]} if shape.value[0] else {})
            for shape in Shape
        }

    def sheet(self, name: str, head: Sequence[tuple[str, int]], *, frozen: int) -> Any:
        """A new sheet with its header, which stays in sight."""
        sheet = self.made.add_worksheet(name)
        for column, (_, width) in enumerate(head):
            sheet.set_column(column, column, width)
        for column, (title, _) in enumerate(head):
            sheet.write_string(0, column, title, self.head)
        sheet.freeze_panes(1, frozen)
        sheet.set_landscape()
        sheet.set_paper(_A4)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(0)
        return sheet


def book(
    parts: Sequence[Part], about: About, language: str, sheets: Sequence[Sheet] = (), rows: Rows | None = None
) -> bytes:
    """The workbook: a first sheet that says what it is, a sheet for each section, then each list, of which
    `rows` gives the rows."""
    import xlsxwriter

    content = BytesIO()
    with xlsxwriter.Workbook(content, _OPTIONS) as made:
        made.set_properties({"title": about.title, "company": "PLIE du pays de Caen"})
        writing = _Book(made, language)
        _about(writing, about)
        for part in parts:
            _part(writing, part)
        for sheet in sheets:
            _list(writing, sheet, iter(()) if rows is None else rows(sheet))
    return content.getvalue()


def _about(writing: _Book, about: About) -> None:
    sheet = writing.made.add_worksheet(label(writing.language, N_("Report")))
    sheet.set_column(0, 0, _PAGE)
    sheet.set_paper(_A4)
    sheet.write_string(0, 0, about.title, writing.title)
    for row, line in enumerate(about.lines, start=2):
        if line:
            sheet.set_row(row, _HEIGHT * -(-len(line) // (_PAGE - 10)))
            sheet.write_string(row, 0, line[:_MOST_TEXT], writing.wrapped)


def _part(writing: _Book, part: Part) -> None:
    head = [
        (label(writing.language, name), width)
        for name, width in ((N_("Figure"), _NAME), (N_("Value"), _VALUE), (N_("Key"), _KEY))
    ]
    sheet = writing.sheet(part.title, head, frozen=1)
    for row, line in enumerate(part.lines, start=1):
        sheet.write_string(row, 0, line.name[:_MOST_TEXT], writing.names[line.inner])
        _write(sheet, row, line, writing.values[line.unit])
        sheet.write_string(row, 2, line.key[:_MOST_TEXT], writing.keys)


def _write(sheet: Any, row: int, line: Line, shape: Any) -> None:
    """A number as a number; what must not be told, or is not known, as text."""
    if line.value is None or isinstance(line.value, str):
        sheet.write_string(row, 1, "–" if line.value is None else line.value, shape)
        return
    number = Decimal(line.value)
    sheet.write_number(row, 1, float(number / _HUNDRED if line.unit is Unit.PERCENT else number), shape)


def _list(writing: _Book, told: Sheet, rows: Iterator[Sequence[Cell]]) -> None:
    """The list, going on in a sheet of its own where one is full."""
    title = label(writing.language, told.title)
    head = [(label(writing.language, column.name), column.shape.width) for column in told.columns]
    looks = [writing.shapes[column.shape] for column in told.columns]
    for number in count(1):
        suffix = "" if number == 1 else f" ({number})"
        sheet = writing.sheet(title[: _MOST_NAME - len(suffix)] + suffix, head, frozen=1)
        last = 0
        for last, cells in enumerate(islice(rows, _MOST_ROWS), start=1):
            for column, cell in enumerate(cells):
                _cell(sheet, last, column, cell, looks[column])
        sheet.autofilter(0, 0, max(last, 1), len(head) - 1)
        if last < _MOST_ROWS:
            return


def _cell(sheet: Any, row: int, column: int, cell: Cell, look: Any) -> None:
    """What a person typed is a text, whatever it looks like."""
    match cell:
        case None | "":
            return
        case str():
            sheet.write_string(row, column, cell[:_MOST_TEXT], look)
        case date():
            sheet.write_datetime(row, column, cell, look)
        case _:
            sheet.write_number(row, column, float(cell), look)
