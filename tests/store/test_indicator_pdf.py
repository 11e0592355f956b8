"""The PDF of the indicators, read back: every figure in its order, and nothing that breaks the pages."""

import ctypes
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pypdfium2
import pypdfium2.raw as raw
import pytest
import sqlalchemy as sa
from agreed import FIRST, LAST
from indicator_oracle import PARIS
from indicator_worlds import draw, write

from bot.dialogue.translations import LANGUAGES
from bot.reports.indicators import pdf, table
from bot.reports.indicators.files import MAKERS, Report, sections
from bot.rules.period import Period
from bot.store import agreements, organisations
from bot.store.database import Database
from bot.store.indicators.scope import Asked
from bot.store.tables import Kind, Organisation, Signatory, rows_of

YEAR = Period(date(2027, 1, 1), date(2027, 12, 31))
TODAY = date(2028, 1, 1)
A4 = (595, 842)
LONG = "Syndicat intercommunal d’aménagement « Grand Ouest » 😀 漢字 " + "x" * 200
EMPTY = {
    "hours": {"owed": 0, "declared": 0, "validated": 0},
    "people": {
        "positive_exits": {"hiring_company": 0, "outside_contract": 0, "training": 0},
        "leavers": {"people": 0},
    },
}
HARMFUL = [
    '#panic("x")',
    "$x^2$",
    "*gras*",
    "= Titre",
    "\\u{1F600}",
    "// rien",
    '"',
    "`#let`",
    "@x",
    "<x>",
]


def read(content: bytes) -> Any:
    return pypdfium2.PdfDocument(content)


def text(content: bytes) -> list[str]:
    """The lines of all pages, without headers repeated and footers."""
    lines = []
    for page in read(content):
        lines += page.get_textpage().get_text_bounded().replace("\ufffe", "-").splitlines()[:-1]
    return [line.strip() for line in lines]


def squeezed(line: str) -> str:
    """Without spaces: between two cells the reader of the PDF sees one or none."""
    return "".join(line.split())


def about(signatories: Sequence[str] = (), buyer: str | None = None) -> pdf.About:
    return pdf.About("Titre", "2027", TODAY, "jour", buyer, signatories, ["note"])


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("seed", "home", "outside"), [(3, None, False), (5, 2, False), (5, 2, True)])
def test_every_figure_is_told_in_the_order_of_the_annex(
    database: Database, seed: int, home: int | None, outside: bool, language: str
) -> None:
    with database.begin() as session:
        write(session, draw(seed))
        buyer = None if home is None else organisations.get(session, home)
        wanted = Report(Asked(YEAR, PARIS, home), buyer, TODAY, language, outside)
        parts = sections(session, wanted, wanted.figures(session))
        lines = text(MAKERS["pdf"](session, wanted))
    said = [squeezed(f"{line.name}{line.shown(language)}") for part in parts for line in part.lines]
    assert [line for line in map(squeezed, lines) if line in said] == said
    titles = [line for line in lines if line in {part.title for part in parts}]
    assert titles == [part.title for part in parts]
    assert wanted.period in lines
    assert wanted.day in lines


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_is_tagged_for_those_who_do_not_see_it(database: Database, language: str) -> None:
    with database.begin() as session:
        write(session, draw(5))
        content = MAKERS["pdf"](session, Report(Asked(YEAR, PARIS), None, TODAY, language))
    document = read(content)
    assert content.startswith(b"%PDF-1.7")
    assert b"pdfuaid:part" in content
    assert raw.FPDFCatalog_IsTagged(document.raw)
    assert document.get_metadata_value("Title")
    assert document.get_metadata_value("CreationDate").startswith("D:20280101")
    assert all(tuple(map(round, page.get_size())) == A4 for page in document)
    assert {"H1", "H2", "Table", "TH", "TD", "L", "Figure"} <= set(tags(document))
    told = [alt for page in document for alt in alternatives(page)]
    assert len(told) >= 1
    assert all(("dues" if language == "fr" else "owed") in alt for alt in told)


def tags(document: Any) -> list[str]:
    return [name for page in document for element in elements(page) if (name := said(element, "Type"))]


def alternatives(page: Any) -> list[str]:
    return [alt for element in elements(page) if (alt := said(element, "AltText"))]


