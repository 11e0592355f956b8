"""The workbooks of an import: the model of a list to fill in, and a list sent back with what is wrong."""

import io
from collections.abc import Mapping, Sequence
from typing import Any

from bot.dialogue.translations import N_, label
from bot.reports.imports.columns import LISTS, MODEL_EXAMPLE
from bot.store.imports import ImportKind

MODELS: Mapping[str, str] = {
    ImportKind.PROCUREMENT: "modele-marches.xlsx",
    ImportKind.COMPANY: "modele-entreprises.xlsx",
    ImportKind.CANDIDATE: "modele-candidats.xlsx",
}
"""The name of each model; French, whoever asks for it."""
CORRECTIONS = "lignes-a-corriger.xlsx"
_OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
_WIDTH, _WIDE = 24, 90
_EXAMPLE = MODEL_EXAMPLE + " : {}"


def model(kind: ImportKind) -> bytes:
    """The workbook to fill in: the headings, those that are needed marked by their look, and an example that
    is not read back."""
    target = io.BytesIO()
    with _book(target) as book:
        sheet = book.add_worksheet("Liste")
        needed = book.add_format({"bold": True, "bottom": 1, "bg_color": "#C9DAEA", "text_wrap": True})
        other = book.add_format({"bottom": 1, "bg_color": "#EEF2F6", "text_wrap": True})
        example = book.add_format({"italic": True, "font_color": "#707070", "num_format": "@"})
        text = book.add_format({"num_format": "@"})
        for place, column in enumerate(LISTS[kind]):
            sheet.set_column(place, place, _WIDTH, text)
            sheet.write_string(0, place, column.heading, needed if column.required else other)
            shown = str(column.example) if place else _EXAMPLE.format(column.example)
            sheet.write_string(1, place, shown, example)
        sheet.freeze_panes(1, 0)
    return target.getvalue()


def corrections(
    headings: Sequence[str], table: Mapping[int, Sequence[str]], wrong: Mapping[int, str], language: str
) -> bytes:
    """The list as it was sent, what is wrong with each row in a last column; texts only, never a formula."""
    target = io.BytesIO()
    with _book(target) as book:
        sheet = book.add_worksheet(label(language, N_("To correct")))
        head, red = book.add_format({"bold": True}), book.add_format({"font_color": "#A00000"})
        last = max([len(headings), *map(len, table.values())])
        _write(sheet, 0, headings, head)
        sheet.write_string(0, last, label(language, N_("Error")), head)
        sheet.set_column(0, last - 1, _WIDTH)
        sheet.set_column(last, last, _WIDE)
        for line, (number, row) in enumerate(table.items(), 1):
            _write(sheet, line, row)
            _write(sheet, line, [*[""] * last, wrong.get(number, "")], red)
        sheet.freeze_panes(1, 0)
    return target.getvalue()


def _book(target: io.BytesIO) -> Any:
    import xlsxwriter

    return xlsxwriter.Workbook(target, _OPTIONS)


def _write(sheet: Any, line: int, row: Sequence[str], look: Any = None) -> None:
    for place, said in enumerate(row):
        if said:
            sheet.write_string(line, place, said, look)
