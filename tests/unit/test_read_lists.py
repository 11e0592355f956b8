"""Lists as people keep them, and files that are none."""

import io
import json
import string
import zipfile
from datetime import date
from typing import Any

import hostile_files
import lists
import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.dialogue.answers import Context, NotUnderstood, Understood
from bot.dialogue.readers.spreadsheet import MOST_BYTES, Flaw, SheetError
from bot.dialogue.seekers.fields import LONGEST_NAME
from bot.dialogue.translations import LANGUAGES, label
from bot.handlers.importing import _FLAWS
from bot.reports.imports import books, columns, readers, reading, synonyms
from bot.reports.imports.reading import MOST_ROWS, MissingColumnsError
from bot.store.imports import ImportKind
from bot.store.imports.waiting import Contents

TODAY = date(2026, 11, 22)
CONTEXT = Context(TODAY, "fr")


def read(content: bytes) -> Contents:
    return reading.read(content, TODAY, "fr")


def flaw(content: bytes) -> Flaw:
    with pytest.raises(SheetError) as caught:
        read(content)
    return caught.value.flaw


def faults(content: bytes) -> list[tuple[int, str]]:
    return [(fault.row, fault.column) for fault in read(content).faults]


def filled(kind: ImportKind, rows: list[list[str]]) -> bytes:
    """The model of a list with rows written below its example."""
    book = openpyxl.load_workbook(io.BytesIO(books.model(kind)))
    for row in rows:
        book.active.append(row)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


@pytest.mark.parametrize("kind", list(ImportKind))
def test_the_model_read_back_is_its_example(kind: ImportKind) -> None:
    assert flaw(books.model(kind)) is Flaw.EMPTY
    content = filled(kind, [[str(column.example) for column in columns.LISTS[kind]]])
    found = read(content)
    assert (found.kind, found.faults, found.ignored) == (kind, [], {})
    [record] = found.records
    assert record.row == 3


@pytest.mark.parametrize("kind", list(ImportKind))
def test_no_heading_means_two_things(kind: ImportKind) -> None:
    meant: dict[str, str] = {}
    for column in columns.LISTS[kind]:
        for heading in (column.heading, *column.also):
            assert meant.setdefault(columns.named(heading), column.name) == column.name


