"""The first and the last day of a period, as people type them."""

from datetime import date
from typing import Any

import pytest

from bot.dialogue.answers import Context, NotUnderstood, Understood
from bot.dialogue.bounds import Bound, LastBound, last_day, period_of
from bot.dialogue.readers.when import Grain, When

TODAY = date(2026, 11, 22)


def reads(field: Bound, text: str, **answers: Any) -> When | None:
    reading = field.read(text, Context(TODAY, "fr", answers))
    return When.from_json(reading.value) if isinstance(reading, Understood) else None


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("mars", "2026-03-01", "2026-03-31"),
        ("mars 2027", "2027-03-01", "2027-03-31"),
        ("février 2028", "2028-02-01", "2028-02-29"),
        ("T1", "2026-01-01", "2026-03-31"),
        ("T4 2025", "2025-10-01", "2025-12-31"),
        ("S2 2025", "2025-07-01", "2025-12-31"),
        ("S1 2025", "2025-01-01", "2025-06-30"),
        ("2025", "2025-01-01", "2025-12-31"),
        ("15/03/26", "2026-03-15", "2026-03-15"),
        ("17/11", "2026-11-17", "2026-11-17"),
        ("31 décembre", "2025-12-31", "2025-12-31"),
        ("début avril", "2026-04-01", "2026-04-10"),
        ("mi-avril", "2026-04-11", "2026-04-20"),
        ("fin avril 2025", "2025-04-21", "2025-04-30"),
        ("rentrée 2025", "2025-09-01", "2025-09-30"),
        ("hier", "2026-11-21", "2026-11-21"),
        ("semaine 40", "2026-09-28", "2026-10-04"),
        ("semaine 40 2027", "2027-10-04", "2027-10-10"),
        ("semaine 47", "2026-11-16", "2026-11-22"),
        ("semaine 50", "2025-12-08", "2025-12-14"),
        ("semaine 53", "2020-12-28", "2021-01-03"),
        ("semaine prochaine", "2026-11-23", "2026-11-29"),
        ("29 février", "2024-02-29", "2024-02-29"),
        ("29/02", "2024-02-29", "2024-02-29"),
    ],
)
def test_what_is_meant_and_where_it_ends(text: str, first: str, last: str) -> None:
    when = reads(Bound(), text)
    assert when is not None, text
    assert (when.day.isoformat(), last_day(when).isoformat()) == (first, last)


def test_a_week_and_the_parts_of_a_year_end() -> None:
    ends = {
        Grain.WEEK: (date(2026, 11, 16), date(2026, 11, 22)),
        Grain.YEAR_EARLY: (date(2026, 1, 1), date(2026, 1, 31)),
        Grain.YEAR_MID: (date(2026, 6, 1), date(2026, 6, 30)),
        Grain.YEAR_LATE: (date(2026, 11, 1), date(2026, 12, 31)),
    }
    assert {grain: last_day(When(first, grain)) for grain, (first, _) in ends.items()} == {
        grain: last for grain, (_, last) in ends.items()
    }


@pytest.mark.parametrize("text", ["", "bientôt", "1999", "2100", "31/02/2026"])
def test_what_is_no_date_of_this_century_is_asked_again(text: str) -> None:
    assert reads(Bound(), text) is None


@pytest.mark.parametrize(
    ("today", "text", "first"),
    [
        (date(2028, 1, 10), "semaine 40", "2027-10-04/week"),
        (date(2028, 1, 10), "semaine 53", "2026-12-28/week"),
        (date(2028, 1, 10), "29 février", "2024-02-29/day"),
        (date(2028, 1, 10), "29 février prochain", "2028-02-29/day"),
        (date(2028, 2, 29), "29 février", "2028-02-29/day"),
        (date(2028, 3, 5), "29 février", "2028-02-29/day"),
        (date(2031, 6, 1), "29/02", "2028-02-29/day"),
    ],
)
def test_what_not_every_year_has_is_the_latest_one(today: date, text: str, first: str) -> None:
    assert Bound().read(text, Context(today, "fr")) == Understood(first)


@pytest.mark.parametrize("text", ["29 février prochain", "29/02/2027", "semaine 54", "30 février"])
def test_what_is_not_there_is_asked_again(text: str) -> None:
    assert reads(Bound(), text) is None


def test_the_end_comes_after_the_beginning() -> None:
    june = "2026-06-01/month"
    refused = LastBound().read("mai 2026", Context(TODAY, "fr", {"first": june}))
    assert isinstance(refused, NotUnderstood)
    assert refused.values == {"when": "juin 2026"}
    chosen = LastBound().choose("day:2026-05-31", Context(TODAY, "fr", {"first": june}))
    assert isinstance(chosen, NotUnderstood)
    assert reads(LastBound(), "juin 2026", first=june) == When(date(2026, 6, 1), Grain.MONTH)
    assert reads(LastBound(), "2026", first=june) == When(date(2026, 1, 1), Grain.YEAR)


def test_the_end_may_be_later_in_the_year_that_began() -> None:
    """Said after "janvier", "décembre" ends that year; otherwise it is the last one gone by."""
    january, december = "2026-01-01/month", When(date(2026, 12, 1), Grain.MONTH)
    assert reads(LastBound(), "décembre", first=january) == december
    assert reads(LastBound(), "décembre", first="2025-06-01/month") == When(date(2025, 12, 1), Grain.MONTH)
    assert reads(LastBound(), "31 décembre", first=january) == When(date(2026, 12, 31), Grain.DAY)
    assert reads(LastBound(), "mai", first="2026-06-01/month") is None


def test_what_is_offered_can_be_chosen() -> None:
    firsts = ("2026-06-01/month", "2026-06-15/day", "2027-01-01/quarter", "2027-01-01/day")
    for field, answers in ((Bound(), {}), *((LastBound(), {"first": first}) for first in firsts)):
        context = Context(TODAY, "fr", answers)
        *near, calendar = field.options(context)
        assert calendar.label == "Calendrier"
        assert all(isinstance(field.choose(one.code, context), Understood) for one in near)


def test_two_bounds_make_a_period() -> None:
    period = period_of({"first": "2026-03-01/month", "last": "2026-04-01/quarter"})
    assert (period.first, period.last) == (date(2026, 3, 1), date(2026, 6, 30))
