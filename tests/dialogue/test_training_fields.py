"""Who takes part in a training, from when to when, how many hours: as people tap and write it."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from bot.dialogue.answers import Candidate, Context, NotUnderstood, Partial, Reading, Understood
from bot.dialogue.journey.trainings.fields import PROPOSED, FirstDay, LastDay, People, TrainingHours
from bot.dialogue.journey.trainings.steps import answers_of, course_of
from bot.rules.trainings import MOST_PEOPLE
from bot.store.trainings import Course

TODAY = date(2026, 11, 22)
FIELD = People()
KNOWN: dict[str, dict[str, Any]] = {
    name: {"id": number, "reference": f"C-2026-{number:04d}", "name": name}
    for number, name in enumerate(("DUPONT Marie", "DUPONT Ali", "PETIT Zoé", "NEUF Ada"), start=1)
}
MARIE, ALI, ZOE, ADA = KNOWN.values()
MANY = [{"id": n, "reference": f"C-2026-{n:04d}", "name": f"X{n}"} for n in range(100, 100 + MOST_PEOPLE)]


def look(_kind: str, text: str) -> tuple[Candidate, ...]:
    """Names that hold every word typed; the likely ones are the last two."""
    if not text:
        return tuple(Candidate(one["name"], one) for one in (ZOE, ADA))
    said = set(text.lower().split())
    return tuple(Candidate(n, one) for n, one in KNOWN.items() if said <= set(n.lower().split()))


def context(partial: Any = None, **answers: Any) -> Context:
    return Context(TODAY, "fr", answers, partial, look)


def people(reading: Reading) -> list[dict[str, Any]]:
    assert isinstance(reading, Partial), reading
    found: list[dict[str, Any]] = reading.value["people"]
    return found


def test_people_are_typed_with_commas_or_one_after_the_other() -> None:
    first = FIELD.read("Petit, Neuf Ada", context())
    assert people(first) == [ZOE, ADA]
    assert isinstance(first, Partial)
    more = FIELD.read("dupont marie", context(first.value))
    assert people(more) == [ZOE, ADA, MARIE]
    assert people(FIELD.read("DUPONT, Marie", context())) == [MARIE], "one person, written with a comma"
    assert people(FIELD.read("petit", context(first.value))) == [ZOE, ADA], "nobody is there twice"


def test_a_name_that_several_have_is_asked_about_and_the_others_are_kept() -> None:
    reading = FIELD.read("Petit ; Dupont ; Neuf", context())
    assert people(reading) == [ZOE]
    assert isinstance(reading, Partial)
    now = context(reading.value)
    told = str(FIELD.progress(now))
    assert "Dupont" in told
    assert "Neuf" in told, "what was not read yet is said"
    assert [option.code for option in FIELD.options(now)] == ["out:3", "add:1", "add:2", "end"]
    assert people(FIELD.choose("add:2", now)) == [ZOE, ALI]
    assert isinstance(FIELD.choose("add:4711", now), NotUnderstood)


def test_an_unknown_name_loses_nothing() -> None:
    reading = FIELD.read("Petit, Inconnu, Neuf", context())
    assert people(reading) == [ZOE]
    assert isinstance(reading, Partial)
    assert "Inconnu" in str(FIELD.progress(context(reading.value)))
    assert isinstance(FIELD.read("Inconnu", context()), NotUnderstood)
    assert isinstance(FIELD.read("", context()), NotUnderstood)


def test_who_is_proposed_is_ticked_and_can_be_unticked() -> None:
    now = context(**{PROPOSED: [MARIE, ZOE]})
    labels = [option.label for option in FIELD.options(now)]
    assert labels == [
        "✓ C-2026-0001 · DUPONT Marie", "✓ C-2026-0003 · PETIT Zoé", "C-2026-0004 · NEUF Ada", "C’est tout",
    ]  # fmt: skip
    assert people(FIELD.choose("out:1", now)) == [ZOE]
    assert FIELD.choose("end", now) == Understood([MARIE, ZOE])
    assert people(FIELD.read("neuf", now)) == [MARIE, ZOE, ADA]
    none = context({"people": [], "said": "", "choices": [], "unread": ""}, **{PROPOSED: [MARIE]})
    assert isinstance(FIELD.choose("end", none), NotUnderstood), "who was taken out stays out"


def test_twelve_people_at_most() -> None:
    full = {"people": MANY, "said": "", "choices": [], "unread": ""}
    assert len(FIELD.options(context(full))) == MOST_PEOPLE + 1, "nobody else is offered"
    assert isinstance(FIELD.read("petit", context(full)), NotUnderstood)
    assert FIELD.choose("end", context(full)) == Understood(MANY)


@pytest.mark.parametrize(
    ("text", "meant"),
    [("le 5 janvier", "2027-01-05/day"), ("05/01/27", "2027-01-05/day"), ("mars 2027", None)],
)
def test_the_first_day_is_exact(text: str, meant: str | None) -> None:
    reading = FirstDay().read(text, context())
    assert reading == Understood(meant) if meant else isinstance(reading, NotUnderstood)


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("le 9 janvier", "2027-01-09/day"),
        ("le 9", "2027-01-09/day"),
        ("le même jour", "2027-01-05/day"),
        ("05/01/27", "2027-01-05/day"),
        ("04/01/2027", None),
        ("janvier 2027", None),
        ("¤", None),
    ],
)
def test_the_last_day_is_never_before_the_first(text: str, meant: str | None) -> None:
    reading = LastDay().read(text, context(start="2027-01-05/day"))
    assert reading == Understood(meant) if meant else isinstance(reading, NotUnderstood)


def test_the_likely_last_days_and_the_calendar() -> None:
    field, now = LastDay(), context(start="2027-01-05/day")
    labels = [option.label for option in field.options(now)]
    assert labels == ["5 janvier 2027", "8 janvier 2027", "15 janvier 2027", "Calendrier"]
    assert field.choose("day:2027-01-06", now) == Understood("2027-01-06/day")
    assert isinstance(field.choose("day:2027-01-04", now), NotUnderstood)
    assert field.choose("month:2027-02", now) == Partial("2027-02-01")


@pytest.mark.parametrize(
    ("text", "hours"),
    [
        ("35", "35"), ("35 h", "35"), ("17,5 heures", "17.5"), ("10h30", "10.5"), ("48 hours", "48"),
        ("0", None), ("49", None), ("-3", None), ("trente", None), ("10h75", None), ("1 200 h", None),
    ],
)  # fmt: skip
def test_hours_within_what_a_week_can_hold(text: str, hours: str | None) -> None:
    now = context(start="2027-01-04/day", end="2027-01-08/day")
    reading = TrainingHours().read(text, now)
    assert reading == Understood(hours) if hours else isinstance(reading, NotUnderstood)


def test_hours_of_a_long_training_and_their_buttons() -> None:
    long = context(start="2027-01-04/day", end="2027-12-17/day")
    assert TrainingHours().read("1 200 h", long) == Understood("1200")
    day = context(start="2027-01-04/day", end="2027-01-04/day")
    assert [option.code for option in TrainingHours().options(day)] == ["7"]


@pytest.mark.parametrize("requirement", [None, 2])
@pytest.mark.parametrize("certifying", [True, False])
def test_answers_say_the_training(requirement: int | None, *, certifying: bool) -> None:
    said = Course(
        "CACES", "before", TODAY, TODAY, Decimal("17.5"), "AFPA", certifying,
        requirement if certifying else None,
    )  # fmt: skip
    assert course_of(answers_of(said)) == said
