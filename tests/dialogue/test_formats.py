"""Values as people write them."""

from datetime import UTC, date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from bot.dialogue import formats
from bot.dialogue.readers.when import Grain, When


def shown(text: str) -> str:
    return text.replace("\u00a0", " ").replace("\u202f", " ")


@pytest.mark.parametrize(
    ("euros", "french", "english"),
    [
        ("1200000", "1 200 000 €", "€1,200,000"),
        ("450.5", "450,50 €", "€450.50"),
        ("1E+6", "1 000 000 €", "€1,000,000"),
    ],
)
def test_money(euros: str, french: str, english: str) -> None:
    assert shown(formats.money(Decimal(euros), "fr")) == french
    assert formats.money(Decimal(euros), "en") == english


@pytest.mark.parametrize(
    ("euros", "french", "english"),
    [
        ("999", "999 €", "€999"),
        ("999.95", "1 k€", "€1K"),
        ("250000", "250 k€", "€250K"),
        ("999949", "999,9 k€", "€999.9K"),
        ("999950", "1 M€", "€1M"),
        ("999999.99", "1 M€", "€1M"),
        ("-999950", "-1 M€", "-€1M"),
        ("-2500000", "-2,5 M€", "-€2.5M"),
        ("999949999", "999,9 M€", "€999.9M"),
        ("999950000", "1 Md€", "€1B"),
    ],
)
def test_money_at_a_glance(euros: str, french: str, english: str) -> None:
    assert shown(formats.short_money(Decimal(euros), "fr")) == french
    assert formats.short_money(Decimal(euros), "en") == english


@pytest.mark.parametrize(
    ("day", "grain", "french", "english"),
    [
        (date(2027, 3, 15), Grain.DAY, "15 mars 2027", "15 March 2027"),
        (date(2027, 4, 1), Grain.DAY, "1er avril 2027", "1 April 2027"),
        (date(2027, 3, 15), Grain.WEEK, "semaine du 15 mars 2027", "week of 15 March 2027"),
        (date(2027, 3, 1), Grain.MONTH, "mars 2027", "March 2027"),
        (date(2027, 4, 1), Grain.EARLY, "début avril 2027", "early April 2027"),
        (date(2027, 4, 11), Grain.MID, "mi-avril 2027", "mid-April 2027"),
        (date(2027, 6, 21), Grain.LATE, "fin juin 2027", "end of June 2027"),
        (date(2027, 4, 1), Grain.QUARTER, "2e trimestre 2027", "2nd quarter 2027"),
        (date(2027, 1, 1), Grain.HALF, "1er semestre 2027", "first half of 2027"),
        (date(2027, 7, 1), Grain.HALF, "2e semestre 2027", "second half of 2027"),
        (date(2027, 1, 1), Grain.YEAR, "2027", "2027"),
        (date(2027, 1, 1), Grain.YEAR_EARLY, "début 2027", "early 2027"),
        (date(2027, 6, 1), Grain.YEAR_MID, "mi-2027", "mid-2027"),
        (date(2027, 11, 1), Grain.YEAR_LATE, "fin 2027", "end of 2027"),
        (date(2027, 9, 1), Grain.RENTREE, "rentrée 2027", "start of the school year 2027"),
    ],
)
def test_when_is_repeated_as_it_was_meant(day: date, grain: Grain, french: str, english: str) -> None:
    assert formats.when(When(day, grain), "fr") == french
    assert formats.when(When(day, grain), "en") == english


def test_every_grain_has_its_words() -> None:
    for grain in Grain:
        assert "2027" in formats.when(When(date(2027, 9, 1), grain), "fr")


@pytest.mark.parametrize(
    ("months", "french", "english"),
    [
        ("14", "14 mois", "14 months"), ("1", "1 mois", "1 month"), ("36", "36 mois", "36 months"),
        ("1.5", "6 semaines", "6 weeks"), ("0.25", "1 semaine", "1 week"),
        ("14.5", "14,5 mois", "14.5 months"),
        (str(Decimal(10) / 30), "10 jours", "10 days"), (str(Decimal(1) / 30), "1 jour", "1 day"),
        ("10", "10 mois", "10 months"),
    ],
)  # fmt: skip
def test_durations(months: str, french: str, english: str) -> None:
    assert formats.months(Decimal(months), "fr") == french
    assert formats.months(Decimal(months), "en") == english


@pytest.mark.parametrize(
    ("months", "french", "english"),
    [
        ("20.33", "20,3 mois", "20.3 months"), ("20.25", "20,3 mois", "20.3 months"),
        ("1.80", "1,8 mois", "1.8 months"), ("20.00", "20 mois", "20 months"), ("1", "1 mois", "1 month"),
    ],
)  # fmt: skip
def test_a_mean_is_told_in_months_to_the_tenth(months: str, french: str, english: str) -> None:
    assert formats.mean_months(Decimal(months), "fr") == french
    assert formats.mean_months(Decimal(months), "en") == english


@pytest.mark.parametrize(
    ("months", "french", "english"),
    [("0.25", "0,25 mois", "0.25 months"), ("3.88", "3,88 mois", "3.88 months"), ("1", "1 mois", "1 month")],
)
def test_a_table_has_all_in_months(months: str, french: str, english: str) -> None:
    assert formats.in_months(Decimal(months), "fr") == french
    assert formats.in_months(Decimal(months), "en") == english


@pytest.mark.parametrize(
    ("first", "last", "french", "english"),
    [
        ((2027, 1, 5), (2027, 1, 7), "du 5 au 7 janvier 2027", "from 5 to 7 January 2027"),
        ((2026, 3, 1), (2026, 9, 30), "du 1er mars au 30 septembre 2026",
         "from 1 March to 30 September 2026"),
        ((2026, 3, 1), (2026, 3, 31), "du 1er au 31 mars 2026", "from 1 to 31 March 2026"),
        ((2026, 10, 1), (2027, 10, 31), "du 1er octobre 2026 au 31 octobre 2027",
         "from 1 October 2026 to 31 October 2027"),
        ((2026, 10, 1), (2026, 10, 1), "1er octobre 2026", "1 October 2026"),
    ],
)  # fmt: skip
def test_what_two_days_share_is_said_once(
    first: tuple[int, int, int], last: tuple[int, int, int], french: str, english: str
) -> None:
    assert formats.days(date(*first), date(*last), "fr") == french
    assert formats.days(date(*first), date(*last), "en") == english


def test_a_moment_is_told_in_the_partners_time() -> None:
    moment = datetime(2027, 3, 31, 22, 30, tzinfo=UTC)
    assert formats.moment(moment, ZoneInfo("Europe/Paris"), "fr") == "1er avril 2027 à 00:30"
    assert formats.moment(moment, ZoneInfo("Europe/Paris"), "en") == "1 April 2027 at 00:30"


def test_numbers_are_grouped() -> None:
    assert shown(formats.number(12345, "fr")) == "12 345"