@pytest.mark.parametrize("separator", [";", ",", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_csv_of_every_make(separator: str, encoding: str) -> None:
    row = lists.person(1, _0="É-12", _11="RSA")
    assert not read(lists.csv(lists.PEOPLE, row, separator=separator, encoding=encoding)).faults
    [record] = read(lists.csv(lists.PEOPLE, row, separator=separator, encoding=encoding)).records
    assert (record.reference, record.said["eligibility"], record.said["level"]) == ("É-12", ["rsa"], 3)


def test_headings_below_a_title_and_another_row_of_headings() -> None:
    content = lists.csv(
        ("Participants au 1er novembre",),
        (),
        ("Identité", "", "", "", "Parcours"),
        lists.PEOPLE,
        lists.person(1),
        (),
        (),
    )
    assert [record.row for record in read(content).records] == [5]


def test_dates_and_numbers_of_excel_are_what_they_show() -> None:
    row = lists.contract(1, _7=450000, _8=date(2025, 9, 1), _9=14, _10=date(2025, 3, 12), _11=630,
                         _13=int(lists.SIRET), _14=date(2025, 6, 2), _15=437500.5)  # fmt: skip
    [record] = read(lists.workbook(lists.CONTRACTS, row)).records
    [lot] = record.said["lots"]
    assert (record.said["start"], record.said["months"]) == ("2025-09-01/day", "14")
    assert (lot["amount"], lot["awarded_amount"], lot["hours"]) == ("450000", "437500.50", 630)
    assert (lot["confirmed"], lot["awarded"]) == ("2025-03-12", "2025-06-02")
    assert lot["supplier_siret"] == lists.SIRET


def test_lots_of_a_contract_are_joined_and_must_agree() -> None:
    two = lists.contract(1, _3="Lot n° 2", _4="Peinture")
    [record] = read(lists.csv(lists.CONTRACTS, lists.contract(1), two)).records
    assert [lot["number"] for lot in record.said["lots"]] == ["1", "2"]
    assert faults(lists.csv(lists.CONTRACTS, lists.contract(1), lists.contract(1))) == [(3, "N° de lot")]
    other = lists.contract(1, _3="2", _2="Autre objet", _1="VILLE DE CAEN")
    assert faults(lists.csv(lists.CONTRACTS, lists.contract(1), other)) == [(3, "Objet")]


def test_each_buyer_has_references_of_its_own() -> None:
    other = lists.contract(1, _3="1", _2="Autre objet", _1="Ville d’Ifs")
    found = read(lists.csv(lists.CONTRACTS, lists.contract(1), other, lists.contract(1, _3="2")))
    assert not found.faults
    assert [(record.said["buyer"], record.reference, record.rows) for record in found.records] == [
        ("Ville de Caen", "2025-1", (2, 4)),
        ("Ville d’Ifs", "2025-1", (3,)),
    ]


@pytest.mark.parametrize(
    "said", ["septembre", "semaine 36", "semaine 53", "janvier", "T3", "12/03", "fin du mois"]
)
def test_a_start_without_its_year_asks_for_it(said: str) -> None:
    [(column, reason)] = cells(_8=said)
    assert column == "Début"
    assert "year" in reason


@pytest.mark.parametrize("said", ["sept. 2026", "T3 2026", "juin 27", "12/03/26", "semaine 36 2026", "2026"])
def test_a_start_with_its_year_is_read(said: str) -> None:
    assert cells(_8=said) == []


@pytest.mark.parametrize("said", ["12/03", "le 12/03", "12/03 14:30", "12 mars"])
def test_a_day_gone_by_without_its_year_asks_for_it(said: str) -> None:
    [(column, reason)] = cells(_10=said)
    assert (column, "with its year" in reason) == ("Clause retenue le", True)


def test_a_birth_is_read_as_computers_write_it() -> None:
    rows = [lists.person(1, _4="1984-03-12"), lists.person(2, _4="12/03/1985")]
    found = read(lists.csv(lists.PEOPLE, *rows))
    assert [record.said["birth_year"] for record in found.records] == [1984, 1985]
    assert faults(lists.csv(lists.PEOPLE, lists.person(1, _4="1984-13-12"))) == [(2, "Année de naissance")]


@pytest.mark.parametrize(
    ("changes", "column"),
    [
        ({"_10": ""}, "Clause retenue le"),
        ({"_12": "", "_13": ""}, "Attributaire"),
        ({"_14": ""}, "Attribué le"),
        ({"_7": "", "_15": ""}, "Montant attribué HT (€)"),
        ({"_7": "450 000 TTC"}, "Montant HT (€)"),
        ({"_9": "longtemps"}, "Durée (mois)"),
        ({"_5": "Divers"}, "Type"),
        ({"_10": "mars 2025"}, "Clause retenue le"),
        ({"_14": "02/06/2030"}, "Attribué le"),
        ({"_13": "12345678901234"}, "SIRET attributaire"),
        ({"_11": "630,5"}, "Heures d’insertion"),
        ({"_0": ""}, "Référence du marché"),
    ],
)
def test_a_contract_says_what_is_wrong(changes: dict[str, Any], column: str) -> None:
    assert faults(lists.csv(lists.CONTRACTS, lists.contract(1, **changes))) == [(2, column)]


@pytest.mark.parametrize(
    ("changes", "column"),
    [
        ({"_13": ""}, "Consentement recueilli le"),
        ({"_13": "oui"}, "Consentement recueilli le"),
        ({"_13": "12/12/2026"}, "Consentement recueilli le"),
        ({"_4": "1890"}, "Année de naissance"),
        ({"_8": "brevet des collèges de la mer"}, "Niveau de formation"),
        ({"_11": ""}, "Éligibilité"),
        ({"_11": "RSA, licorne"}, "Éligibilité"),
        ({"_3": "12"}, "Téléphone"),
        ({"_10": "agent"}, "Métiers recherchés (codes ROME)"),
        ({"_12": "Mars"}, "Origine"),
        ({"_1": "Madame", "_2": ""}, "Nom"),
        ({"_1": "N" * 80}, "Nom"),
        ({"_7": "peut-être"}, "QPV"),
    ],
)
def test_a_candidate_says_what_is_wrong(changes: dict[str, Any], column: str) -> None:
    assert faults(lists.csv(lists.PEOPLE, lists.person(1, **changes))) == [(2, column)]


def test_a_reference_twice_is_wrong() -> None:
    assert faults(lists.csv(lists.PEOPLE, lists.person(1), lists.person(2, _0=" p-1 "))) == [
        (3, "N° de dossier")
    ]


def test_columns_that_are_missing_or_unknown_are_said() -> None:
    with pytest.raises(MissingColumnsError) as caught:
        read(lists.csv(lists.PEOPLE[:-1], lists.person(1)[:-1]))
    assert (caught.value.kind, caught.value.headings) == (ImportKind.CANDIDATE, ["Consentement recueilli le"])
    headings = (*lists.CONTRACTS[:7], "Montant TTC", *lists.CONTRACTS[8:], "Couleur")
    found = read(lists.csv(headings, [*lists.contract(1), "bleu"]))
    assert found.ignored == {"Montant TTC": "Montant HT (€)", "Couleur": ""}
    assert found.records[0].said["lots"][0]["amount"] is None


def test_what_looks_like_a_formula_stays_a_text() -> None:
    nasty = ("=1+1", "+33", "-2", "@SUM(A1)", "=HYPERLINK(1)")
    rows = [lists.person(number, _0=said, _3="") for number, said in enumerate(nasty)]
    found = read(lists.csv(lists.PEOPLE, *rows))
    assert [record.reference for record in found.records] == list(nasty)
    sent = books.corrections(found.headings, found.table, {2: "=cmd|' /C calc'!A0"}, "fr")
    sheet = openpyxl.load_workbook(io.BytesIO(sent)).active
    cells = [cell for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} == {"s"}
    assert [sheet.cell(line, 1).value for line in range(2, 7)] == list(nasty)
    assert not read(sent).faults


def test_the_corrections_come_back_as_a_list() -> None:
    found = read(lists.csv(lists.PEOPLE, lists.person(1, _13=""), lists.person(2)))
    sent = books.corrections(found.headings, found.table, {2: "ligne 2"}, "fr")
    book = openpyxl.load_workbook(io.BytesIO(sent))
    last = [book.active.cell(row, len(lists.PEOPLE) + 1).value for row in (1, 2, 3)]
    assert last == ["Erreur", "ligne 2", None]
    book.active.cell(2, len(lists.PEOPLE)).value = "12/10/2026"
    target = io.BytesIO()
    book.save(target)
    again = read(target.getvalue())
    assert (len(again.records), again.faults, list(again.ignored)) == (2, [], [])


TEXTS = st.text(string.ascii_letters + string.digits + " éÀç'’-=+@\"/.", min_size=1, max_size=40)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(TEXTS, TEXTS), min_size=1, max_size=6), st.booleans())
def test_what_is_written_is_read(pairs: list[tuple[str, str]], workbook: bool) -> None:
    rows = [
        lists.contract(number, _0=f"R{number} {reference}", _2=f"xx{title}")
        for number, (reference, title) in enumerate(pairs)
    ]
    if workbook:
        content = lists.workbook(lists.CONTRACTS, *rows)
    else:
        quoted = [['"' + str(cell).replace('"', '""') + '"' for cell in row] for row in rows]
        content = lists.csv(lists.CONTRACTS, *quoted)
    said = [(record.reference, record.said["title"]) for record in read(content).records]
    assert said == [(_plain(row[0]), _plain(row[2])) for row in rows]


