"""Lists whose files are not as plain as they look: formulas, long numbers, many columns and sheets, signs."""

import io
from collections.abc import Callable
from typing import Any

import lists
import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st
from test_read_messy_lists import book, read, refused, rows

from bot.dialogue.readers import formulas, spreadsheet
from bot.dialogue.readers.spreadsheet import Flaw, SheetError
from bot.reports.imports import books

COMPANIES = ("Entreprise", "SIRET")


def formed(fill: Callable[[Any], Any], *listed: Any) -> bytes:
    """A workbook as a spreadsheet program keeps it."""
    target = io.BytesIO()
    with xlsxwriter.Workbook(target) as made:
        sheet = made.add_worksheet()
        for number, row in enumerate(listed):
            sheet.write_row(number, 0, row)
        fill(sheet)
    return target.getvalue()


def numbered(column: str, value: float, formula: str = "=1/3") -> list[dict[str, Any]]:
    """What is read of a contract with a formula in a cell, and what it gave."""
    content = formed(
        lambda sheet: sheet.write_formula(f"{column}2", formula, None, value),
        lists.CONTRACTS,
        lists.contract(1),
    )
    found = read(content)
    assert not found.faults
    return [{**record.said, **record.said["lots"][0]} for record in found.records]


def test_a_formula_without_what_it_gave_is_no_empty_cell() -> None:
    for place in (7, 11):
        row = lists.contract(1)
        row[place] = "=600+30"
        assert f"par exemple en {'ABCDEFGHIJKL'[place]}2." in refused(lists.workbook(lists.CONTRACTS, row))
    assert numbered("L", 630, "=600+30")[0]["hours"] == 630


def test_only_a_workbook_with_formulas_is_looked_at_again(monkeypatch: pytest.MonkeyPatch) -> None:
    seen = []

    def look(*_arguments: Any) -> None:
        seen.append(1)

    monkeypatch.setattr(formulas, "without_value", look)
    read(lists.workbook(lists.CONTRACTS, lists.contract(1)))
    assert not seen
    read(formed(lambda sheet: sheet.write_formula("L2", "=1", None, 630), lists.CONTRACTS, lists.contract(1)))
    assert seen


@given(st.integers(1, 18278))
def test_a_cell_is_named_as_the_program_shows_it(column: int) -> None:
    from openpyxl.utils import get_column_letter

    letters = formulas._letters(column)
    assert letters == get_column_letter(column)
    assert formulas._place(f"{letters}7", 1, 1) == (7, column)


def test_a_name_with_commas_does_not_cut_the_file() -> None:
    names = ["Dupont, Martin, Leroy et associés", "A, B, C, D, E, F et G", "Colas"]
    sirets = [lists.SIRET, lists.OTHER_SIRET, lists.CITY_SIRET]
    found = read(lists.csv(COMPANIES, *zip(names, sirets, strict=True)))
    assert [record.said["name"] for record in found.records] == names
    quoted = lists.csv(COMPANIES, ('"Dupont; Martin; Leroy"', lists.SIRET), separator=",")
    assert read(quoted).records[0].said["name"] == "Dupont; Martin; Leroy"
    title = lists.csv(("Entreprises, au 1er mars, par ordre, de SIRET",), COMPANIES, (names[0], lists.SIRET))
    assert read(title).records[0].said["name"] == names[0]


def test_columns_far_to_the_right_are_read() -> None:
    between = [f"Col {number}" for number in range(250 - len(lists.PEOPLE))]
    heads = (*lists.PEOPLE[:3], *between, *lists.PEOPLE[3:])
    person = lists.person(1)
    row = [*person[:3], *["x"] * len(between), *person[3:]]
    for content in (lists.workbook(heads, row), lists.csv(heads, row)):
        found = read(content)
        assert (found.faults, list(found.ignored)) == ([], between)
        assert found.records[0].said["phone"] == "+33610000001"


def test_one_text_in_every_cell_does_not_fill_the_memory() -> None:
    text = "x" * spreadsheet._LONGEST_CELL
    with pytest.raises(SheetError) as caught:
        read(formed(lambda _sheet: None, lists.PEOPLE, *[[text] * 100] * 430))
    assert caught.value.flaw is Flaw.TOO_BIG


@pytest.mark.parametrize(
    ("first", "second"), [(2026.001, 2026.002), (26.101, 26.102), (1.123456789, 1.123456788)]
)
def test_references_kept_as_numbers_stay_apart(first: float, second: float) -> None:
    listed = [lists.contract(1, _0=first), lists.contract(2, _0=second)]
    found = read(lists.workbook(lists.CONTRACTS, *listed))
    assert not found.faults
    assert [record.reference for record in found.records] == [
        str(first).replace(".", ","),
        str(second).replace(".", ","),
    ]


