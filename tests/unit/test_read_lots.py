"""Lots as buyers type them: number, title, and only an amount that is sure."""

from decimal import Decimal

import pytest

from bot.dialogue.readers.lots import LotLine, read_lots


def one(text: str) -> tuple[str | None, str, int | None, bool]:
    (lot,) = read_lots(text)
    return lot.number, lot.title, lot.amount, lot.amount_unread


@pytest.mark.parametrize(
    ("text", "number", "title", "amount"),
    [
        ("1 Gros œuvre 450 k€", "1", "Gros œuvre", 450_000),
        ("Lot 2 : Peinture - 80 000 € HT", "2", "Peinture", 80_000),
        ("lot n°3 électricité", "3", "électricité", None),
        ("Lot n° 12 - Ascenseurs", "12", "Ascenseurs", None),
        ("N°4 : Serrurerie 35k", "4", "Serrurerie", 35_000),
        ("- menuiserie", None, "menuiserie", None),
        ("• Peinture (60 k€)", None, "Peinture", 60_000),
        ("01. VRD 120 000,50 €", "01", "VRD", Decimal("120000.50")),
        ("1) Voirie", "1", "Voirie", None),
        ("1-Gros oeuvre 450 000€", "1", "Gros oeuvre", 450_000),
        ("Lot A - Charpente bois 200 000", "A", "Charpente bois", 200_000),
        ("lot 1a sols souples 12 000 €", "1a", "sols souples", 12_000),
        ("Menuiserie = 30000€", None, "Menuiserie", 30_000),
        ("Peinture estimée à 80 k€", None, "Peinture", 80_000),
        ("Ascenseur : 45k€ environ", None, "Ascenseur", 45_000),
        ("Gros œuvre trois cent mille euros", None, "Gros œuvre", 300_000),
        ("Plomberie et chauffage 1,2 M€", None, "Plomberie et chauffage", 1_200_000),
        ("1 Gros œuvre, maçonnerie 450 k€", "1", "Gros œuvre, maçonnerie", 450_000),
        ("Rénovation de 40 logements", None, "Rénovation de 40 logements", None),
        ("Nettoyage 5 écoles 80 000 €", None, "Nettoyage 5 écoles", 80_000),
        ("Lot 4 : 2 ascenseurs 90 k€", "4", "2 ascenseurs", 90_000),
        ("Peinture 2027", None, "Peinture 2027", None),
    ],
)
def test_one_lot(text, number, title, amount):
    assert one(text) == (number, title, amount, False)


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("Peinture 80 000 € TTC", "Peinture 80 000 € TTC"),
        ("Électricité entre 30 et 40 k€", "Électricité entre 30 et 40 k€"),
        ("Bardage 90 000 € par an", "Bardage 90 000 € par an"),
        ("Chauffage 30 k€ ou 40 k€", "Chauffage 30 k€ ou 40 k€"),
        ("Peinture 80 k€ la première tranche", "Peinture 80 k€ la première tranche"),
        ("Ravalement bâtiment 2 450 k€", "Ravalement bâtiment 2 450 k€"),
    ],
)
def test_an_amount_in_doubt_is_asked_for(text, title):
    assert one(text) == (None, title, None, True)


@pytest.mark.parametrize(
    ("text", "titles"),
    [
        ("gros œuvre, peinture, électricité", ["gros œuvre", "peinture", "électricité"]),
        ("Peinture,électricité", ["Peinture", "électricité"]),
        ("gros œuvre 1,2 M€, peinture 80 k€", ["gros œuvre", "peinture"]),
        ("1 terrassement, 2 enrobés, 3 espaces verts", ["terrassement", "enrobés", "espaces verts"]),
        ("lots gros œuvre et peinture", ["gros œuvre", "peinture"]),
        (
            "Gros œuvre\n\n- Peinture, sols\n• Électricité et CVC",
            ["Gros œuvre", "Peinture, sols", "Électricité et CVC"],
        ),
        ("toiture ; bardage", ["toiture", "bardage"]),
    ],
)
def test_several_lots(text, titles):
    assert [lot.title for lot in read_lots(text)] == titles


@pytest.mark.parametrize(
    "text",
    [
        "",
        " \n ",
        "aucun",
        "Pas de lots.",
        "non",
        "450 k€",
        "12 345",
        "Lot 1 : 450 k€",
        "- \n-",
        "a" * 201,
        "x\n" * 61,
    ],
)
def test_no_lots(text):
    assert read_lots(text) is None


def test_limits_are_included():
    assert len(read_lots("x\n" * 60)) == 60
    assert read_lots("a" * 200) == [LotLine(None, "a" * 200, None)]