def _plain(text: str) -> str:
    return " ".join(text.split())


def unpacking(size: int) -> bytes:
    """A workbook whose sheet unpacks to so many bytes of blanks."""
    source = zipfile.ZipFile(io.BytesIO(lists.workbook(lists.PEOPLE, lists.person(1))))
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as packed:
        for part in source.infolist():
            content = source.read(part)
            packed.writestr(part.filename, content + (b" " * size if "sheet1" in part.filename else b""))
    return target.getvalue()


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"", Flaw.EMPTY),
        (b"\n\n \n", Flaw.EMPTY),
        (hostile_files.PNG, Flaw.OTHER_KIND),
        (hostile_files.PDF, Flaw.OTHER_KIND),
        (hostile_files.OLE, Flaw.OLD_KIND),
        (hostile_files.OLE + "EncryptedPackage".encode("utf-16-le"), Flaw.PROTECTED),
        (hostile_files.docx(), Flaw.OTHER_KIND),
        (hostile_files.xlsx(), Flaw.EMPTY),
        (b"PK\x03\x04broken", Flaw.BROKEN),
        (b"nom;siret\x00\nx;y", Flaw.OTHER_KIND),
        (b"{", Flaw.BROKEN),
        (b"[" * 100_000, Flaw.BROKEN),
        (b'{"marches": {"marche": {}}}', Flaw.NO_HEADINGS),
        (b'{"marches": []}', Flaw.EMPTY),
        (b"rouge;vert\nbleu;noir\n", Flaw.NO_HEADINGS),
        (bytes(MOST_BYTES + 1), Flaw.TOO_BIG),
    ],
)
def test_files_that_are_no_list(content: bytes, expected: Flaw) -> None:
    assert flaw(content) is expected


