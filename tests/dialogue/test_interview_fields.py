"""When and how an interview was held, as people tap and write it."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.dialogue.answers import Context, NotUnderstood, Partial, Understood
from bot.dialogue.journey.interviews.fields import HeldOn

SUNDAY = date(2026, 11, 22)
FIELD = HeldOn()


def context(partial: Any = None, today: date = SUNDAY) -> Context:
    return Context(today, "fr", partial=partial)


@pytest.mark.parametrize(
    ("text", "on", "kind"),
    [
        ("hier au téléphone", "2026-11-21", "phone"),
        ("le 12 au bureau", "2026-11-12", "office"),
        ("Aujourd’hui, sur site", "2026-11-22", "site"),
        ("par téléphone hier", "2026-11-21", "phone"),
        ("Entretien téléphonique ce matin", "2026-11-22", "phone"),
        ("lundi sur le chantier", "2026-11-16", "site"),
        ("lundi dernier au bureau", "2026-11-16", "office"),
        ("dimanche dernier au bureau", "2026-11-15", "office"),
        ("le 25 au bureau", "2026-10-25", "office"),
        ("jeudi 19, dans nos locaux", "2026-11-19", "office"),
        ("tel. 12/11", "2026-11-12", "phone"),
        ("20/11/26 au PLIE", "2026-11-20", "office"),
        ("avant-hier sur place", "2026-11-20", "site"),
        ("il y a 3 jours par téléphone", "2026-11-19", "phone"),
        ("hier soir au téléphone", "2026-11-21", "phone"),
        ("yesterday by phone", "2026-11-21", "phone"),
        ("at the office last friday", "2026-11-20", "office"),
        ("rdv le 1er à l’agence", "2026-11-01", "office"),
    ],
)
def test_a_day_and_a_form_in_one_line(text: str, on: str, kind: str) -> None:
    assert FIELD.read(text, context()) == Understood({"on": on, "kind": kind})


@pytest.mark.parametrize(
    ("text", "on"), [("hier", "2026-11-21"), ("le 12", "2026-11-12"), ("aujourd’hui", "2026-11-22")]
)
def test_a_day_alone_is_asked_its_form(text: str, on: str) -> None:
    assert FIELD.read(text, context()) == Partial({"on": on})
    now = context({"on": on})
    labels = [option.label for option in FIELD.options(now)]
    assert labels == ["Au bureau", "Par téléphone", "Sur site", "Un autre jour"]
    assert FIELD.choose("kind:phone", now) == Understood({"on": on, "kind": "phone"})
    assert FIELD.read("au téléphone", now) == Understood({"on": on, "kind": "phone"})
    assert FIELD.progress(now) is not None


def test_a_form_alone_is_asked_its_day() -> None:
    assert FIELD.read("par téléphone", context()) == Partial({"kind": "phone"})
    now = context({"kind": "phone"})
    assert [option.label for option in FIELD.options(now)] == ["Aujourd’hui", "Hier", "Un autre jour"]
    assert FIELD.choose("day:2026-11-21", now) == Understood({"on": "2026-11-21", "kind": "phone"})
    assert FIELD.read("le 12", now) == Understood({"on": "2026-11-12", "kind": "phone"})


@pytest.mark.parametrize(
    "text",
    [
        "demain au bureau", "le 30/11/2026 au bureau", "mars 2027 au bureau", "bientôt", "dimanche au bureau",
        "au bureau ou au téléphone", "¤", "", "vendredi 12 au bureau", "lundi mardi au bureau",
        "le 32 au bureau",
        "x" * 400, "semaine dernière au bureau",
    ],
)  # fmt: skip
def test_what_is_to_come_or_doubtful_is_not_understood(text: str) -> None:
    """ "dimanche" said on a Sunday: today, or a week ago?"""
    assert isinstance(FIELD.read(text, context()), NotUnderstood)


def test_the_first_buttons_are_today_in_each_form() -> None:
    labels = [option.label for option in FIELD.options(context())]
    assert labels == [
        "Aujourd’hui, au bureau", "Aujourd’hui, par téléphone", "Aujourd’hui, sur site", "Un autre jour",
    ]  # fmt: skip
    assert FIELD.choose("kind:site", context()) == Understood({"on": "2026-11-22", "kind": "site"})


def test_the_calendar_asks_the_form_and_refuses_what_is_to_come() -> None:
    assert FIELD.choose("month:2026-10", context()) == Partial({"month": "2026-10-01"})
    shown = context({"month": "2026-10-01"})
    codes = [option.code for option in FIELD.options(shown)]
    assert "day:2026-10-12" in codes
    assert FIELD.choose("day:2026-10-12", shown) == Partial({"on": "2026-10-12"})
    assert FIELD.choose("close", shown) == Partial(None)
    assert isinstance(FIELD.choose("day:2026-11-23", context({"month": "2026-11-01"})), NotUnderstood)
    kept = context({"month": "2026-10-01", "kind": "phone"})
    assert FIELD.choose("day:2026-10-12", kept) == Understood({"on": "2026-10-12", "kind": "phone"})
    assert FIELD.choose("close", kept) == Partial({"kind": "phone"})


@given(text=st.text(max_size=60), today=st.dates(date(2026, 1, 1), date(2028, 12, 31)))
def test_never_a_day_to_come(text: str, today: date) -> None:
    reading = FIELD.read(text, context(today=today))
    if isinstance(reading, Understood | Partial):
        on = reading.value.get("on")
        assert on is None or date.fromisoformat(on) <= today


@given(
    number=st.integers(1, 31), today=st.dates(date(2026, 1, 1), date(2028, 12, 31)),
    kind=st.sampled_from(["au bureau", "par téléphone", "sur site"]),
)  # fmt: skip
def test_a_number_is_the_latest_such_day(number: int, today: date, kind: str) -> None:
    reading = FIELD.read(f"le {number} {kind}", context(today=today))
    assert isinstance(reading, Understood)
    found = date.fromisoformat(reading.value["on"])
    assert found.day == number
    assert 0 <= (today - found).days <= 62
