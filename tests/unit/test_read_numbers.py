"""Number words: every number has one reading, and two numbers side by side never make a third."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.dialogue.readers.fold import tokens
from bot.dialogue.readers.numbers import HOURS, YEARS, read_whole_number, spelled

UNITS_LINE = (
    "zéro un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize "
    "dix-sept dix-huit dix-neuf"
)
UNITS = UNITS_LINE.split()
TENS = {
    2: "vingt",
    3: "trente",
    4: "quarante",
    5: "cinquante",
    6: "soixante",
    7: "soixante",
    8: "quatre-vingt",
}


def below_hundred(value: int) -> str:
    if value < 20:
        return UNITS[value]
    ten, unit = divmod(value, 10)
    if ten in (7, 9):
        ten, unit = ten - 1, unit + 10
    if unit == 0:
        return TENS[ten] + ("s" if ten == 8 else "")
    link = " et " if unit in (1, 11) and ten != 8 else "-"
    return TENS[ten] + link + UNITS[unit]


def in_french(value: int) -> str:
    thousands, below = divmod(value, 1000)
    hundreds, rest = divmod(below, 100)
    parts = []
    if thousands:
        parts.append(
            "mille" if thousands == 1 else in_french(thousands).replace("vingts", "vingt") + " mille"
        )
    if hundreds:
        parts.append("cent" if hundreds == 1 else UNITS[hundreds] + (" cent" if rest else " cents"))
    if rest or not parts:
        parts.append(below_hundred(rest))
    return " ".join(parts)


@given(st.integers(0, 999_999))
def test_every_number_is_read_back(value):
    for text in (in_french(value), in_french(value).replace("-", " "), in_french(value).replace(" ", "-")):
        assert spelled(tokens(text)) == [f"#{value}"]


@given(st.integers(2, 16), st.integers(2, 16))
def test_two_small_numbers_stay_two(one, other):
    joined = spelled(tokens(f"{UNITS[one]} {UNITS[other]}"))
    if one == 10 and other in (7, 8, 9):
        assert joined == [f"#{10 + other}"]
    else:
        assert joined == [f"#{one}", f"#{other}"]


@given(st.integers(1, 99), st.integers(1, 99))
def test_two_round_thousands_stay_two(one, other):
    read = spelled(tokens(f"{in_french(one)} mille {in_french(other)} mille"))
    assert len(read) >= 2


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("3", 3),
        (" 3 ", 3),
        ("03", 3),
        ("trois", 3),
        ("Trois.", 3),
        ("3 postes", 3),
        ("une personne", 1),
        ("un seul poste", 1),
        ("vingt-deux", 22),
        ("three", 3),
        ("2 people", 2),
        ("aucun", 0),
        ("zéro", 0),
        ("99", 99),
        ("quatorzes", 14),
    ],
)
def test_whole_number(text, expected):
    assert read_whole_number(text, 0, 99) == expected


@pytest.mark.parametrize(
    "text",
    ["", "100", "-3", "3,5", "3.5", "2-3", "2 ou 3", "2 à 3", "deux trois", "environ 3",
     "3 maçons et 2 peintres",
     "plus de 3", "3+", "3e", "n° 3", "3 ans", "35h", "x", "postes", "3 4", "½", "٣", "9" * 400],
)  # fmt: skip
def test_no_whole_number(text):
    assert read_whole_number(text, 0, 99) is None


def test_nouns_are_those_of_the_question():
    assert read_whole_number("35h", 1, 48, HOURS) == 35
    assert read_whole_number("35 heures", 1, 48, HOURS) == 35
    assert read_whole_number("5 ans", 0, 60, YEARS) == 5
    assert read_whole_number("5 ans", 0, 60, HOURS) is None
    assert read_whole_number("35h30", 1, 48, HOURS) is None
    assert read_whole_number("1 500", 1, 9999) == 1500