def test_a_bomb_is_not_unpacked() -> None:
    assert flaw(unpacking(40_000_000)) is Flaw.TOO_BIG


def test_more_rows_than_can_be_taken() -> None:
    listed = ("Entreprise", "SIRET")
    row = ("Maçonnerie", lists.SIRET)
    assert flaw(lists.csv(listed, *[row] * (MOST_ROWS + 1))) is Flaw.TOO_MANY
    assert flaw(lists.decp(*[lists.awarded(1)] * (MOST_ROWS + 1))) is Flaw.TOO_MANY


def test_merged_cells_leave_rows_to_correct() -> None:
    book = openpyxl.Workbook()
    for row in (lists.CONTRACTS, lists.contract(1), lists.contract(1, _3="2")):
        book.active.append(list(row))
    book.active.merge_cells("A2:A3")
    target = io.BytesIO()
    book.save(target)
    assert faults(target.getvalue()) == [(3, "Référence du marché")]


@pytest.mark.parametrize(
    ("changes", "name"),
    [
        ({"acheteur": {}}, "acheteur.id"),
        ({"acheteur": {"id": "21140118700999"}}, "acheteur.id"),
        ({"titulaires": []}, "titulaires"),
        ({"montant": "beaucoup"}, "montant"),
        ({"dateNotification": "2030-01-01"}, "dateNotification"),
        ({"dureeMois": 0}, "dureeMois"),
        ({"objet": None}, "objet"),
        ({"codeCPV": None}, "codeCPV"),
        ({"id": ["x"]}, "id"),
    ],
)
def test_open_data_say_what_is_wrong(changes: dict[str, Any], name: str) -> None:
    assert faults(lists.decp(lists.awarded(1, **changes))) == [(1, name)]


@pytest.mark.parametrize(
    "said",
    [
        {"considerationSociale": ["Clause sociale"]},
        {"considerationSociale": "Clause sociale"},
        ["Clause sociale", "Critère social"],
        "Critère social, clause sociale",
    ],
)
def test_a_social_clause_however_it_is_wrapped(said: Any) -> None:
    assert read(lists.decp(lists.awarded(1, considerationsSociales=said))).skipped == 0
    assert read(lists.decp(lists.awarded(1, considerationsSociales="Critère social"))).skipped == 1


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-9, 9**12) | st.text(max_size=9),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=9), inner, max_size=3),
    max_leaves=6,
)


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(sorted(lists.awarded(1))), JSON)
def test_open_data_of_any_shape_are_read_or_said_wrong(name: str, value: Any) -> None:
    found = read(json.dumps({"marches": {"marche": [lists.awarded(1, **{name: value})]}}).encode())
    assert len(found.records) + len(found.faults) + found.skipped == 1


@settings(max_examples=80, deadline=None)
@given(st.binary(max_size=300) | st.text(max_size=300).map(str.encode))
def test_any_bytes_are_read_or_said_wrong(content: bytes) -> None:
    with pytest.raises((SheetError, MissingColumnsError)):
        read(content)


def test_nothing_is_too_deep() -> None:
    deep = b'{"marches": [{"considerationsSociales": ' + b"[" * 900 + b"]" * 900 + b"}]}"
    assert read(deep).skipped == 1


def test_every_flaw_has_words() -> None:
    assert set(_FLAWS) == set(Flaw)


@pytest.mark.parametrize(
    ("known", "codes"),
    [
        (synonyms.LEVELS, {"2", "3", "4", "5", "6", "7"}),
        (synonyms.CATEGORIES, {"works", "services", "supplies"}),
        (synonyms.ORIGINS, {"plie", "anpe", "mission_locale", "other"}),
    ],
)
def test_every_code_has_words_of_spreadsheets(known: dict[str, str], codes: set[str]) -> None:
    assert set(known.values()) == codes
    assert all(columns.words(word) == word.split() for word in known)