@pytest.mark.parametrize(
    ("value", "amount"),
    [
        (100000.333333333, "100000.33"),
        (450.125, "450.12"),
        (0.1 + 437499.2, "437499.30"),
        (437500.0, "437500"),
    ],
)
def test_an_amount_worked_out_is_read_to_the_cent(value: float, amount: str) -> None:
    [said] = numbered("P", value)
    assert said["awarded_amount"] == amount


def test_hours_and_months_worked_out_are_read_to_the_hundredth() -> None:
    assert numbered("L", 629.9999999)[0]["hours"] == 630
    assert numbered("J", 13.333333333)[0]["months"] == "13.33"
    assert numbered("J", 13.125)[0]["months"] == "13.12"


def test_a_long_number_sent_back_to_be_corrected_is_read_again() -> None:
    wrong = lists.contract(2, _0=2026.002, _15=437500 + 1 / 3, _6="")
    found = read(lists.workbook(lists.CONTRACTS, lists.contract(1, _0=2026.001, _15=437500 + 1 / 3), wrong))
    assert [fault.column for fault in found.faults] == ["Commune"]
    table = {number: [cell or "Ifs" for cell in row] for number, row in found.table.items()}
    again = read(books.corrections(found.headings, table, {3: "Commune"}, "fr"))
    assert not again.faults
    assert [(record.reference, record.said["lots"][0]["awarded_amount"]) for record in again.records] == [
        ("2026,001", "437500.33"),
        ("2026,002", "437500.33"),
    ]


def test_open_data_sent_back_to_be_corrected_are_read_again() -> None:
    heads = ("id", "objet", "codeCPV", "acheteur_id", "dureeMois", "dateNotification", "montant",
             "titulaire_id_1", "considerationsSociales")  # fmt: skip
    row = (
        2026.001,
        "Gymnase",
        "45",
        lists.CITY_SIRET,
        12,
        "2025-06-02",
        250000 + 1 / 3,
        "NC",
        "Clause sociale",
    )
    found = read(lists.workbook(heads, row))
    assert [fault.column for fault in found.faults] == ["titulaires"]
    table = {2: [lists.SIRET if cell == "NC" else cell for cell in found.table[2]]}
    [record] = read(books.corrections(found.headings, table, {}, "fr")).records
    assert record.reference == f"{lists.CITY_SIRET}/2026,001"
    assert record.said["lots"][0]["amount"] == "250000.33"


def test_years_of_experience_worked_out_are_whole() -> None:
    found = read(lists.workbook(lists.PEOPLE, lists.person(1, _9=2.9999999999), lists.person(2, _9=10 / 3)))
    assert [record.said["experience"] for record in found.records] == [3]
    assert [(fault.row, fault.column) for fault in found.faults] == [(3, "Expérience (années)")]


def test_what_is_typed_is_not_rounded() -> None:
    kept = [lists.contract(1, _15=450.125, _11=""), lists.contract(2, _15="450,125", _11="")]
    amounts = [
        record.said["lots"][0]["awarded_amount"]
        for record in read(lists.workbook(lists.CONTRACTS, *kept)).records
    ]
    assert amounts == ["450.12", "450125"]
    kept = [lists.contract(1, _15=437500.125), lists.contract(2, _15="437500,125")]
    assert [fault.row for fault in read(lists.workbook(lists.CONTRACTS, *kept)).faults] == [3]


def test_open_data_in_a_workbook_keep_their_numbers() -> None:
    heads = ("id", "objet", "codeCPV", "acheteur_id", "dureeMois", "dateNotification", "montant",
             "titulaire_id_1", "considerationsSociales")  # fmt: skip
    listed = [
        (number, "Gymnase", "45", lists.CITY_SIRET, 12, "2025-06-02", 250000 + 1 / 3, lists.SIRET,
         "Clause sociale")
        for number in (2026.001, 2026.002)
    ]  # fmt: skip
    found = read(lists.workbook(heads, *listed))
    assert not found.faults
    assert [record.reference for record in found.records] == [
        f"{lists.CITY_SIRET}/2026,001",
        f"{lists.CITY_SIRET}/2026,002",
    ]
    assert found.records[0].said["lots"][0]["amount"] == "250000.33"


def test_the_sheet_that_has_the_headings_is_read() -> None:
    about = rows(("Lisez-moi",), ("Ce classeur contient le suivi des marchés.",))
    listed = rows(lists.CONTRACTS, lists.contract(1))
    found = read(book(about, listed, rows(lists.CONTRACTS, lists.contract(2))))
    assert [record.reference for record in found.records] == ["2025-1"]
    assert found.unread == ["Sheet", "Feuille 2"]


def test_a_formula_on_a_sheet_that_is_not_read_is_nobodys() -> None:
    about = rows(("Lisez-moi", "=1+1"))
    assert len(read(book(about, rows(lists.CONTRACTS, lists.contract(1)))).records) == 1
