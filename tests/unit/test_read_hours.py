"""Weekly hours as people write them."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.dialogue.readers.hours import read_weekly_hours

PIECES = ("35", "17", ",", ".", "h", "30", "heures", "semaine", "par", "/")


@pytest.mark.parametrize(
    ("text", "hours"),
    [
        ("35", "35"),
        ("35h", "35"),
        ("35 heures par semaine", "35"),
        ("35h/semaine", "35"),
        ("35 h hebdo", "35"),
        ("temps plein 35h", "35"),
        ("trente-cinq heures", "35"),
        ("35 hours a week", "35"),
        ("17,5", "17.5"),
        ("17.5 h", "17.5"),
        ("17h30", "17.5"),
        ("17 h 30", "17.5"),
        ("17 heures 30 minutes", "17.5"),
        ("28,8h", "28.8"),
        ("17h20", "17.33"),
        ("1", "1"),
        ("48 h", "48"),
    ],
)
def test_what_is_sure_is_read(text: str, hours: str) -> None:
    assert read_weekly_hours(text) == Decimal(hours)


@pytest.mark.parametrize(
    "text",
    [
        "", "0", "49", "48,5", "151,67", "35 ou 39", "35 à 39", "35-39", "17,30", "35.15", "7h par jour",
        "151 h par mois", "17h60", "17,5h30", "temps plein", "mi-temps", "35 €", "-35", "35 37", "35 ans",
    ],
)  # fmt: skip
def test_what_is_not_sure_is_asked_again(text: str) -> None:
    assert read_weekly_hours(text) is None


@given(st.text(max_size=60) | st.lists(st.sampled_from(PIECES)).map(" ".join))
def test_whatever_is_typed_stays_in_bounds(text: str) -> None:
    hours = read_weekly_hours(text)
    assert hours is None or (1 <= hours <= 48 and hours == round(hours, 2))
