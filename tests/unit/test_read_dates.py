"""Dates: grains, other days of the calendar, and the ways a date is written back and forth."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.dialogue.readers.dates import read_date
from bot.dialogue.readers.periods import add_months
from bot.dialogue.readers.when import Grain, When

SUNDAY = date(2026, 11, 22)
MONTHS_LINE = "janvier février mars avril mai juin juillet août septembre octobre novembre décembre"
MONTHS = MONTHS_LINE.split()
SHORT_LINE = "janv. févr. mars avr. mai juin juil. août sept. oct. nov. déc."
SHORT = SHORT_LINE.split()
DAYS_LINE = "lundi mardi mercredi jeudi vendredi samedi dimanche"
DAYS = DAYS_LINE.split()

days = st.dates(date(2000, 1, 1), date(2099, 12, 31))


@pytest.mark.parametrize(
    ("text", "day", "grain"),
    [
        ("15 mars 2027", date(2027, 3, 15), Grain.DAY),
        ("la semaine prochaine", date(2026, 11, 23), Grain.WEEK),
        ("mars 2027", date(2027, 3, 1), Grain.MONTH),
        ("courant mai", date(2027, 5, 1), Grain.MONTH),
        ("début avril", date(2027, 4, 1), Grain.EARLY),
        ("mi-mars 2027", date(2027, 3, 11), Grain.MID),
        ("fin juin 2027", date(2027, 6, 21), Grain.LATE),
        ("T2 2027", date(2027, 4, 1), Grain.QUARTER),
        ("S2 2027", date(2027, 7, 1), Grain.HALF),
        ("2027", date(2027, 1, 1), Grain.YEAR),
        ("début 2028", date(2028, 1, 1), Grain.YEAR_EARLY),
        ("mi-2027", date(2027, 6, 1), Grain.YEAR_MID),
        ("fin d'année", date(2026, 11, 1), Grain.YEAR_LATE),
        ("rentrée 2027", date(2027, 9, 1), Grain.RENTREE),
    ],
)
def test_grain_is_what_was_meant(text, day, grain):
    assert read_date(text, SUNDAY) == When(day, grain)


@pytest.mark.parametrize(
    ("today", "text", "expected"),
    [
        (date(2027, 3, 15), "mars", date(2027, 3, 1)),
        (date(2027, 3, 15), "15 mars", date(2027, 3, 15)),
        (date(2027, 3, 15), "14 mars", date(2028, 3, 14)),
        (date(2027, 3, 15), "mi-mars", date(2027, 3, 11)),
        (date(2027, 3, 15), "début mars", date(2028, 3, 1)),
        (date(2027, 3, 15), "mars prochain", None),
        (date(2027, 3, 15), "fin du mois", date(2027, 3, 21)),
        (date(2027, 3, 15), "début du mois", None),
        (date(2027, 3, 15), "T1", date(2027, 1, 1)),
        (date(2027, 3, 15), "S1", date(2027, 1, 1)),
        (date(2027, 3, 15), "rentrée", date(2027, 9, 1)),
        (date(2027, 3, 15), "fin d'année", date(2027, 11, 1)),
        (date(2027, 3, 17), "vendredi prochain", None),
        (date(2027, 3, 17), "lundi prochain", date(2027, 3, 22)),
        (date(2027, 3, 17), "vendredi", date(2027, 3, 19)),
        (date(2027, 3, 17), "mercredi", None),
        (date(2027, 9, 10), "la rentrée prochaine", None),
        (date(2027, 12, 31), "demain", date(2028, 1, 1)),
        (date(2027, 12, 31), "le mois prochain", date(2028, 1, 1)),
        (date(2027, 12, 31), "le trimestre prochain", date(2028, 1, 1)),
        (date(2027, 12, 31), "dans 2 mois", date(2028, 2, 29)),
        (date(2027, 1, 31), "dans un mois", date(2027, 2, 28)),
        (date(2027, 1, 31), "le 30", date(2027, 3, 30)),
        (date(2028, 2, 1), "29 février", date(2028, 2, 29)),
        (date(2028, 3, 1), "29 février", None),
        (date(2099, 12, 31), "dans 2 ans", None),
    ],
)
def test_other_days(today, text, expected):
    read = read_date(text, today)
    assert (read.day if read else None) == expected


def written(day: date) -> list[str]:
    month, weekday = MONTHS[day.month - 1], DAYS[day.weekday()]
    return [
        day.isoformat(),
        f"{day:%d/%m/%Y}",
        f"{day:%d.%m.%Y}",
        f"{day:%d-%m-%y}",
        f"{day.day}/{day.month}/{day:%y}",
        f"{day:%d%m%Y}",
        f"{day.day} {month} {day.year}",
        f"le {day.day} {month} {day:%y}",
        f"{weekday} {day.day} {month.upper()} {day.year}.",
        f"à partir du {day.day}{'er' if day.day == 1 else ''} {month} {day.year}",
        f"{day.day:02} {SHORT[day.month - 1]} {day.year}",
        f"{day.day:02}-{SHORT[day.month - 1].rstrip('.')}-{day:%y}",
    ]


@given(days, days)
def test_written_in_french_and_read_back(day, today):
    for text in written(day):
        assert read_date(text, today) == When(day, Grain.DAY), text


@given(days)
def test_without_a_year_it_is_the_next_one(today):
    for ahead in (0, 1, 40, 200, 364):
        day = today + timedelta(ahead)
        if (day.day, day.month) != (29, 2) and day.year < 2100:
            assert read_date(f"{day.day} {MONTHS[day.month - 1]}", today) == When(day, Grain.DAY)


@given(days, days, st.sampled_from([" ou ", " à ", " - ", " et ", ", ", " au ", " puis ", "/", " or ", " "]))
def test_two_dates_are_none(one, other, joint):
    for left, right in zip(written(one), written(other), strict=True):
        assert read_date(left + joint + right, SUNDAY) is None


@given(
    days,
    st.sampled_from(
        [
            "avant ",
            "pas avant ",
            "après ",
            "jusqu'au ",
            "au plus tard ",
            "sauf ",
            "depuis ",
            "d'ici ",
            "fin : ",
            "pas ",
        ]
    ),
)
def test_a_bound_is_none(day, bound):
    for text in written(day):
        assert read_date(bound + text, SUNDAY) is None


@given(days, st.sampled_from(list(Grain)))
def test_json_round_trip(day, grain):
    when = When(day, grain)
    assert When.from_json(when.to_json()) == when


@pytest.mark.parametrize(
    "text", ["", "2027-06-21", "2027-06-21/", "2027-06-31/day", "late/2027-06-21", "x/day"]
)
def test_json_of_nothing_we_wrote(text):
    with pytest.raises(ValueError, match=r".+"):
        When.from_json(text)


@given(days, st.integers(-600, 600))
def test_months_are_added_within_the_month(day, months):
    added = add_months(day, months)
    assert (added.year * 12 + added.month) - (day.year * 12 + day.month) == months
    assert added.day == day.day or (added + timedelta(1)).day == 1
