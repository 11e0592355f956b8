"""Workbooks as buyers keep them, and files that are none."""

import io
import random
import zipfile
from datetime import UTC, date, datetime
from typing import Any

import openpyxl
import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.worksheet.formula import ArrayFormula

from bot.dialogue.answers import Context, NotUnderstood, Partial, Wanted
from bot.dialogue.contracts.programme import _FLAWS, ProgrammeLines
from bot.dialogue.readers.programme_fields import Contract, read_contract
from bot.dialogue.readers.spreadsheet import MOST_BYTES, Flaw, SheetError, read_sheet
from bot.dialogue.translations import label
from bot.reports import programme_model

TODAY = date(2026, 11, 22)
NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)
HEADINGS = ("Objet", "Commune", "Montant HT (€)", "Début", "Durée (mois)", "Type", "Consultation")
ROW = ("Rénovation de 12 logements", "Ifs", 350000, "mars 2027", 14, "Travaux", None)
CELLS = ("Rénovation de 12 logements", "Ifs", "350000 €", "mars 2027", "14 mois", "Travaux", "")


def saved(book: Any) -> bytes:
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def workbook(*rows: Any) -> bytes:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    return saved(book)


def flaw(content: bytes) -> Flaw:
    with pytest.raises(SheetError) as caught:
        read_sheet(content)
    return caught.value.flaw


def zipped(**parts: bytes) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in parts.items():
            packed.writestr(name.replace("__", "/").replace("_dot_", "."), content)
    return target.getvalue()


def test_the_model_has_what_a_buyer_needs_and_is_empty() -> None:
    content = programme_model.model(NOW)
    assert content == programme_model.model(NOW)
    assert flaw(content) is Flaw.EMPTY
    sheet = openpyxl.load_workbook(io.BytesIO(content)).active
    assert tuple(cell.value for cell in sheet[1]) == HEADINGS
    assert sheet.freeze_panes == "A2"
    assert all(sheet.column_dimensions[letter].width >= 14 for letter in "ABCDEFG")
    (validation,) = sheet.data_validations.dataValidation
    assert validation.formula1 == '"Travaux,Services,Fournitures"'
    assert "F2" in validation.sqref
    assert sheet["A2"].font.i
    assert sheet["A2"].font.color.rgb == "FF808080"
    assert not [cell for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]


def test_the_model_filled_is_read() -> None:
    book = openpyxl.load_workbook(io.BytesIO(programme_model.model(NOW)))
    book.active.append(ROW)
    assert read_sheet(saved(book)) == [CELLS]
    assert isinstance(read_contract(CELLS, 2027, TODAY), Contract)


def test_the_example_filled_over_is_read() -> None:
    book = openpyxl.load_workbook(io.BytesIO(programme_model.model(NOW)))
    book.active["A2"] = "Toiture du gymnase"
    assert read_sheet(saved(book))[0][0] == "Toiture du gymnase"


def test_columns_in_any_order_below_a_title() -> None:
    content = workbook(
        ("Programme 2027 de la ville",),
        (),
        ("N°", "DUREE", "lieu", "Intitulé du marché", "Budget (k€)", "Date de debut"),
        (1, "14 mois", "Ifs", "Rénovation; 12 logements", 350, "mars"),
        (),
        (2, 14, "Caen", "Voirie", "1,2 M€", None),
    )
    assert read_sheet(content) == [
        ("Rénovation, 12 logements", "Ifs", "350 k€", "mars", "14 mois", "", ""),
        ("Voirie", "Caen", "1,2 M€", "", "14", "", ""),
    ]


@pytest.mark.parametrize(
    ("value", "style", "text"),
    [
        (datetime(2027, 3, 15, tzinfo=UTC).replace(tzinfo=None), "dd/mm/yyyy", "15/03/2027"),
        (date(2027, 3, 1), "mmm-yy", "03/2027"),
        (date(2027, 3, 1), "[$-40C]mmmm\\ yyyy;@", "03/2027"),
        (date(2027, 3, 1), "yyyy-mm-dd", "01/03/2027"),
        ("T2 2027", "@", "T2 2027"),
        (2027, "General", "2027"),
        ("à définir", "General", ""),
    ],
)
def test_dates_as_they_are_shown(value: Any, style: str, text: str) -> None:
    book = openpyxl.load_workbook(io.BytesIO(workbook(HEADINGS, ROW)))
    book.active["D2"].value, book.active["D2"].number_format = value, style
    assert read_sheet(saved(book))[0][3] == text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (350000.0, "350000 €"),
        (1200000.5, "1200000.50 €"),
        (0.1 + 0.2, "0.30"),
        (450000.125, "450000.12 €"),
        (100000.333333333, "100000.33 €"),
        (1e-12, "0"),
        (350, "350"),
        (True, "vrai"),
        ("350 000", "350 000 €"),
        ("350 k€", "350 k€"),
        (1e300, f"{10**300:.0f}"[:1]),
    ],
)
def test_amounts_as_numbers_or_texts(value: Any, text: str) -> None:
    cell = read_sheet(workbook(HEADINGS, (*ROW[:2], value, *ROW[3:])))[0][2]
    assert cell == text or (value == 1e300 and cell.startswith(text))


