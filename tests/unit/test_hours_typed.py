"""Hours as people type them for a person of the sheet."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.dialogue.journey.hours.typed import Said, hours_in, negative, said_in
from bot.dialogue.readers.hours import read_hours


@pytest.mark.parametrize(
    ("line", "who", "hours"),
    [
        ("Dupont 120", "Dupont", "120"),
        ("C-2027-0108 120", "C-2027-0108", "120"),
        ("P-2027-0009 : 120,5", "P-2027-0009", "120.5"),
        ("Petit Ali 17 h 30", "Petit Ali", "17.5"),
        ("Petit Ali 120 heures", "Petit Ali", "120"),
        ("Petit Ali = 120 h", "Petit Ali", "120"),
        ("Petit aucune heure", "Petit", "0"),
        ("Petit : rien", "Petit", "0"),
        ("Petit 0", "Petit", "0"),
        ("Dupont cent vingt", "Dupont", "120"),
        ("120", "", "120"),
        ("aucune heure", "", "0"),
    ],
)
def test_who_and_how_many(line: str, who: str, hours: str) -> None:
    assert said_in(line) == Said(who, Decimal(hours))


@pytest.mark.parametrize(
    "line", ["", "Dupont", "bonjour à tous", "120 Dupont", "Dupont beaucoup", "C-2027-0108"]
)
def test_in_doubt_nothing_is_understood(line: str) -> None:
    assert said_in(line) is None


@pytest.mark.parametrize("text", ["120,30", "1.200", "120 par semaine", "35 h/s", "1e3", "--"])
def test_ambiguous_hours_are_not_hours(text: str) -> None:
    assert hours_in(text) is None


@pytest.mark.parametrize(
    ("text", "below"),
    [
        ("Petit -3", True),
        ("-12", True),
        ("Petit − 3 h", True),
        ("Petit 3", False),
        ("Jean-3", False),
        ("C-2027-0108", False),
    ],
)
def test_below_zero(text: str, below: bool) -> None:
    assert negative(text) is below


@given(st.integers(0, 21257))
def test_hours_to_the_hundredth(cents: int) -> None:
    whole, rest = divmod(cents, 100)
    found = read_hours(f"{whole},{rest:02d}" if rest else str(whole))
    assert found == (None if rest in (15, 30, 45) else Decimal(cents) / 100)


@given(st.text(max_size=200))
def test_whatever_is_typed(text: str) -> None:
    said = said_in(text)
    assert said is None or said.hours >= 0
    assert negative(text) in (True, False)
