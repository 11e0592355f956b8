"""The files of the indicators: the same figures in each, and nothing typed by a person that could do harm."""

import csv
import json
import re
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import sqlalchemy as sa
from indicator_oracle import PARIS
from indicator_worlds import draw, write
from openpyxl.utils.escape import unescape

from bot.dialogue.translations import LANGUAGES, label
from bot.reports.indicators import table
from bot.reports.indicators.files import MAKERS, Report, sections
from bot.reports.indicators.outside import NotOutsideError
from bot.reports.indicators.raw import SHEETS
from bot.reports.indicators.raw.sheet import Shape
from bot.rules.period import Period
from bot.store import organisations
from bot.store.database import Database, Session
from bot.store.indicators.scope import Asked
from bot.store.tables import Lot, Organisation, Person, Placement, Procurement, Training, rows_of

YEAR = Period(date(2027, 1, 1), date(2027, 12, 31))
FORMULAS = [
    "=1+1",
    "+1+1",
    "-1+1",
    "@SUM(A1)",
    "\t=1+1",
    "\r=1+1",
    "\n=1+1",
    " =1+1",
    "\u00a0=1+1",
    "＝1+1",
    "x;=1+1",
    "x\t@SUM(A1)",
    "'=1+1",
    '"=1+1"',
    '=HYPERLINK("http://x","y")',
    "=cmd|' /C calc'!A0",
    '=DDE("cmd";"/C calc";"x")',
    '=WEBSERVICE("http://x")',
    "{=1+1}",
    "%0A=1+1",
    "http://x",
    "internal:A1",
    "1e5",
    "007",
    "TRUE",
    "31/12/2027",
    "<b>&amp;",
    "_x0041_",
]

AWARDED = next(
    seed
    for seed in range(100)
    for lot in draw(seed).rows["lots"]
    if lot["awarded_on"] and lot["awarded_on"].year == 2027 and lot["state"] != "cancelled"
)
"""A world with a lot awarded in the year."""


def report(
    session: Session, buyer_id: int | None = None, language: str = "fr", *, outside: bool = False
) -> Report:
    buyer = None if buyer_id is None else organisations.get(session, buyer_id)
    return Report(Asked(YEAR, PARIS, buyer_id), buyer, date(2028, 1, 1), language, outside)


def numbers(value: Any, path: str = "") -> dict[str, Any]:
    if isinstance(value, dict):
        return {
            key: leaf
            for name, inner in value.items()
            for key, leaf in numbers(inner, f"{path}.{name}").items()
        }
    return {path.lstrip("."): value}


def opened(content: bytes) -> Any:
    return openpyxl.load_workbook(BytesIO(content))


def lists(content: bytes, language: str = "fr") -> dict[str, list[dict[str, Any]]]:
    """The rows of each list, by its title in the code, each by the names of its columns in the code."""
    book, found = opened(content), {}
    for sheet in SHEETS:
        if (title := label(language, sheet.title)) in book.sheetnames:
            names = [column.name for column in sheet.columns]
            rows = book[title].iter_rows(min_row=2, values_only=True)
            found[sheet.title] = [dict(zip(names, row, strict=True)) for row in rows]
    return found


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("seed", range(5))
def test_the_workbook_has_every_figure_as_a_number(database: Database, seed: int, language: str) -> None:
    with database.begin() as session:
        write(session, draw(seed))
        wanted = report(session, None if seed % 2 else 2, language)
        parts = sections(session, wanted, wanted.figures(session))
        book = opened(MAKERS["xlsx"](session, wanted))
    sheets = book.worksheets[1 : len(parts) + 1]
    assert [sheet.title for sheet in sheets] == [part.title for part in parts]
    for part, sheet in zip(parts, sheets, strict=True):
        assert [row[2].value for row in sheet.iter_rows(min_row=2)] == [line.key for line in part.lines]
        for line, row in zip(part.lines, sheet.iter_rows(min_row=2), strict=True):
            scale = 100 if line.unit is table.Unit.PERCENT else 1
            assert row[0].value == line.name
            if line.value is None:
                assert (row[1].value, row[1].data_type) == ("–", "s")
            else:
                assert row[1].data_type == "n"
                assert row[1].value * scale == pytest.approx(float(line.value))
    assert all(sheet.freeze_panes == "B2" for sheet in book.worksheets[1:])


def test_the_table_tells_every_figure_of_the_json(database: Database) -> None:
    with database.begin() as session:
        write(session, draw(11))
        told = numbers(json.loads(MAKERS["json"](session, report(session))))
        parts = table.parts(report(session).figures(session), "fr")
    keys = {line.key for part in parts for line in part.lines}
    assert any(key.startswith("implementation.interviews.by_adviser.Agent ") for key in keys)
    assert {name.replace("interviews.total", "interviews") for name in told} - {"from", "to", "buyer"} == keys


