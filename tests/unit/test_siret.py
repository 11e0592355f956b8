"""SIRET numbers as people copy them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rules.siret import clean_siret, spaced

GOOD = "73282932000074"


@pytest.mark.parametrize(
    "typed",
    [
        GOOD,
        "732 829 320 00074",
        "732.829.320.00074",
        " 732\u00a0829\u202f320 00074 ",
        "SIRET : 732 829 320 00074",
        "siret 73282932000074",
        "N° SIRET 732 829 320 00074",
        "n°de siret: 73282932000074",
        "numéro de SIRET = 732-829-320-00074",
    ],
)
def test_a_siret_is_read_however_it_is_spaced(typed: str) -> None:
    assert clean_siret(typed) == GOOD


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "siret",
        "732829320",
        "7328293200007",
        "732829320000744",
        "73282932000075",
        "73282932000074 ou 73282932000082",
        "00000000000000",
        "FR 83 732829320",
        "Bâti Normandie",
        "٧٣٢٨٢٩٣٢٠٠٠٠٧٤",
        "7328293200007O",
    ],
)
def test_what_is_no_siret_is_refused(typed: str) -> None:
    assert clean_siret(typed) is None


def test_the_post_office_has_a_check_of_its_own() -> None:
    assert clean_siret("356 000 000 09075") == "35600000009075"
    assert clean_siret("356 000 000 09076") is None


def test_it_is_printed_in_groups() -> None:
    assert spaced(GOOD) == "732 829 320 00074"
    assert clean_siret(spaced(GOOD)) == GOOD


@given(st.text(max_size=40))
def test_whatever_is_typed_gives_fourteen_digits_or_nothing(text: str) -> None:
    found = clean_siret(text)
    assert found is None or (len(found) == 14 and found.isascii() and found.isdecimal())


@given(st.integers(0, 13), st.integers(1, 9))
def test_one_wrong_digit_is_seen(place: int, more: int) -> None:
    wrong = str((int(GOOD[place]) + more) % 10)
    assert clean_siret(GOOD[:place] + wrong + GOOD[place + 1 :]) is None
