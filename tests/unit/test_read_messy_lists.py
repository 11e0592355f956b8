"""Spreadsheets as people really have them: titles above, totals below, numbers for dates, sheets besides."""

import io
import random
import zipfile
from collections.abc import Callable
from datetime import date
from typing import Any

import lists
import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.dialogue.answers import Context, NotUnderstood, Understood
from bot.dialogue.imports.cards import said_of
from bot.dialogue.readers.spreadsheet import Flaw, SheetError
from bot.dialogue.translations import label
from bot.handlers.importing import ListFile
from bot.reports.imports import books, reading
from bot.store.imports import ImportKind
from bot.store.imports.waiting import Contents

TODAY = date(2026, 11, 22)
CONTEXT = Context(TODAY, "fr")


def book(*build: Callable[[Any], Any]) -> bytes:
    """A workbook; each function fills a sheet, the first one the first."""
    made = openpyxl.Workbook()
    for place, fill in enumerate(build):
        fill(made.active if place == 0 else made.create_sheet(f"Feuille {place}"))
    target = io.BytesIO()
    made.save(target)
    return target.getvalue()


def rows(*listed: Any) -> Callable[[Any], None]:
    def fill(sheet: Any) -> None:
        for row in listed:
            sheet.append(list(row))

    return fill


def read(content: bytes) -> Contents:
    return reading.read(content, TODAY, "fr")


def said(content: bytes) -> list[str]:
    """What is wrong with a list, in French."""
    return [said_of(fault, "fr").replace("\u00a0", " ") for fault in read(content).faults]


def refused(content: bytes) -> str:
    """Why a file is not read, in French."""
    found = ListFile().attach({"file_id": "f", "content": content}, "", CONTEXT)
    assert isinstance(found, NotUnderstood)
    assert found.reason
    return label("fr", found.reason, **found.values).replace("\u00a0", " ")


def test_a_spreadsheet_with_titles_blanks_and_a_total() -> None:
    heads = ("N°\nmarché", "Maître\nd'ouvrage", "Objet du\nmarché", None, "Nature", "VILLE", "Montant\nHT",
             "Date de\ndébut", "DUREE\n(mois)", "Date validation\nclause", "Nb d'heures\nd'insertion",
             "Observations")  # fmt: skip
    one = ("2025-01", "Ville de Caen", "Gymnase", None, "Travaux", "Caen", "1 200 000 €",
           date(2025, 9, 1), 14, "12/03/2025", "630 h", "RAS")  # fmt: skip
    other = ("2025-02", "Ville de Caen", "École", None, "travaux", "Caen", "NC", "sept. 2025", "1 an",
             "12/03/25", None, None)  # fmt: skip

    def fill(sheet: Any) -> None:
        rows(("SUIVI DES MARCHÉS",), ("Au 15/11/2026",), (), heads, one, (), heads, other, ())(sheet)
        rows(("Total", None, None, None, None, None, 1200000, None, None, None, 630), ())(sheet)
        sheet.merge_cells("A1:L1")

    found = read(book(fill))
    assert list(found.ignored) == ["Observations"]
    assert [(record.row, record.reference) for record in found.records] == [(5, "2025-01"), (8, "2025-02")]
    lots = [record.said["lots"][0] for record in found.records]
    assert [(lot["amount"], lot["hours"], lot["confirmed"]) for lot in lots] == [
        ("1200000", 630, "2025-03-12"),
        (None, None, "2025-03-12"),
    ]
    [line] = said(book(fill))
    assert line.startswith(
        "ligne 10, Référence du marché, « Total » : Il manque presque tout sur cette ligne"
    )


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"_4": 30753}, "« 30753 » : C’est une date affichée comme un nombre, peut-être le 12 mars 1984"),
        ({"_13": 46310}, "Consentement recueilli le, « 46310 » : C’est une date affichée comme un nombre"),
        ({"_13": "10/2026"}, "une date exacte avec son année est attendue, par exemple 12/03/2026."),
        ({"_3": "02 31 00 00 00 / 06 11 11 11 11"}, "Il y a plusieurs numéros : un seul est attendu."),
        ({"_3": "12"}, "Un numéro de téléphone est attendu. Par exemple : 06 12 34 56 78."),
        ({"_9": "plus de 5 ans"}, "J’attends un nombre entier de 0 à 50."),
        ({"_12": "CD14"}, "Valeurs possibles : PLIE · France Travail · Mission Locale · Autre."),
        ({"_8": "sans"}, "Valeur non comprise. Valeurs possibles : Infra 3 · Niveau 3 (CAP)"),
        ({"_11": "RSA, minima"}, "« minima » n’est pas compris. Valeurs possibles :"),
        ({"_10": "Aide-soignante"}, "ne figure pas dans la liste des métiers : le code ROME"),
    ],
)  # fmt: skip
def test_what_is_wrong_says_where_and_what_is_expected(changes: dict[str, Any], expected: str) -> None:
    content = lists.workbook(("Participants",), (), lists.PEOPLE, lists.person(1, **changes))
    [line] = said(content)
    assert line.startswith("ligne 4, ")
    assert expected.casefold() in line.casefold()


def test_a_phone_that_lost_its_zero_is_the_same_phone() -> None:
    typed = ["06 12 34 56 78", 612345678, "612345678", "+33 6 12 34 56 78", "06.12.34.56.78"]
    listed = [lists.person(number, _3=phone) for number, phone in enumerate(typed, 1)]
    found = read(lists.workbook(lists.PEOPLE, *listed))
    assert {record.said["phone"] for record in found.records} == {"+33612345678"}
    assert len(found.records) == len(typed)


