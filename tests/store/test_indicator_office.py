"""The workbook in LibreOffice (long: `make soak`): it opens without a warning, every cell is what was
counted, and what people typed stays a text after a recalculation."""

import csv
import os
import subprocess
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from indicator_worlds import clear, draw, write
from openpyxl.utils.escape import unescape
from test_indicator_files import AWARDED, FORMULAS, report, type_everywhere

from bot.reports.indicators import table
from bot.reports.indicators.files import MAKERS, sections
from bot.store.database import Database

pytestmark = pytest.mark.soak
SHEETS_AS_CSV = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1"


def opened_by_office(books: dict[str, bytes], folder: Path, into: str) -> Path:
    """The folder with what LibreOffice made of the workbooks."""
    (folder / "in").mkdir(exist_ok=True)
    for name, content in books.items():
        (folder / f"in/{name}.xlsx").write_bytes(content)
    done = subprocess.run(
        [
            "soffice",
            "--headless",
            f"-env:UserInstallation={(folder / 'profile').as_uri()}",
            "--convert-to",
            into,
            "--outdir",
            str(folder / "out"),
            *(str(folder / f"in/{name}.xlsx") for name in books),
        ],
        capture_output=True,
        text=True,
        timeout=300,
        check=True,
        env={"PATH": os.environ["PATH"], "HOME": str(folder), "LANG": "C.UTF-8"},
    )
    said = [line for line in done.stderr.splitlines() if "javaldx" not in line]
    assert said == []
    return folder / "out"


def grid(path: Path) -> dict[str, list[tuple[Any, ...]]]:
    book = openpyxl.load_workbook(path)
    found = {}
    for sheet in book.worksheets:
        rows = [tuple(shown(cell) for cell in row) for row in sheet.iter_rows()]
        found[sheet.title] = [row for row in rows if any(value is not None for value in row)]
    return found


def shown(cell: Any) -> Any:
    assert cell.data_type not in {"f", "e"}
    if isinstance(cell.value, str):
        return unescape(cell.value).replace("\r", "\n")
    return round(cell.value, 6) if isinstance(cell.value, float) else cell.value


@pytest.mark.parametrize("seed", [AWARDED, 3, 11])
@pytest.mark.parametrize("home", [None, 2])
def test_every_cell_is_the_figure_that_was_counted(
    on_sqlite: Database, tmp_path: Path, seed: int, home: int | None
) -> None:
    with on_sqlite.begin() as session:
        write(session, draw(seed))
        wanted = report(session, home)
        parts = sections(session, wanted, wanted.figures(session))
        content = MAKERS["xlsx"](session, wanted)
    out = opened_by_office({"book": content}, tmp_path, "xlsx")
    told = grid(out / "book.xlsx")
    assert told == grid(tmp_path / "in/book.xlsx")
    for part in parts:
        rows = {key: (name, value) for name, value, key in told[part.title][1:]}
        for line in part.lines:
            name, value = rows[line.key]
            scale = 100 if line.unit is table.Unit.PERCENT else 1
            assert name == line.name
            expected = "–" if line.value is None else pytest.approx(float(line.value))
            assert (value if isinstance(value, str) else value * scale) == expected
    opened_by_office({"book": content}, tmp_path, SHEETS_AS_CSV)
    for title, rows in told.items():
        with (out / f"book-{title}.csv").open(encoding="utf-8", newline="") as file:
            assert len([row for row in csv.reader(file) if any(row)]) == len(rows)


def test_nothing_typed_is_calculated(on_sqlite: Database, tmp_path: Path) -> None:
    books, typed = {}, [one for one in FORMULAS if not one.startswith("_x")]
    for number, formula in enumerate(typed):
        with on_sqlite.begin() as session:
            clear(session)
            write(session, draw(AWARDED))
            type_everywhere(session, formula)
            books[f"b{number}"] = MAKERS["xlsx"](session, report(session))
    out = opened_by_office(books, tmp_path, "xlsx")
    opened_by_office(books, tmp_path, SHEETS_AS_CSV)
    for name, formula in zip(books, typed, strict=True):
        assert grid(out / f"{name}.xlsx") == grid(tmp_path / f"in/{name}.xlsx")
        with (out / f"{name}-Liste des lots.csv").open(encoding="utf-8", newline="") as file:
            cells = {cell.replace("\r", "\n").strip() for row in csv.reader(file) for cell in row}
        assert formula.replace("\r", "\n").strip() in cells