def elements(page: Any) -> list[Any]:
    tree = raw.FPDF_StructTree_GetForPage(page.raw)
    found = []
    waiting = [
        raw.FPDF_StructTree_GetChildAtIndex(tree, number)
        for number in range(raw.FPDF_StructTree_CountChildren(tree))
    ]
    while waiting:
        element = waiting.pop()
        found.append(element)
        children = range(raw.FPDF_StructElement_CountChildren(element))
        waiting += [
            child for number in children if (child := raw.FPDF_StructElement_GetChildAtIndex(element, number))
        ]
    return found


def said(element: Any, what: str) -> str:
    ask = {"Type": raw.FPDF_StructElement_GetType, "AltText": raw.FPDF_StructElement_GetAltText}[what]
    space = (ctypes.c_char * ask(element, None, 0))()
    ask(element, space, len(space))
    return bytes(space).decode("utf-16-le").rstrip("\0")


def test_many_signatories_and_long_names_stay_on_the_pages() -> None:
    names = [LONG if number % 7 == 0 else f"Commune n° {number}" for number in range(60)]
    document = read(pdf.document(EMPTY, [], about(names, LONG), "fr"))
    width = A4[0]
    words = "".join(text_of(document).split())
    assert all(f"Communen°{number}" in words for number in range(60) if number % 7)
    assert words.count("x" * 200) == 1 + len([name for name in names if name == LONG])
    for page in document:
        for item in page.get_objects():
            left, _, right, _ = item.get_bounds()
            assert left >= 0
            assert right <= width


def text_of(document: Any) -> str:
    found = "".join(page.get_textpage().get_text_bounded() for page in document)
    return found.replace("\u200b", "").replace("\ufffe", "")


@pytest.mark.parametrize("typed", HARMFUL)
def test_what_people_typed_is_no_markup(typed: str) -> None:
    line = table.Line("x", f"nom {typed}", 12, inner=True)
    made = replace(about([typed, "fin"], typed), title=typed)
    words = " ".join(text_of(read(pdf.document(EMPTY, [table.Part("x", typed, [line])], made, "fr"))).split())
    assert words.count(typed) >= 4
    assert f"nom {typed}".strip() in words


@pytest.mark.parametrize(
    "typed", ["\x00", "\ufffe", "\ue000", "\u202e", "\u2028", "⥿Ὣ", "\U0010ffff", "\u0301"]
)
def test_a_name_of_strange_characters_is_no_obstacle(typed: str) -> None:
    made = read(pdf.document(EMPTY, [], about([f"Avant {typed} après", "fin"], typed), "fr"))
    words = " ".join(text_of(made).split())
    assert "Avant" in words
    assert "• fin Titre" in words
    assert raw.FPDFCatalog_IsTagged(made.raw)


def test_a_name_with_hyphens_is_cut_there_and_found_whole() -> None:
    name = "Commune de Saint-Germain-la-Blanche-Herbe"
    found = [
        page.get_textpage().get_text_bounded() for page in read(pdf.document(EMPTY, [], about([name]), "fr"))
    ]
    assert name in "".join(found)


@pytest.mark.parametrize(
    ("left", "names"), [(date(2027, 1, 1), ["N1"]), (date(2027, 6, 30), ["N1", "N2"]), (None, ["N1", "N2"])]
)
def test_the_cover_has_those_bound_in_the_period(
    database: Database, left: date | None, names: list[str]
) -> None:
    """Also one who has left since; not one who had left before."""
    with database.begin() as session:
        write(session, draw(5))
        one = agreements.add(session, FIRST, LAST, 1, datetime(2025, 1, 1, tzinfo=UTC))
        for number in (2, 3):
            agreements.sign(session, agreements.identity(one), number, FIRST)
        signatories = rows_of(Signatory)
        last = sa.update(signatories).where(signatories.c.organisation_id == 3)
        session.core.execute(last.values(left_on=left))
        homes = rows_of(Organisation)
        session.core.execute(sa.update(homes).where(homes.c.kind == Kind.BUYER).values(left_on=None))
        lines = text(MAKERS["pdf"](session, Report(Asked(YEAR, PARIS), None, TODAY, "fr")))
    start = lines.index("Signataires de la convention")
    assert [line.lstrip("• ") for line in lines[start + 1 : start + 1 + len(names)]] == names
    assert ("• N2" in lines) is ("N2" in names)


def test_a_period_without_anything_is_told_too(database: Database) -> None:
    nothing = Period(date(2020, 1, 1), date(2020, 3, 31))
    with database.begin() as session:
        lines = text(MAKERS["pdf"](session, Report(Asked(nothing, PARIS), None, TODAY, "fr")))
    assert "1er trimestre 2020" in lines
    assert "Durée moyenne –" in lines
    assert "Bénéficiaires de la clause 0" in lines