KEYS = [
    "markets.procurements",
    "markets.amount",
    "markets.amount_lots",
    "markets.by_category",
    "markets.mean_months",
    "hours.owed",
    "hours.declared",
    "hours.validated",
    "people.beneficiaries",
    "people.profile",
    "people.positive_exits",
    "people.trained",
    "people.leavers",
    "implementation.interviews",
    "implementation.referrals",
    "implementation.presented",
    "targets",
]
"""The keys of the table of `domain.md` §7."""


def test_the_json_has_the_keys_of_the_table_and_no_other(database: Database) -> None:
    with database.begin() as session:
        told = json.loads(MAKERS["json"](session, report(session)))
    for name in ("from", "to", "buyer"):
        told.pop(name)
    targets = {"targets"} if told.pop("targets") else set()
    assert {f"{name}.{inner}" for name, found in told.items() for inner in found} | targets == set(KEYS)
    page = Path(__file__).parents[3] / "shared/design/domain.md"
    if page.exists():
        section = page.read_text().split("## 7.")[1].split("## 8.")[0]
        rows = [line.split("|")[1] for line in section.splitlines() if line.startswith("| `")]
        assert {name for row in rows for name in re.findall(r"`([a-z_.]+)`", row)} == set(KEYS)


@pytest.mark.parametrize("buyer", [None, 2])
@pytest.mark.parametrize("seed", range(12))
def test_the_lists_add_up_to_the_figures(database: Database, seed: int, buyer: int | None) -> None:
    with database.begin() as session:
        write(session, draw(seed))
        wanted = report(session, buyer)
        figures, found = wanted.figures(session), lists(MAKERS["xlsx"](session, wanted))
    markets, people, work = figures["markets"], figures["people"], figures["implementation"]
    contracts, lots = found["List of contracts"], found["List of lots"]
    assert len(contracts) == markets["procurements"]
    for column, which in (("Amount at first", "initial"), ("Amount with amendments", "current")):
        assert total(contracts, column) == markets["amount"][which]
        kept = [row for row in lots if row["Retained in the period"] == "Oui"]
        assert total(kept, column) == markets["amount_lots"][which]
    assert total(kept, "Hours owed") == figures["hours"]["owed"]
    assert total(lots, "Hours declared") == figures["hours"]["declared"]
    assert total(lots, "of which validated") == figures["hours"]["validated"]
    assert len({row["Person"] for row in found["List of work contracts"]}) == people["beneficiaries"]
    exits, left = found["List of exits"], found["List of departures"]
    assert sum(row["Positive"] == "Oui" for row in exits) == people["positive_exits"]["total"]
    assert len(left) == people["leavers"]["placements"]
    assert len({row["Person"] for row in left}) == people["leavers"]["people"]
    assert len({row["Person"] for row in found["List of trainings"]}) == people["trained"]["total"]
    made = [row for row in found["List of referrals"] if YEAR.first <= row["Made on"].date() <= YEAR.last]
    assert len(made) == work["referrals"]["total"]
    assert ("List of interviews" in found) == (buyer is None)
    if buyer is None:
        advisers = [row["Adviser"] for row in found["List of interviews"]]
        assert {name: advisers.count(name) for name in advisers} == work["interviews"]["by_adviser"]


