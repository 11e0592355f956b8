"""Jobs by their everyday names: one when sure, several when plausible, none otherwise, and fast."""

import csv
import time
from importlib import resources

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.dialogue.readers.jobs import MOST, read_job


def table(name):
    source = resources.files("bot").joinpath(f"data/{name}").read_text(encoding="utf-8")
    return list(csv.DictReader(source.splitlines()))


NAMES = table("jobs.csv")
CODES = [row["rome"] for row in table("rome.csv")]


def codes(text):
    return [match.code for match in read_job(text)]


def test_every_code_has_five_everyday_names():
    for code in CODES:
        assert len({row["name"] for row in NAMES if row["rome"] == code}) >= 5
    assert {row["rome"] for row in NAMES} == set(CODES)


@pytest.mark.parametrize("row", NAMES, ids=lambda row: f"{row['rome']} {row['name']}")
def test_every_name_finds_its_job(row):
    assert row["rome"] in codes(row["name"])
    assert row["rome"] in codes(row["name"].upper())


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("maçon", "F1703"), ("macon", "F1703"), ("maçons", "F1703"), ("maçonne", "F1703"), ("mason", "F1703"),
        ("Maçon(ne)", "F1703"), ("peintres", "F1606"), ("pein", "F1606"), ("peinter", "F1606"),
        ("peintre en batiment", "F1606"), ("électricienne", "F1602"), ("elec", "F1602"), ("vigil", "K2503"),
        ("conductrice de pelle", "F1302"), ("agents de nettoyage", "K2204"), ("agent·e d'accueil", "M1601"),
        ("cuisinière", "G1602"), ("carriste", "N1101"), ("manoeuvre", "F1704"), ("couvreur h/f", "F1610"),
        ("nettoyage bureaux", "K2204"), ("livreur chauffeur", "N4105"), ("manutentionaire", "N1105"),
        ("f1703", "F1703"), ("Peinture en bâtiment", "F1606"), ("maçon confirmé", "F1703"),
    ],
)  # fmt: skip
def test_sure(text, code):
    assert codes(text) == [code]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("plaq", {"F1601", "F1604"}), ("menuisier", {"F1607", "H2206"}), ("ménage", {"K1304", "K2204"}),
        ("chauffeur", {"N4101", "N4102", "N4105"}), ("plombier électricien", {"F1602", "F1603"}),
    ],
)  # fmt: skip
def test_several_to_choose_from(text, expected):
    assert set(codes(text)) == expected


@pytest.mark.parametrize(
    "text",
    ["", "H/F", "ma",
     "chef de chantier", "peintre carrossier", "caviste", "coiffeur", "infirmière", "bonjour",
     "professeur", "serveuse", "comptable", "maître", "tailleur", "aide-soignante", "🏗️", "12", "x" * 5000],
)  # fmt: skip
def test_not_understood(text):
    assert codes(text) == []


@given(st.text(max_size=400), st.integers(1, 9))
def test_no_text_crashes_it(text, most):
    found = read_job(text, most)
    assert len(found) <= most
    assert len({match.code for match in found}) == len(found)
    assert all(match.code in CODES and match.name and match.label for match in found)


def test_a_search_is_quick():
    texts = [row["name"][:-1] + "x" for row in NAMES[:100]] + ["agent", "a b c d e f g h", "chef de rang"]
    read_job("maçon")
    started = time.perf_counter()
    for text in texts:
        assert len(read_job(text)) <= MOST
    assert (time.perf_counter() - started) / len(texts) < 0.05
