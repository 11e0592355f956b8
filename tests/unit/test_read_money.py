"""Amounts and durations written in many ways are read back; two of them on one line are not."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.dialogue.readers.durations import read_months
from bot.dialogue.readers.money import read_amount

euros = st.integers(10_000, 99_999_999)
joints = st.sampled_from([" ou ", " à ", " - ", "-", "/", " + ", " et ", " x "])


def grouped(value: int, sep: str) -> str:
    return f"{value:,}".replace(",", sep)


def written(value: int) -> list[str]:
    return [
        f"{value} €",
        f"{value}€ HT",
        f"{grouped(value, ' ')} €",
        f"{grouped(value, chr(0x202F))} euros",
        f"{grouped(value, chr(0xA0))} EUR hors taxes",
        f"{grouped(value, '.')} €",
        f"{grouped(value, '.')},00 €",
        f"{grouped(value, ',')} €",
        f"environ {grouped(value, ' ')} euros",
        f"€ {value}",
    ]


@given(euros)
def test_euros_read_back(value):
    for text in written(value):
        assert read_amount(text) == value, text


@given(st.integers(0, 99_999), st.integers(0, 99))
def test_cents_read_back(value, cents):
    expected = Decimal(value) + Decimal(cents) / 100
    assert read_amount(f"{value},{cents:02} €") == (expected or None)


@given(st.integers(1, 9_999))
def test_thousands_read_back(value):
    for text in (
        f"{value}k",
        f"{value} k€",
        f"{value}K€ HT",
        f"{value} keuros",
        f"{value} mille euros",
        f"€{value}k",
    ):
        assert read_amount(text) == value * 1000, text


@given(st.integers(0, 99), st.integers(1, 99))
def test_millions_read_back(whole, hundredths):
    expected = whole * 1_000_000 + hundredths * 10_000
    for unit in ("M€", "M", " M€ HT", " millions d'euros", " meur", " MEUR"):
        assert read_amount(f"{whole},{hundredths:02}{unit}") == expected


@given(euros, euros, joints)
def test_two_amounts_are_none(one, other, joint):
    for left, right in zip(written(one), written(other), strict=True):
        assert read_amount(left + joint + right) is None


@given(
    euros,
    st.sampled_from(["TTC", "par an", "/an", "/mois", "max", "$", "CHF", "ou plus", "par lot", "%", "/ m²"]),
)
def test_another_kind_of_amount_is_none(value, word):
    for text in written(value):
        assert read_amount(f"{text} {word}") is None


@given(euros, st.sampled_from(["-", "moins de ", "plus de ", "jusqu'à ", "max ", "< ", "entre "]))
def test_a_bound_is_none(value, word):
    for text in written(value):
        assert read_amount(word + text) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [("0,01 €", "0.01"), ("10 milliards", "10000000000"), ("10 000 000 001 €", None), ("0,001 M€", "1000")],
)
def test_bounds(text, expected):
    assert read_amount(text) == (Decimal(expected) if expected else None)


@given(st.integers(1, 600))
def test_months_read_back(months):
    years, rest = divmod(months, 12)
    texts = [f"{months} mois", f"{months}m", f"durée : {months} mois", f"environ {months} months"]
    if years and rest:
        texts += [
            f"{years} ans {rest} mois",
            f"{years} an et {rest} mois",
            f"{years} years and {rest} months",
        ]
    for text in texts:
        assert read_months(text) == months, text


@given(st.integers(1, 50), st.integers(1, 50), joints, st.sampled_from(["mois", "ans", "jours", "semaines"]))
def test_two_durations_are_none(one, other, joint, unit):
    assert read_months(f"{one}{joint}{other} {unit}") is None
    if joint != " et ":
        assert read_months(f"{one} {unit}{joint}{other} {unit}") is None


@given(
    st.integers(1, 50),
    st.sampled_from(["renouvelable", "reconductible 3 fois", "max", "ouvrés", "par an", "?"]),
)
def test_another_kind_of_duration_is_none(count, word):
    for unit in ("mois", "ans", "jours"):
        assert read_months(f"{count} {unit} {word}") is None


@given(st.integers(1, 200))
def test_weeks_and_days(count):
    assert read_months(f"{count} semaines") == Decimal(count) / 4
    assert float(read_months(f"{count} jours")) == pytest.approx(count / 30)
