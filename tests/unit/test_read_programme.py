"""Lines of a programme: forgiving where one meaning is left, not understood where there are several."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.dialogue.readers.programme import read_lines
from bot.dialogue.readers.programme_columns import SLOTS, Slot, arrange, find_columns
from bot.dialogue.readers.programme_fields import Contract, Trouble, read_contract

TODAY = date(2026, 11, 22)
WHOLE = "Rénovation de 40 logements ; Hérouville ; 1,2 M€ ; mars ; 14 mois"


def read(line: str, year: int = 2027) -> Contract | tuple[Trouble, ...]:
    (cells,) = read_lines(line, year, TODAY)
    return read_contract(cells, year, TODAY)


def contract(line: str, year: int = 2027) -> Contract:
    found = read(line, year)
    assert isinstance(found, Contract), found
    return found


def troubles(line: str) -> set[str]:
    found = read(line)
    assert not isinstance(found, Contract), found
    return {f"{trouble.code} {trouble.slot}" for trouble in found}


def whole() -> Contract:
    return contract(WHOLE)


def test_the_usual_line() -> None:
    found = whole()
    assert found.title == "Rénovation de 40 logements"
    assert (found.commune, found.category) == ("Hérouville-Saint-Clair", "works")
    assert (found.amount, found.months) == (Decimal(1_200_000), Decimal(14))
    assert found.start.to_json() == "2027-03-01/month"
    assert found.consultation is None


@pytest.mark.parametrize(
    "line",
    [
        "Rénovation de 40 logements;Hérouville;1,2 M€;mars;14 mois",
        "1. Rénovation de 40 logements ; hérouville ; 1200000 € ; mars 2027 ; 14 mois ;",
        "1) Rénovation de 40 logements ; Hérouville ; 1 200 000 ; 03/2027 ; un an et 2 mois",
        "- Rénovation de 40 logements ; Hérouville ; 1,2 M€ ; mars ; 14 mois ; travaux",
        "3 ; Rénovation de 40 logements ; Hérouville ; 1,2 M€ ; mars ; 14 mois",
        "Rénovation de 40 logements\tHérouville\t1,2 M€\tmars\t14 mois",
        "| Rénovation de 40 logements | Hérouville | 1,2 M€ | mars | 14 mois |",
        "Rénovation de 40 logements, Hérouville, 1,2 M€, mars, 14 mois",
        "Rénovation de 40 logements,Hérouville,1,2 M€,mars,14 mois",
        '"Rénovation de 40 logements" ; "Hérouville" ; 1,2 M€ ; mars ; 14 mois',
        "Rénovation de 40 logements ; 1,2 M€ ; Hérouville ; mars ; 14 mois",
        "Rénovation de 40 logements ; Hérouville ; mars ; 14 mois ; 1,2 M€",
    ],
)
def test_other_ways_to_write_it(line: str) -> None:
    assert contract(line) == whole()


def test_type_and_consultation() -> None:
    found = contract(f"{WHOLE} ; services ; novembre")
    assert found.category == "services"
    assert found.consultation is not None
    assert found.consultation.to_json() == "2026-11-01/month"
    assert contract(f"{WHOLE} ; ; 15/01/2027").consultation is not None
    assert troubles(f"{WHOLE} ; travaux ; mai 2027") == {"late consultation"}


@pytest.mark.parametrize("missing", ["", "-", "?", "à définir", "NC"])
def test_an_amount_may_be_unknown(missing: str) -> None:
    assert contract(f"Voirie rue Neuve ; Ifs ; {missing} ; mars ; 6 mois").amount is None


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("Peinture ; Caen ; 90 k€ ; courant printemps ; 3 mois ; travaux", {"unread start"}),
        ("Mobilier ; Caen ; 90 k€ ; mars ; 3 mois", {"missing category"}),
        ("Voirie ; 90 k€ ; avril ; 3 mois", {"missing commune"}),
        ("Voirie ; Caen ; 90 k€", {"missing start", "missing months"}),
        ("Voirie ; Saint ; 90 k€ ; mars ; 3 mois", {"several commune"}),
        ("Voirie ; Caen ; 90 k€ TTC ; mars ; 3 mois", {"unread amount"}),
        ("Voirie ; Caen ; 80 à 90 k€ ; mars ; 3 mois", {"unread amount"}),
        ("Voirie ; Caen ; 350 ; mars ; 3 mois", {"unread amount"}),
        ("Voirie ; Caen ; 90 k€ ; mars ; 14", {"unread months"}),
        ("Voirie ; Caen ; 90 k€ ; mars ; 12 mois renouvelable", {"unread months"}),
        ("Voirie ; Lisieux ; 90 k€ ; mars ; 3 mois", {"unread commune"}),
        ("Voirie ; Caen ; 90 k€ ; mars 2017 ; 3 mois", {"far start"}),
        ("Voirie ; Caen ; 90 k€ ; lundi ; 3 mois", {"unread start"}),
        (" ; Caen ; 90 k€ ; mars ; 3 mois ; travaux", {"missing title"}),
        (f"{'x' * 201} ; Caen ; 90 k€ ; mars ; 3 mois ; travaux", {"length title"}),
        ("Voirie ; Caen ; 90 k€ ; mars ; 3 mois ; bleu", {"unread category"}),
        ("Bonjour, voici notre liste", {"form title"}),
        ("Peinture, sols, murs", {"form title"}),
    ],
)
def test_what_is_not_sure_is_not_understood(line: str, why: set[str]) -> None:
    assert troubles(line) == why


@pytest.mark.parametrize(
    ("start", "meant"),
    [
        ("mars", "2027-03-01/month"),
        ("décembre", "2027-12-01/month"),
        ("début janvier", "2027-01-01/early"),
        ("1er janvier", "2027-01-01/day"),
        ("15/03", "2027-03-15/day"),
        ("T2", "2027-04-01/quarter"),
        ("rentrée", "2027-09-01/rentree"),
        ("2027", "2027-01-01/year"),
        ("l’année prochaine", "2027-01-01/year"),
        ("dans 3 mois", "2027-02-22/day"),
        ("janvier 2028", "2028-01-01/month"),
        ("décembre 2026", "2026-12-01/month"),
    ],
)
def test_a_start_without_a_year_is_in_the_programmes(start: str, meant: str) -> None:
    assert contract(f"Voirie rue Neuve ; Ifs ; 90 k€ ; {start} ; 6 mois").start.to_json() == meant


@given(
    month=st.sampled_from(["janvier", "février", "mars", "juin", "décembre"]), year=st.integers(2021, 2099)
)
def test_every_year(month: str, year: int) -> None:
    assert contract(f"Voirie rue Neuve ; Ifs ; 90 k€ ; {month} ; 6 mois", year).start.day.year == year


def test_places_outside_the_list() -> None:
    for place in ("14100 Lisieux", "Lisieux (14)", "Lisieux 14100", "Caen la mer"):
        assert contract(f"Voirie ; {place} ; 90 k€ ; mars ; 3 mois").commune == place


@pytest.mark.parametrize("sign", [" ; ", "\t", " | "])
def test_headings_give_the_order_and_the_units(sign: str) -> None:
    headings = ["N°", "Durée (mois)", "Objet", "Montant HT (k€)", "Commune", "Date de début", "Date de fin"]
    rows = [
        ["1", "14", "Voirie", "350", "Ifs", "mars", "mai"],
        ["2", "6", "Toiture", "80", "Caen", "avril", "juin"],
    ]
    text = "\n".join(sign.join(row) for row in (headings, *rows))
    found = [read_contract(cells, 2027, TODAY) for cells in read_lines(text, 2027, TODAY)]
    assert all(isinstance(one, Contract) for one in found)
    assert [
        (one.title, one.months, one.amount, one.commune) for one in found if isinstance(one, Contract)
    ] == [
        ("Voirie", 14, 350_000, "Ifs"),
        ("Toiture", 6, 80_000, "Caen"),
    ]


@pytest.mark.parametrize(
    ("heading", "slot"),
    [
        ("Objet du marché", "title"),
        ("Intitulé de l’opération", "title"),
        ("Montant estimé HT", "amount"),
        ("Montant du marché (M€)", "amount"),
        ("Durée du marché", "months"),
        ("Délai d’exécution", "months"),
        ("DÉBUT PRÉVISIONNEL", "start"),
        ("Date", "start"),
        ("Lieu d’exécution", "commune"),
        ("Type de marché", "category"),
        ("Lancement de la consultation", "consultation"),
    ],
)
def test_headings_as_people_write_them(heading: str, slot: str) -> None:
    assert list(find_columns([heading])) == [slot]


@pytest.mark.parametrize(
    "heading", ["Date de fin", "N° de marché", "Référence", "Montant max", "Remarques", "", "Lot 3"]
)
def test_headings_of_other_things(heading: str) -> None:
    assert not find_columns([heading])


def test_an_amount_excl_vat_is_preferred_and_one_with_vat_is_not_read() -> None:
    columns = find_columns(["Objet", "Montant TTC", "Montant HT"])
    assert columns[Slot.AMOUNT].place == 2
    lone = find_columns(["Objet", "Montant TTC"])
    assert arrange(["Voirie", "350000"], lone)[2] == "350000 TTC"


def test_headings_examples_rules_and_blanks_are_skipped() -> None:
    text = (
        f"Objet ; commune ; montant ; début ; durée\n\n---\n{WHOLE}\n;;;;\n"
        "Exemple : voirie ; Ifs ; 3 k€ ; mars ; 1 mois"
    )
    assert len(read_lines(text, 2027, TODAY)) == 1


def test_bare_numbers_are_numbers_only_in_a_row() -> None:
    listed = read_lines(
        "1 Voirie ; Ifs ; 9 k€ ; mars ; 1 mois\n2 Toiture ; Ifs ; 9 k€ ; mars ; 1 mois", 2027, TODAY
    )
    assert [cells[0] for cells in listed] == ["Voirie", "Toiture"]
    alone = read_lines("40 logements à rénover ; Ifs ; 9 k€ ; mars ; 1 mois", 2027, TODAY)
    assert alone[0][0] == "40 logements à rénover"


@settings(deadline=None)
@given(st.text(max_size=300))
def test_any_text_is_read_without_an_error(text: str) -> None:
    for cells in read_lines(text, 2027, TODAY):
        assert len(cells) == len(SLOTS)
        read_contract(cells, 2027, TODAY)