@pytest.mark.parametrize("unsaid", ["NC", "-", "?", "à définir", "NSP", "n.c."])
def test_what_people_write_where_they_know_nothing(unsaid: str) -> None:
    found = read(lists.workbook(lists.PEOPLE, lists.person(1, _3=unsaid, _7=unsaid, _5=unsaid)))
    [record] = found.records
    assert (record.said["phone"], record.said["district"], record.said["sex"]) == (None, None, "unsaid")
    crossed = read(lists.workbook(lists.PEOPLE, lists.person(1, _7="x")))
    assert crossed.records[0].said["district"] is True


def test_the_first_sheet_that_holds_something_is_read() -> None:
    listed = rows(("Raison sociale", "SIRET"), ("Toitures", lists.SIRET))
    found = read(book(rows(), listed, rows(), rows(("Archives",))))
    assert (len(found.records), found.unread) == (1, ["Feuille 3"])
    with pytest.raises(SheetError) as caught:
        read(book(rows(), rows()))
    assert caught.value.flaw is Flaw.EMPTY


def test_a_formula_counts_for_what_it_gave() -> None:
    content = lists.workbook(lists.CONTRACTS, lists.contract(1))
    parts = {}
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        for name in packed.namelist():
            parts[name] = packed.read(name)
    sheet = parts["xl/worksheets/sheet1.xml"].decode()
    start = sheet.index('<c r="L2"')
    end = sheet.index("</c>", start) + 4
    worked = '<c r="L2"><f>SUM(300,330)</f><v>630</v></c>'
    parts["xl/worksheets/sheet1.xml"] = (sheet[:start] + worked + sheet[end:]).encode()
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as packed:
        for name, part in parts.items():
            packed.writestr(name, part)
    [record] = read(target.getvalue()).records
    assert record.said["lots"][0]["hours"] == 630


def test_a_list_that_lacks_columns_says_which_row_was_taken_for_its_headings() -> None:
    heads = (*lists.PEOPLE[:-1], "Accord signé", "Couleur")
    told = refused(lists.workbook(("Participants",), (), heads, lists.person(1)))
    assert "Candidats, en-têtes à la ligne 3" in told
    assert "obligatoires : Consentement recueilli le" in told
    assert "que je ne reconnais pas : Accord signé, Couleur" in told
    assert "Rien n’a été lu" in refused(lists.workbook(lists.PEOPLE[:-1], lists.person(1)[:-1]))


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"<html><table><tr><td>Nom</td></tr></table></html>", "Envoyez un classeur Excel (.xlsx)"),
        (b'<?xml version="1.0"?><marches><marche/></marches>', "données DECP au format JSON"),
        (lists.workbook(("Bonjour", "à tous"), ("voici", "la liste")), "toutes les feuilles visibles"),
        (lists.workbook(), "la première feuille dont je reconnais les colonnes"),
        (lists.workbook(lists.PEOPLE), "ne contient aucune ligne"),
    ],
)
def test_what_is_no_list_is_said_in_french(content: bytes, expected: str) -> None:
    assert expected in refused(content)


def attached(content: bytes) -> None:
    """Whatever the file, an answer."""
    found = ListFile().attach({"file_id": "f", "content": content}, "", CONTEXT)
    assert isinstance(found, Understood | NotUnderstood)
    if isinstance(found, NotUnderstood):
        assert label("fr", str(found.reason), **found.values)
        return
    kept = Contents.from_json(found.value)
    assert all(said_of(fault, "fr") for fault in kept.faults)


@pytest.mark.parametrize("kind", list(ImportKind))
@pytest.mark.parametrize("seed", range(20))
def test_a_damaged_workbook_is_read_or_refused(kind: ImportKind, seed: int) -> None:
    chance, content = random.Random(seed), bytearray(books.model(kind))
    for _ in range(chance.randint(1, 30)):
        content[chance.randrange(len(content))] = chance.randrange(256)
    attached(bytes(content))


WHOLE = lists.workbook(lists.CONTRACTS, lists.contract(1), lists.contract(2))
PARTS = ("xl/worksheets/sheet1.xml", "xl/styles.xml", "xl/workbook.xml", "[Content_Types].xml")


@settings(max_examples=80, deadline=None)
@given(st.sampled_from(PARTS), st.data())
def test_a_workbook_with_a_strange_part_is_read_or_refused(name: str, data: st.DataObject) -> None:
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(WHOLE)) as old, zipfile.ZipFile(target, "w") as new:
        for part in old.namelist():
            text = old.read(part)
            if part == name:
                at, size = data.draw(st.integers(0, len(text))), data.draw(st.integers(0, 40))
                text = text[:at] + data.draw(st.binary(max_size=10)) + text[at + size :]
            new.writestr(part, text)
    attached(target.getvalue())


CELLS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(10**15), 10**15),
    st.floats(allow_nan=False, allow_infinity=False),
    st.dates(date(1900, 3, 1), date(9999, 1, 1)),
    st.text(st.characters(exclude_categories=["Cc", "Cs"], exclude_characters="\ufffe\uffff"), max_size=30),
    st.sampled_from(["#N/A", "NC", "Total", "12/03/2025", "31/02/2025", "1 200 000 €", lists.SIRET, "=1+1"]),
)


@settings(max_examples=60, deadline=None)
@given(st.sampled_from([lists.CONTRACTS, lists.PEOPLE]), st.data())
def test_cells_of_any_kind_are_read_or_said_wrong(heads: tuple[str, ...], data: st.DataObject) -> None:
    row = data.draw(st.lists(CELLS, max_size=len(heads) + 2))
    attached(lists.workbook(heads, row, row[::-1]))
