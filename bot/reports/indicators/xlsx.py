"""The indicators as a workbook: one sheet a section of the annex, typed cells, frozen headers, no formula."""

from collections.abc import Sequence
from decimal import Decimal
from io import BytesIO
from typing import Any

from bot.dialogue.translations import N_, label
from bot.reports.indicators.table import Line, Part, Unit

_FORMATS = {
    Unit.COUNT: "#,##0",
    Unit.EUROS: '#,##0.00\\ "€"',
    Unit.MONTHS: "0.00",
    Unit.HOURS: "#,##0.00",
    Unit.PERCENT: "0.0%",
}
_HUNDRED = 100
_NAME, _VALUE, _KEY = 70, 18, 44


def book(parts: Sequence[Part], title: str, notes: Sequence[str], language: str) -> bytes:
    """The workbook: a first sheet that says what it is, then a sheet for each section."""
    import xlsxwriter

    content = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(content, options) as made:
        made.set_properties({"title": title})
        bold = made.add_format({"bold": True, "bg_color": "#E8EDF5", "border": 1})
        formats = {
            (unit, inner): made.add_format({"num_format": shape, "indent": int(inner), "align": "right"})
            for unit, shape in _FORMATS.items()
            for inner in (False, True)
        }
        names = {
            inner: made.add_format({"indent": 2 * int(inner), "text_wrap": True}) for inner in (False, True)
        }
        _about(made.add_worksheet(label(language, N_("Report"))), title, notes, bold)
        for part in parts:
            sheet = made.add_worksheet(part.title[:31])
            _head(sheet, bold, language)
            for row, line in enumerate(part.lines, start=1):
                sheet.write_string(row, 0, line.name, names[line.inner])
                _write(sheet, row, line, formats[line.unit, line.inner])
                sheet.write_string(row, 2, line.key)
    return content.getvalue()


def _about(sheet: Any, title: str, notes: Sequence[str], bold: Any) -> None:
    sheet.set_column(0, 0, 110)
    sheet.write_string(0, 0, title, bold)
    for row, note in enumerate(notes, start=1):
        sheet.write_string(row, 0, note)


def _head(sheet: Any, bold: Any, language: str) -> None:
    for column, (name, width) in enumerate(((N_("Figure"), _NAME), (N_("Value"), _VALUE), (N_("Key"), _KEY))):
        sheet.set_column(column, column, width)
        sheet.write_string(0, column, label(language, name), bold)
    sheet.freeze_panes(1, 1)


def _write(sheet: Any, row: int, line: Line, shape: Any) -> None:
    """A number as a number; what must not be told, or is not known, as text."""
    if line.value is None or isinstance(line.value, str):
        sheet.write_string(row, 1, "–" if line.value is None else line.value, shape)
        return
    number = Decimal(line.value)
    sheet.write_number(row, 1, float(number / _HUNDRED if line.unit is Unit.PERCENT else number), shape)