@pytest.mark.parametrize(
    ("text", "value"),
    [("CAP", "3"), ("niveau V", "3"), ("5", "5"), ("Bac+2", "5"), ("BAC PRO", "4"), ("Sans diplôme", "2")],
)
def test_levels_as_people_write_them(text: str, value: str) -> None:
    level = next(column for column in columns.CANDIDATES if column.name == "level")
    assert level.read(text, CONTEXT) == Understood(value)


@pytest.mark.parametrize("language", LANGUAGES)
def test_reasons_are_said_in_both_languages(language: str) -> None:
    reading_of = readers.jobs("agent d’entretien, licorne", Context(TODAY, language))
    assert isinstance(reading_of, NotUnderstood)
    assert "licorne" in label(language, str(reading_of.reason), **reading_of.values)
    assert LONGEST_NAME == 80


def cells(**changes: Any) -> list[tuple[str, str]]:
    """What is wrong with a contract whose cells are typed as Excel does."""
    found = read(lists.workbook(lists.CONTRACTS, lists.contract(1, **changes)))
    return [(fault.column, fault.reason) for fault in found.faults]


@pytest.mark.parametrize(
    ("changes", "column"),
    [
        ({"_11": 450000}, "Heures d’insertion"),
        ({"_7": 450, "_15": ""}, "Heures d’insertion"),
        ({"_9": 365}, "Durée (mois)"),
        ({"_10": date(2025, 7, 1)}, "Attribué le"),
        ({"_10": 45728}, "Clause retenue le"),
        ({"_2": "#N/A"}, "Objet"),
        ({"_6": "#REF!"}, "Commune"),
        ({"_13": 732829320000}, "SIRET attributaire"),
    ],
)
def test_what_a_spreadsheet_spoils_is_wrong(changes: dict[str, Any], column: str) -> None:
    assert [place for place, _ in cells(**changes)] == [column]


def test_a_duration_in_days_says_so() -> None:
    [record] = read(lists.csv(lists.CONTRACTS, lists.contract(1, _9="120"))).records
    assert record.said["months"] == "120"
    [record] = read(lists.csv(lists.CONTRACTS, lists.contract(1, _9="180 jours"))).records
    assert 5 < float(record.said["months"]) < 7


def test_a_siret_without_its_first_zero_is_told_from_a_mistyped_one() -> None:
    [(_, reason)] = cells(_13=int("02546485000012"))
    assert "zero" in reason
    [(_, reason)] = cells(_13="2546485000013")
    assert "zero" not in reason
    lost = lists.decp(lists.awarded(1, titulaires=[{"id": 2546485000012}]))
    assert read(lost).records[0].said["lots"][0]["supplier_siret"] == "02546485000012"
    assert faults(lists.decp(lists.awarded(1, titulaires=[{"id": 18}]))) == [(1, "titulaires")]


def test_true_and_false_of_excel_are_yes_and_no() -> None:
    rows = [lists.person(1, _7=True), lists.person(2, _7=False)]
    assert [one.said["district"] for one in read(lists.workbook(lists.PEOPLE, *rows)).records] == [
        True,
        False,
    ]


def test_of_two_columns_that_say_the_same_the_plainest_is_read() -> None:
    headings = ("RGPD", *lists.PEOPLE)
    found = read(lists.csv(headings, ["oui", *lists.person(1)]))
    assert (found.faults, found.ignored) == ([], {"RGPD": ""})
    assert found.records[0].said["consent"] == "2026-10-12"


def test_a_planned_end_is_no_completion() -> None:
    found = read(lists.csv((*lists.CONTRACTS, "Date de fin"), [*lists.contract(1), "01/10/2026"]))
    assert list(found.ignored) == ["Date de fin"]
    assert found.records[0].said["lots"][0]["completed"] is None


def test_only_the_example_of_the_model_is_passed_over() -> None:
    content = lists.csv(("Entreprise", "SIRET"), ("Exemple et Fils", lists.SIRET))
    assert [record.said["name"] for record in read(content).records] == ["Exemple et Fils"]


def test_other_sheets_are_named_unless_empty_or_hidden() -> None:
    book = openpyxl.load_workbook(io.BytesIO(lists.workbook(lists.PEOPLE, lists.person(1))))
    book.create_sheet("2025")["A3"] = "Nom"
    book.create_sheet("Feuil3")
    hidden = book.create_sheet("Listes")
    hidden["A1"], hidden.sheet_state = "Caen", "hidden"
    target = io.BytesIO()
    book.save(target)
    assert read(target.getvalue()).unread == ["2025"]
    assert not read(lists.workbook(lists.PEOPLE, lists.person(1))).unread
