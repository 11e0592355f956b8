"""The day something happened: exact, never to come, the latest one when no year is said."""

from datetime import date

import pytest

from bot.dialogue.answers import Context, NotUnderstood, Understood
from bot.dialogue.fields import Happened

CONTEXT = Context(date(2026, 11, 22), "fr")


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("aujourd'hui", "2026-11-22"),
        ("hier", "2026-11-21"),
        ("12/11", "2026-11-12"),
        ("le 3 décembre", "2025-12-03"),
        ("12/11/2026", "2026-11-12"),
        ("22 novembre", "2026-11-22"),
        ("mercredi 18 novembre", "2026-11-18"),
        ("15/03/26", "2026-03-15"),
    ],
)
def test_what_is_understood(text: str, day: str) -> None:
    assert Happened().read(text, CONTEXT) == Understood(f"{day}/day")


@pytest.mark.parametrize(
    "text", ["demain", "12/11/2027", "dans 3 jours", "mars 2026", "bientôt", "lundi prochain", "x" * 4000, ""]
)
def test_what_is_refused(text: str) -> None:
    assert isinstance(Happened().read(text, CONTEXT), NotUnderstood)


def test_a_day_to_come_on_the_calendar_is_refused() -> None:
    assert isinstance(Happened().choose("day:2026-12-01", CONTEXT), NotUnderstood)
    assert Happened().choose("day:2026-11-01", CONTEXT) == Understood("2026-11-01/day")
