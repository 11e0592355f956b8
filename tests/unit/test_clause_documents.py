"""The paragraphs for the tender documents and the sheet for bidders, in the chat and in Word."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from importlib import resources
from io import BytesIO

import docx
import pytest
from docx.document import Document
from docx.enum.text import WD_COLOR_INDEX
from docx.oxml.ns import qn
from docx.shared import Mm
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.dialogue.fitting import seen, units
from bot.reports import templates
from bot.reports.bidders import bidders_sheet
from bot.reports.clause import Clause, ClauseLot, Contact, messages, paragraphs, word
from bot.store.tables import Category

ON = date(2026, 11, 22)
CONTACT = Contact("Claire Dupont", "PLIE du pays de Caen", "02 31 00 00 00")
LOTS = (ClauseLot("1", "Gros œuvre", 1833), ClauseLot("2 bis", "Peinture", 292), ClauseLot("3", "Façades", 1))
CLAUSE = Clause(
    "M-2027-0014", "Rénovation de 40 logements", "Ville de Caen", Category.WORKS, LOTS, CONTACT, False, 24
)
SHORT = re.compile(r"[^ ] [:;?!»%€](?!\w)|« ")
EVERY = [
    replace(CLAUSE, category=category, contact=contact, above_threshold=above, eligibility_months=months)
    for category in Category
    for contact in (CONTACT, None, replace(CONTACT, reach=None))
    for above, months in ((True, 24), (False, None))
]


def test_the_check_of_spaces_sees_them() -> None:
    assert SHORT.search("le lot : 3")
    assert SHORT.search("« lot")
    assert SHORT.search("5 %")
    assert not SHORT.search("le lot\u00a0: 3")


def opened(content: bytes) -> Document:
    return docx.Document(BytesIO(content))


def text_of(content: bytes) -> str:
    document = opened(content)
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])


def said(clause: Clause) -> str:
    return "\n".join(f"{one.document}\n{one.heading}\n{one.text}" for one in paragraphs(clause))


def all_texts(clause: Clause) -> list[str]:
    return [said(clause), text_of(word(clause, ON)), text_of(bidders_sheet(clause, ON))]


@pytest.mark.parametrize("category", Category)
def test_three_documents_in_order(category: Category) -> None:
    names = list(dict.fromkeys(one.document for one in paragraphs(replace(CLAUSE, category=category))))
    assert names == [
        "Avis de publicité",
        "Règlement de la consultation",
        "Cahier des clauses administratives particulières",
    ]


@pytest.mark.parametrize("clause", EVERY, ids=str)
def test_no_placeholder_old_law_or_careless_french(clause: Clause) -> None:
    for text in all_texts(clause):
        assert not re.search(r"[{}@#]", text)
        assert not re.search(r"article\s+14\b|articles\s+14\b|code des marchés", text, re.IGNORECASE)
        assert "!" not in text
        assert "'" not in text
        assert SHORT.search(text) is None, SHORT.search(text)


@pytest.mark.parametrize("category", Category)
def test_the_law_is_todays(category: Category) -> None:
    below = said(replace(CLAUSE, category=category))
    above = said(replace(CLAUSE, category=category, above_threshold=True))
    assert below.count("l’article L2112-2 du code de la commande publique") == 3
    assert "L2112-2-1" not in below
    assert above.count("articles L2112-2 et L2112-2-1 du code de la commande publique") == 3
    assert "L2152-2" in below


@pytest.mark.parametrize("category", Category)
def test_hours_of_every_lot_in_every_document(category: Category) -> None:
    clause = replace(CLAUSE, category=category)
    by_document: dict[str, str] = {}
    for one in paragraphs(clause):
        by_document[one.document] = by_document.get(one.document, "") + one.text
    for text in by_document.values():
        assert "– Lot 1, Gros œuvre\u00a0: 1\u202f833\u00a0heures d’insertion\n" in text
        assert "– Lot 2 bis, Peinture\u00a0: 292\u00a0heures d’insertion\n" in text
        assert "– Lot 3, Façades\u00a0: 1\u00a0heure d’insertion\n" in text
        assert "– Total\u00a0: 2\u202f126\u00a0heures d’insertion" in text
    tables = opened(word(clause, ON)).tables
    assert len(tables) == 3
    for table in tables:
        assert [[cell.text for cell in row.cells] for row in table.rows] == [
            ["Lot", "Intitulé", "Heures d’insertion"],
            ["1", "Gros œuvre", "1\u202f833"],
            ["2 bis", "Peinture", "292"],
            ["3", "Façades", "1"],
            ["", "Total", "2\u202f126"],
        ]


def test_one_lot_has_no_total_and_a_whole_contract_no_number() -> None:
    one = replace(CLAUSE, lots=LOTS[:1])
    whole = replace(CLAUSE, lots=(ClauseLot("1", CLAUSE.title, 833),))
    assert "Total" not in said(one)
    assert "– Lot 1, Gros œuvre\u00a0: " in said(one)
    assert "– Lot unique\u00a0: 833\u00a0heures d’insertion" in said(whole)
    rows = [[cell.text for cell in row.cells] for row in opened(word(whole, ON)).tables[0].rows]
    assert rows[1:] == [["Unique", CLAUSE.title, "833"]]


def test_a_clause_has_a_lot() -> None:
    with pytest.raises(ValueError, match="lot"):
        replace(CLAUSE, lots=())


def test_variants_differ_by_category() -> None:
    works, services, supplies = (said(replace(CLAUSE, category=category)) for category in Category)
    assert "chantier" in works
    assert "équipements de protection individuelle" in works
    assert "reprendre le personnel" not in works
    assert "reprendre le personnel" in services
    assert "reconductions comprises" in services
    assert "protection individuelle" not in services
    assert "livraison" in supplies
    assert len(supplies) < len(works) * 0.6


@pytest.mark.parametrize("category", [Category.WORKS, Category.SERVICES])
def test_the_contract_says_all_a_clause_needs(category: Category) -> None:
    text = said(replace(CLAUSE, category=category))
    for word_said in (
        "revenu de solidarité active",
        "sous-traitance ou la cotraitance",
        "ETTI",
        "GEIQ",
        "association intermédiaire",
        "embauche directe",
        "facilitateur",
        "Avant le\u00a015 de chaque mois",
        "mise en demeure",
        "24\u00a0mois",
        "Claire Dupont, PLIE du pays de Caen, 02 31 00 00 00",
    ):
        assert word_said in text, word_said
    assert text.count("[À compléter\u00a0: montant en euros]") == 2


def test_what_is_not_known_is_a_blank() -> None:
    text = said(replace(CLAUSE, contact=None, eligibility_months=None))
    assert "[À compléter\u00a0: nom, téléphone et courriel du facilitateur]" in text
    assert "pendant [À compléter\u00a0: durée en mois]" in text
    partly = said(replace(CLAUSE, contact=Contact("Claire Dupont", "PLIE du pays de Caen")))
    assert "Claire Dupont, PLIE du pays de Caen, [À compléter\u00a0: téléphone et courriel]" in partly


def test_blanks_are_highlighted_in_word() -> None:
    found = [
        run.text
        for paragraph in opened(word(replace(CLAUSE, contact=None), ON)).paragraphs
        for run in paragraph.runs
        if run.font.highlight_color == WD_COLOR_INDEX.YELLOW
    ]
    assert found.count("[À compléter\u00a0: montant en euros]") == 2
    assert "[À compléter\u00a0: nom, téléphone et courriel du facilitateur]" in found
    assert all(text.startswith("[À compléter") and text.endswith("]") for text in found)


@pytest.mark.parametrize("category", Category)
def test_urban_renewal_only_when_noted(category: Category) -> None:
    plain = replace(CLAUSE, category=category)
    noted = replace(plain, lots=(replace(LOTS[0], urban_renewal=True), LOTS[1]))
    assert "renouvellement urbain" not in said(plain)
    text = said(noted)
    assert text.count("quartiers prioritaires de la politique de la ville (QPV)") == 3
    assert "Lot 1, Gros œuvre (renouvellement urbain)" in text
    assert "Peinture (renouvellement urbain)" not in text
    whole = replace(plain, lots=(ClauseLot("1", CLAUSE.title, 9, urban_renewal=True),))
    assert "Lot unique\u00a0: 9\u00a0heures d’insertion (renouvellement urbain)" in said(whole)


def test_word_has_headings_language_properties_and_paper() -> None:
    document = opened(word(CLAUSE, ON))
    headings = [
        (one.style.name, one.text) for one in document.paragraphs if one.style and "ead" in one.style.name
    ]
    first = [text for style, text in headings if style == "Heading 1"]
    assert first == list(dict.fromkeys(one.document for one in paragraphs(CLAUSE)))
    assert [text for style, text in headings if style == "Heading 2"] == [
        one.heading for one in paragraphs(CLAUSE)
    ]
    about = document.core_properties
    assert about.title == "Clause sociale d’insertion – M-2027-0014 – Rénovation de 40 logements"
    assert (about.author, about.last_modified_by) == ("PLIE du pays de Caen", "PLIE du pays de Caen")
    assert about.language == "fr-FR"
    assert about.comments == ""
    assert about.created is not None
    assert about.created.date() == ON
    languages = {one.get(qn("w:val")) for one in document.styles.element.iter(qn("w:lang"))}
    assert languages == {"fr-FR"}
    section = document.sections[0]
    assert section.page_width is not None
    assert section.page_height is not None
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)
    assert document.paragraphs[2].text == "Ville de Caen – 22 novembre 2026"
    assert "M-2027-0014" in section.footer.paragraphs[0].text


def test_tables_repeat_their_header_and_stay_on_the_paper() -> None:
    document = opened(word(CLAUSE, ON))
    section = document.sections[0]
    assert section.page_width is not None
    assert section.left_margin is not None
    room = section.page_width - 2 * section.left_margin
    for table in document.element.body.tbl_lst:
        marks = [row.find(qn("w:trPr")).find(qn("w:tblHeader")) is not None for row in table.tr_lst]
        assert marks == [True] + [False] * (len(marks) - 1)
    for table in document.tables:
        widths = [cell.width for cell in table.rows[0].cells]
        assert all(width is not None for width in widths)
        assert Mm(100) < sum(width or 0 for width in widths) <= room


@pytest.mark.parametrize("make", [word, bidders_sheet])
def test_same_clause_same_bytes(make: Callable[[Clause, date], bytes]) -> None:
    assert make(CLAUSE, ON) == make(CLAUSE, ON)
    assert make(CLAUSE, ON) != make(CLAUSE, date(2026, 11, 23))


HOSTILE = "<b>A&B</b> {lots} {x}\x00\x1b\x0b\ufffe\ud800\r\n@eligible ]]> \u202e\u2028# fin"


def test_hostile_words_are_harmless() -> None:
    lots = (ClauseLot(HOSTILE, HOSTILE, 200), ClauseLot("2", HOSTILE, 300))
    clause = Clause(HOSTILE, HOSTILE, HOSTILE, Category.WORKS, lots, Contact(HOSTILE, HOSTILE, HOSTILE))
    shown = templates.plain(HOSTILE)
    assert shown.startswith("<b>A&B</b> {lots} {x} @eligible ]]>")
    assert not re.search("[\x00-\x1f\u2028\ufffe\ud800]", shown)
    for text in all_texts(clause):
        assert shown in text
    assert len(opened(word(clause, ON)).tables) == 3
    assert len(paragraphs(clause)) == len(paragraphs(CLAUSE))
    for message in messages(clause):
        assert "<b>A&B" not in message
        assert "&lt;b&gt;A&amp;B&lt;/b&gt;" in message or "A&" not in seen(message)
        assert units(seen(message)) <= 4096


@settings(max_examples=25, deadline=None)
@given(st.text(max_size=300), st.text(max_size=200), st.integers(0, 10**9))
def test_any_words_make_documents(title: str, buyer: str, hours: int) -> None:
    clause = Clause("M-1", title, buyer, Category.SERVICES, (ClauseLot(buyer, buyer, hours),), CONTACT)
    for content in (word(clause, ON), bidders_sheet(clause, ON)):
        assert templates.plain(title) in text_of(content)
    assert all(units(seen(message)) <= 4096 for message in messages(clause))


def test_messages_to_copy_hold_every_word() -> None:
    lots = tuple(ClauseLot(str(number), "Œuvre 😀 " * 25, number) for number in range(1, 100))
    for clause in (CLAUSE, replace(CLAUSE, lots=lots)):
        told = messages(clause)
        assert all(units(seen(message)) <= 4096 for message in told)
        bodies = [str(seen(message)).partition("\n")[2] for message in told]
        squeezed = re.sub(r"\s+", "", "".join(bodies))
        assert squeezed == re.sub(
            r"\s+", "", "".join(f"{one.heading}{one.text}" for one in paragraphs(clause))
        )
    assert [seen(message).partition("\n")[0] for message in messages(CLAUSE)] == [
        "Avis de publicité",
        "Règlement de la consultation",
        "Cahier des clauses administratives particulières (1/2)",
        "Cahier des clauses administratives particulières (2/2)",
    ]


def test_a_word_without_end_is_cut() -> None:
    clause = replace(CLAUSE, title="😀" * 6000)
    told = messages(clause)
    assert all(units(seen(message)) <= 4096 for message in told)
    assert sum(seen(message).count("😀") for message in told) == 2 * 6000


def test_the_sheet_says_what_article_3_promises() -> None:
    text = text_of(bidders_sheet(CLAUSE, ON))
    for promised in (
        "Définir les postes",
        "d’abord parmi les participants du PLIE",
        "structure d’insertion",
        "formations",
        "accompagner chaque personne",
        "ne vous coûtent rien",
        "Si votre offre est retenue",
        "Claire Dupont, PLIE du pays de Caen, 02 31 00 00 00",
        "1\nGros œuvre\n1\u202f833\n",
    ):
        assert promised in text, promised
    document = opened(bidders_sheet(CLAUSE, ON))
    styles = [one.style.name for one in document.paragraphs if one.style]
    assert (styles.count("List Number"), styles.count("List Bullet"), styles.count("Heading 1")) == (5, 5, 4)


def test_the_sheet_stays_short_with_many_lots() -> None:
    lots = tuple(ClauseLot(str(number), "Plomberie", 200) for number in range(1, 11))
    crowded = bidders_sheet(replace(CLAUSE, lots=lots), ON)
    assert opened(crowded).tables == []
    assert "figurent dans le règlement de la consultation" in text_of(crowded)
    assert len(opened(bidders_sheet(replace(CLAUSE, lots=lots[:9]), ON)).tables) == 1
    assert len(text_of(crowded)) < 2600


def test_every_file_of_words_serves(monkeypatch: pytest.MonkeyPatch) -> None:
    read: set[str] = set()
    plainly = templates._read

    def noted(name: str) -> str:
        read.add(name)
        return plainly(name)

    monkeypatch.setattr(templates, "_read", noted)
    templates._words.cache_clear()
    for category in Category:
        said(replace(CLAUSE, category=category, lots=(replace(LOTS[0], urban_renewal=True),)))
    bidders_sheet(CLAUSE, ON)
    files = resources.files("bot").joinpath("data/tender").iterdir()
    assert read == {file.name.removesuffix(".txt") for file in files}


def test_every_short_text_serves() -> None:
    source = "".join(
        file.read_text(encoding="utf-8")
        for file in resources.files("bot").joinpath("reports").iterdir()
        if file.name.endswith(".py")
    )
    assert [name for name in templates._words() if f'"{name}"' not in source] == []
