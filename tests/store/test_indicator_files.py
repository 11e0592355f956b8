"""The files of the indicators: the same figures in each, and nothing typed by a person that could do harm."""

import csv
import json
from datetime import date
from io import BytesIO, StringIO
from typing import Any

import openpyxl
import pytest
import sqlalchemy as sa
from indicator_oracle import PARIS
from indicator_worlds import draw, write

from bot.reports.indicators import table
from bot.reports.indicators.files import MAKERS, Report
from bot.rules.period import Period
from bot.store import indicators, organisations
from bot.store.database import Database, Session
from bot.store.indicators.scope import Asked
from bot.store.tables import Organisation, Procurement, rows_of

YEAR = Period(date(2027, 1, 1), date(2027, 12, 31))
FORMULAS = ["=1+1", "+1+1", "-1+1", "@SUM(A1)", "\t=1+1", '=HYPERLINK("http://x","y")', "=cmd|' /C calc'!A0"]

AWARDED = next(
    seed
    for seed in range(100)
    for lot in draw(seed).rows["lots"]
    if lot["awarded_on"] and lot["awarded_on"].year == 2027
)
"""A world with a lot awarded in the year."""


def report(session: Session, buyer_id: int | None = None, language: str = "fr") -> Report:
    buyer = None if buyer_id is None else organisations.get(session, buyer_id)
    return Report(Asked(YEAR, PARIS, buyer_id), buyer, date(2027, 12, 31), language)


def numbers(value: Any, path: str = "") -> dict[str, Any]:
    if isinstance(value, dict):
        return {
            key: leaf
            for name, inner in value.items()
            for key, leaf in numbers(inner, f"{path}.{name}").items()
        }
    return {path.lstrip("."): value}


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("seed", range(5))
def test_the_workbook_has_every_figure_as_a_number(database: Database, seed: int, language: str) -> None:
    with database.begin() as session:
        write(session, draw(seed))
        wanted = report(session, None if seed % 2 else 2, language)
        figures = indicators.figures(session, wanted.asked)
        content = MAKERS["xlsx"](session, wanted)
    book = openpyxl.load_workbook(BytesIO(content))
    cells = {
        row[2].value: row[1] for sheet in book.worksheets[1:] for row in sheet.iter_rows(min_row=2, max_col=3)
    }
    parts = table.parts(figures, language)
    assert [sheet.title for sheet in book.worksheets[1:]] == [part.title for part in parts]
    assert list(cells) == [line.key for part in parts for line in part.lines]
    for part in parts:
        for line in part.lines:
            shown = cells[line.key].value
            scale = 100 if line.unit is table.Unit.PERCENT else 1
            assert shown == "–" if line.value is None else shown * scale == pytest.approx(float(line.value))
            assert cells[line.key].data_type in {"n", "s"}
    assert all(sheet.freeze_panes == "B2" for sheet in book.worksheets[1:])


def test_the_table_tells_every_figure_of_the_json(database: Database) -> None:
    with database.begin() as session:
        write(session, draw(3))
        told = numbers(json.loads(MAKERS["json"](session, report(session))))
        parts = table.parts(indicators.figures(session, report(session).asked), "fr")
    keys = {line.key for part in parts for line in part.lines}
    aside = {name for name in told if "by_adviser" in name} | {"from", "to", "buyer"}
    assert {name.replace("interviews.total", "interviews") for name in told if name not in aside} == keys


@pytest.mark.parametrize("typed", FORMULAS)
def test_what_people_typed_is_no_formula(database: Database, typed: str) -> None:
    with database.begin() as session:
        write(session, draw(AWARDED))
        name = {"name": typed}
        session.core.execute(
            sa.update(rows_of(Organisation)).where(rows_of(Organisation).c.id == 2).values(name)
        )
        session.core.execute(sa.update(rows_of(Procurement)).values(title=typed, organisation_id=2))
        book = openpyxl.load_workbook(BytesIO(MAKERS["xlsx"](session, report(session, 2))))
        rows = list(csv.reader(StringIO(MAKERS["csv"](session, report(session)).decode("utf-8-sig"))))
    cells = [
        cell
        for sheet in book.worksheets
        for row in sheet.iter_rows()
        for cell in row
        if cell.value is not None
    ]
    assert any(cell.value == typed.strip() or cell.value == typed for cell in cells)
    assert all(cell.data_type != "f" and cell.hyperlink is None for cell in cells)
    assert len(rows) > 1
    assert not [cell for row in rows for cell in row if cell.startswith(("=", "+", "-", "@", "\t"))]


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_document_is_a_tagged_pdf_and_the_chart_a_picture(database: Database, language: str) -> None:
    with database.begin() as session:
        write(session, draw(5))
        wanted = report(session, None, language)
        pdf, png = MAKERS["pdf"](session, wanted), MAKERS["png"](session, wanted)
    assert pdf.startswith(b"%PDF-1.7")
    assert b"/StructTreeRoot" in pdf
    assert png.startswith(b"\x89PNG")