def patched(content: bytes, before: bytes, after: bytes) -> bytes:
    """A workbook with other bytes in its first sheet."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(target, "w") as new:
        for part in old.namelist():
            new.writestr(part, old.read(part).replace(before, after))
    return target.getvalue()


@pytest.mark.parametrize(
    ("cell", "formula"), [("C2", "=1+350000"), ("A2", ArrayFormula("A2:A2", '=HYPERLINK("http://x")'))]
)
def test_a_formula_is_never_worked_out_nor_read_as_nothing(cell: str, formula: Any) -> None:
    book = openpyxl.load_workbook(io.BytesIO(workbook(HEADINGS, ROW)))
    book.active[cell] = formula
    with pytest.raises(SheetError) as caught:
        read_sheet(saved(book))
    assert (caught.value.flaw, caught.value.cell) == (Flaw.NO_VALUES, cell)
    reading = ProgrammeLines().attach({"file_id": "f", "content": saved(book)}, "", Context(TODAY, "fr"))
    assert isinstance(reading, NotUnderstood)
    told = label("fr", str(reading.reason), **reading.values)
    assert f"par exemple en {cell}. Ouvrez-le dans votre tableur, enregistrez-le, puis renvoyez-le" in told


def test_a_formula_counts_for_what_it_gave() -> None:
    target = io.BytesIO()
    with xlsxwriter.Workbook(target) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, HEADINGS)
        sheet.write_row(1, 0, ROW)
        sheet.write_formula("C2", "=350000+1/3", None, 350000 + 1 / 3)
        sheet.write_formula("G2", '=""', None, "nothing")
        sheet.write_formula("AZ3", "=1+1", None, "")
    empty = patched(target.getvalue(), b"<v>nothing</v>", b"<v></v>")
    assert read_sheet(empty) == [(*CELLS[:2], "350000.33 €", *CELLS[3:])]


def test_the_first_sheet_that_is_not_hidden() -> None:
    book = openpyxl.load_workbook(io.BytesIO(workbook(("rien",))))
    book.active.sheet_state = "hidden"
    shown = book.create_sheet("Programme")
    shown.append(HEADINGS)
    shown.append(ROW)
    book.create_sheet("Autre").append(("Objet",))
    book.active = 1
    assert read_sheet(saved(book)) == [CELLS]


def test_the_sheet_that_has_the_headings() -> None:
    book = openpyxl.load_workbook(io.BytesIO(workbook(("Lisez-moi",), ("Objet de ce classeur",))))
    for name in ("Programme", "Autre"):
        shown = book.create_sheet(name)
        shown.append(HEADINGS)
        shown.append((f"Toiture, {name}", *ROW[1:]))
    assert read_sheet(saved(book)) == [("Toiture, Programme", *CELLS[1:])]


def test_at_most_two_hundred_lines_and_blank_rows_do_not_count() -> None:
    rows = [row for _ in range(200) for row in (ROW, ())]
    assert len(read_sheet(workbook(HEADINGS, *rows))) == 200
    assert flaw(workbook(HEADINGS, *rows, ROW)) is Flaw.TOO_MANY


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("sign", [";", "\t", ","])
def test_a_csv_file(encoding: str, sign: str) -> None:
    lines = [sign.join(("Objet", "Commune", "Montant HT", "Début", "Durée (mois)")), "",
             sign.join(('"Rénovation ""A""\nde 12 logements"', "Ifs", "350000", "mars", "14"))]  # fmt: skip
    assert read_sheet("\r\n".join(lines).encode(encoding)) == [
        ('Rénovation "A" de 12 logements', "Ifs", "350000 €", "mars", "14 mois", "", "")
    ]


def _protected() -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as packed:
        packed.writestr("xl/workbook.xml", "x")
    content = bytearray(target.getvalue())
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        content[content.index(mark) + place] |= 1
    return bytes(content)


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
NO_BOOK = {
    "nothing": (b"", Flaw.EMPTY),
    "blank": (b" \n\n", Flaw.EMPTY),
    "pdf": (b"%PDF-1.7\nx;y;z\n1;2;3", Flaw.OTHER_KIND),
    "picture": (b"\x89PNG\r\n\x1a\n" + bytes(50), Flaw.OTHER_KIND),
    "text": (b"Bonjour, voici", Flaw.NO_HEADINGS),
    "one word": (b"Bonjour", Flaw.OTHER_KIND),
    "xls": (OLE + bytes(600), Flaw.OLD_KIND),
    "password": (OLE + bytes(600) + "EncryptedPackage".encode("utf-16-le"), Flaw.PROTECTED),
    "locked zip": (_protected(), Flaw.PROTECTED),
    "ods": (zipped(mimetype=b"application/vnd.oasis.opendocument.spreadsheet"), Flaw.OLD_KIND),
    "xlsb": (zipped(xl__workbook_dot_bin=b"x"), Flaw.OLD_KIND),
    "docx": (zipped(word__document_dot_xml=b"x"), Flaw.OTHER_KIND),
    "empty zip": (b"PK\x05\x06" + bytes(18), Flaw.OTHER_KIND),
    "half": (workbook(HEADINGS, ROW)[:3000], Flaw.BROKEN),
    "no sheets": (zipped(xl__workbook_dot_xml=b"<a/>"), Flaw.BROKEN),
    "entities": (zipped(xl__workbook_dot_xml=b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'), Flaw.BROKEN),
    "bomb": (zipped(xl__workbook_dot_xml=bytes(30 * 1024 * 1024)), Flaw.TOO_BIG),
    "ratio": (zipped(xl__workbook_dot_xml=bytes(3 * 1024 * 1024)), Flaw.TOO_BIG),
    "big": (bytes(MOST_BYTES + 1), Flaw.TOO_BIG),
    "no rows": (workbook(), Flaw.EMPTY),
    "headings only": (workbook(HEADINGS), Flaw.EMPTY),
    "no headings": (workbook(ROW), Flaw.NO_HEADINGS),
}


@pytest.mark.parametrize("name", NO_BOOK)
def test_what_is_no_list_of_contracts_says_why(name: str) -> None:
    content, why = NO_BOOK[name]
    assert flaw(content) is why


def test_every_flaw_has_its_sentence() -> None:
    assert set(_FLAWS) == set(Flaw)


@pytest.mark.parametrize("seed", range(60))
def test_a_damaged_workbook_is_read_or_refused(seed: int) -> None:
    chance, content = random.Random(seed), bytearray(programme_model.model(NOW))
    for _ in range(chance.randint(1, 30)):
        content[chance.randrange(len(content))] = chance.randrange(256)
    field = ProgrammeLines()
    reading = field.attach({"file_id": "f", "content": bytes(content)}, "", Context(TODAY, "fr"))
    assert isinstance(reading, NotUnderstood | Partial)


PARTS = (
    "xl/worksheets/sheet1.xml",
    "xl/sharedStrings.xml",
    "xl/styles.xml",
    "xl/workbook.xml",
    "[Content_Types].xml",
)


@settings(max_examples=80, deadline=None)
@given(st.sampled_from(PARTS), st.data())
def test_a_workbook_with_a_strange_part_is_read_or_refused(name: str, data: st.DataObject) -> None:
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(workbook(HEADINGS, ROW))) as old, zipfile.ZipFile(target, "w") as new:
        for part in old.namelist():
            text = old.read(part)
            if part == name:
                at, size = data.draw(st.integers(0, len(text))), data.draw(st.integers(0, 40))
                text = text[:at] + data.draw(st.binary(max_size=10)) + text[at + size :]
            new.writestr(part, text)
    try:
        lines = read_sheet(target.getvalue())
    except SheetError:
        return
    assert all(len(cells) == 7 for cells in lines)


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(content: bytes) -> None:
    try:
        lines = read_sheet(content)
    except SheetError:
        return
    assert lines


def test_the_field_asks_for_the_content_first() -> None:
    field, context = ProgrammeLines(), Context(TODAY, "fr", {"year": 2027})
    assert field.attach({"file_id": "f", "file_name": "a.xlsx"}, "", context) == Wanted()
    for file in (None, {"kind": "photo", "file_id": "f"}, {"file_id": "f", "file_size": MOST_BYTES + 1}):
        assert isinstance(field.attach(file, "", context), NotUnderstood)
    read = field.attach({"file_id": "f", "content": workbook(HEADINGS, ROW)}, "", context)
    assert isinstance(read, Partial)
    assert read.value["lines"] == [list(CELLS)]
