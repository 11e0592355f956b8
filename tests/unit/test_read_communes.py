"""Communes: what people type finds one of ours, and a town elsewhere never does."""

import csv
from importlib import resources

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.dialogue.readers.communes import read_commune

SOURCE = resources.files("bot").joinpath("data/communes.csv").read_text(encoding="utf-8")
COMMUNES = [row["commune"] for row in csv.DictReader(SOURCE.splitlines())]


@pytest.mark.parametrize("name", COMMUNES)
def test_full_name_however_typed(name):
    spaced = name.replace("-", " ").replace("'", " ")
    for text in (name, name.upper(), spaced, spaced.lower(), f" {name} ", f"à {name}", f"{name} (14)"):
        assert read_commune(text) == [name]
    assert read_commune(name.replace("Saint", "St")) == [name]
    assert read_commune(name.replace("-sur-", "/").replace("/", " s/")) == [name]


@given(st.sampled_from([name for name in COMMUNES if len(name) > 9]), st.integers(1, 9))
def test_one_letter_forgotten_is_forgiven_or_not_understood(name, at):
    found = read_commune(name[:at] + name[at + 1 :])
    assert found in ([name], [])


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Hérouville", "Hérouville-Saint-Clair"),
        ("herouville st clair", "Hérouville-Saint-Clair"),
        ("hérouvile", "Hérouville-Saint-Clair"),
        ("bretteville", "Bretteville-sur-Odon"),
        ("bretteville s/ odon", "Bretteville-sur-Odon"),
        ("ifs", "Ifs"),
        ("commune d'Ifs", "Ifs"),
        ("mairie de Mondeville", "Mondeville"),
        ("mondevile", "Mondeville"),
        ("caen centre", "Caen"),
        ("centre ville de Caen", "Caen"),
        ("14000", "Caen"),
        ("14000 Caen", "Caen"),
        ("cean", "Caen"),
        ("ouistream", "Ouistreham"),
        ("fleury", "Fleury-sur-Orne"),
        ("beuville", "Biéville-Beuville"),
        ("camilly", "Le Fresne-Camilly"),
        ("castelet", "Le Castelet"),
        ("thue", "Thue et Mue"),
        ("St Contest", "Saint-Contest"),
        ("cormeilles le royal", "Cormelles-le-Royal"),
    ],
)
def test_short_names_and_slips(text, name):
    assert read_commune(text) == [name]


@pytest.mark.parametrize(
    "text",
    ["", "Paris", "Bayeux", "Lisieux", "Vire", "Falaise", "Rouen", "Trouville", "Hérouvillette", "Vernon",
     "Bretteville-l'Orgueilleuse", "Bretteville 14740", "Saint-Aubin-sur-Mer", "Luc-sur-Mer", "Lyon",
     "Cambe", "La Cambe", "Cormeilles", "Colleville-sur-Mer", "Blainville-sur-Mer", "Louvagny",
     "Mandeville", "Bréville", "Colombiers-sur-Seulles", "Fleury-sur-Andelle", "Périers-en-Auge",
     "Tourville-en-Auge", "Banville", "Saint-Germain-en-Laye", "75000 Caen", "Caen la mer", "sur", "le",
     "la mer", "orne", "odon", "royal", "clair", "Courseulles-sur-Mer", "Villers-Bocage", "Argences",
     "Évrecy", "Honfleur", "Deauville", "Cherbourg"],
)  # fmt: skip
def test_elsewhere_is_nothing(text):
    assert read_commune(text) == []


def test_several_are_offered():
    saints = read_commune("saint")
    assert len(saints) == 5
    assert all(name.startswith("Saint-") for name in saints)
    assert read_commune("Caen et Ifs") == ["Caen", "Ifs"]
    assert read_commune("Caen, Ifs ou Mondeville") == ["Caen", "Ifs", "Mondeville"]
    assert read_commune("Caen et Paris") == []