def total(rows: list[dict[str, Any]], column: str) -> Decimal:
    cents = sum((Decimal(str(row[column] or 0)) for row in rows), Decimal())
    return cents.quantize(Decimal("0.01"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_cells_of_the_lists_are_typed(database: Database, language: str) -> None:
    with database.begin() as session:
        write(session, draw(AWARDED))
        book = opened(MAKERS["xlsx"](session, report(session, None, language)))
    assert len(set(book.sheetnames)) == len(book.sheetnames) == len(SHEETS) + 6
    types = {Shape.TEXT: str, Shape.LONG: str, Shape.CODE: str, Shape.DAY: datetime}
    filled = set()
    for told in SHEETS:
        sheet = book[label(language, told.title)]
        assert (sheet.freeze_panes, sheet.max_column) == ("B2", len(told.columns))
        assert sheet.auto_filter.ref.startswith("A1:")
        for cells in sheet.iter_rows(min_row=2):
            for column, cell in zip(told.columns, cells, strict=True):
                if cell.value is not None:
                    assert isinstance(cell.value, types.get(column.shape, (int, float))), column
                    filled.add(column.shape)
    assert filled == set(Shape)


def test_a_full_list_goes_on_in_another_sheet(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.reports.indicators.xlsx._MOST_ROWS", 2)
    with database.begin() as session:
        write(session, draw(AWARDED))
        book = opened(MAKERS["xlsx"](session, report(session)))
    names = [name for name in book.sheetnames if name.startswith("Liste des lots")]
    rows = [row for name in names for row in book[name].iter_rows(min_row=2, values_only=True)]
    assert len(names) > 1
    with database.begin() as session:
        monkeypatch.undo()
        whole = opened(MAKERS["xlsx"](session, report(session)))["Liste des lots"]
    assert rows == list(whole.iter_rows(min_row=2, values_only=True))


def type_everywhere(session: Session, typed: str) -> None:
    """The text wherever a person may type one that the files tell."""
    one = rows_of(Organisation)
    for number in (2, 4):
        session.core.execute(sa.update(one).where(one.c.id == number).values(name=f"{typed}{' ' * number}"))
    session.core.execute(
        sa.update(rows_of(Procurement)).values(title=typed, organisation_id=2, commune=typed)
    )
    session.core.execute(sa.update(rows_of(Lot)).values(title=typed, number=typed))
    session.core.execute(sa.update(rows_of(Training)).values(title=typed, provider=typed))
    session.core.execute(sa.update(rows_of(Placement)).values(employer_name=typed))
    people = rows_of(Person)
    for number in (1, 2, 3):
        sealed = session.sealer.seal(typed, f"persons.name:persons{number}")
        session.core.execute(sa.update(people).where(people.c.id == number).values(name=sealed))


def cells(content: bytes) -> Iterator[Any]:
    for sheet in opened(content).worksheets:
        for row in sheet.iter_rows():
            yield from (cell for cell in row if cell.value is not None)


@pytest.mark.parametrize("typed", FORMULAS)
def test_what_people_typed_is_no_formula(on_sqlite: Database, typed: str) -> None:
    with on_sqlite.begin() as session:
        write(session, draw(AWARDED))
        type_everywhere(session, typed)
        workbooks = [MAKERS["xlsx"](session, report(session, home)) for home in (None, 2)]
        text = MAKERS["csv"](session, report(session)).decode("utf-8-sig")
    for content in workbooks:
        found = list(cells(content))
        same = [cell for cell in found if unescape(str(cell.value)).strip() == typed.strip()]
        assert len(same) > 5
        assert {cell.data_type for cell in same} == {"s"}
        assert all(cell.data_type != "f" and cell.hyperlink is None for cell in found)
    rows = list(csv.reader(StringIO(text, newline="")))
    assert len(rows) > 1
    assert {len(row) for row in rows} == {len(rows[0])}
    harmful = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
    assert not [cell for row in rows for cell in row if cell.startswith(harmful)]
    semicolons = [cell for row in csv.reader(StringIO(text, newline=""), delimiter=";") for cell in row]
    assert not [cell for cell in semicolons if cell.startswith(harmful)]


def test_the_open_data_have_whole_months(on_sqlite: Database) -> None:
    """As the schema of the essential data asks: `dureeMois` is an integer, one at least."""
    with on_sqlite.begin() as session:
        write(session, draw(AWARDED))
        for months, said in (("0.25", "1"), ("2.5", "3"), ("12", "12")):
            session.core.execute(sa.update(rows_of(Procurement)).values(months=Decimal(months)))
            rows = csv.DictReader(StringIO(MAKERS["csv"](session, report(session)).decode("utf-8-sig")))
            assert {row["dureeMois"] for row in rows} == {said}


@pytest.mark.parametrize("home", [None, 2])
def test_what_leaves_the_plie_has_no_list_no_adviser_and_no_small_count(
    database: Database, home: int | None
) -> None:
    with database.begin() as session:
        write(session, draw(AWARDED))
        wanted = report(session, home, outside=True)
        book = opened(MAKERS["xlsx"](session, wanted))
        told = json.loads(MAKERS["json"](session, wanted))
        whole = report(session, home).figures(session)
    said = [str(cell.value) for sheet in book.worksheets for row in sheet.iter_rows() for cell in row]
    assert len(book.worksheets) == (5 if home is None else 4)
    assert {"< 3", "n.c."} & set(said) or not set(numbers(whole["people"]).values()) & {1, 2}
    assert not [text for text in said if text.startswith(("Agent", "C-", "P-"))]
    assert any(text.startswith("n.c.\u00a0:") for text in said)
    assert "by_adviser" not in json.dumps(told)
    people = {name: count for name, count in numbers(told["people"]).items() if count in (1, 2)}
    assert people == {}


@pytest.mark.parametrize("form", sorted(MAKERS))
def test_what_leaves_the_plie_is_for_whole_quarters_and_years_that_are_over(
    database: Database, form: str
) -> None:
    for part in (Period(date(2027, 1, 1), date(2027, 1, 31)), YEAR):
        with database.begin() as session, pytest.raises(NotOutsideError):
            MAKERS[form](session, Report(Asked(part, PARIS), None, date(2027, 12, 31), "fr", outside=True))
