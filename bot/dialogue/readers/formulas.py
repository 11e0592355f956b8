"""Formulas of a workbook that were never worked out: what a program wrote that is no spreadsheet itself."""

import re
from collections.abc import Iterable
from typing import Any

_FORMULA = re.compile(rb"<(?:[\w.-]+:)?f[\s/>]")
_PLACE = re.compile(r"([A-Z]{1,3})([1-9]\d{0,6})")
_LETTERS = 26


def may_hold(part: bytes) -> bool:
    """Whether a part of a workbook may have formulas in it; a quick look."""
    return _FORMULA.search(part) is not None


def without_value(parsed: Iterable[tuple[str, Any]], most_rows: int, most_columns: int) -> str | None:
    """The first cell of a sheet, as "D5", whose formula has no value kept with it; None where all have one.
    `parsed` are the starts and ends of the elements of its XML, of which so many rows and columns are looked
    at. A text may be empty, a number not."""
    row = column = 0
    for event, element in parsed:
        name = _name(element)
        if event == "start" and name == "row":
            row, column = int(element.get("r") or row + 1), 0
            if row > most_rows:
                return None
        elif event == "end" and name == "c":
            row, column = _place(element.get("r"), row, column + 1)
            if column <= most_columns and _lacks_value(element):
                return f"{_letters(column)}{row}"
        elif event == "end" and name == "row":
            element.clear()
    return None


def _name(element: Any) -> str:
    return str(element.tag).rpartition("}")[2]


def _place(said: str | None, row: int, column: int) -> tuple[int, int]:
    """The row and the column a cell names, else those after the cell before it."""
    match = _PLACE.fullmatch(said or "")
    if match is None:
        return row, column
    number = 0
    for letter in match[1]:
        number = number * _LETTERS + ord(letter) - ord("A") + 1
    return int(match[2]), number


def _letters(column: int) -> str:
    named = ""
    while column:
        column, letter = divmod(column - 1, _LETTERS)
        named = chr(ord("A") + letter) + named
    return named


def _lacks_value(cell: Any) -> bool:
    parts = {_name(part): part for part in cell}
    if "f" not in parts or "is" in parts:
        return False
    return "v" not in parts or not (parts["v"].text or cell.get("t") == "str")
