"""Every field: what it reads, offers and shows, in both languages."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from demo_form import CONTEXTS, FILLED, FORM, TODAY
from limits import assert_fits, plain

from bot.dialogue import fields
from bot.dialogue.answers import Context, NotUnderstood, Option, Partial, Several, Understood
from bot.dialogue.cards import Card
from bot.dialogue.days import Day, recent
from bot.dialogue.field import Field, by_length
from bot.dialogue.fields import Choice, CommentOrDocument, Commune, Lots, Money, Text, Toggles, WholeNumber
from bot.dialogue.form import Step
from bot.dialogue.translations import LANGUAGES, translate

FR = CONTEXTS["fr"]


def every_step() -> Iterator[Any]:
    for language in LANGUAGES:
        for step in FORM.steps:
            yield pytest.param(step, language, id=f"{step.name}-{language}")


@pytest.mark.parametrize(("step", "language"), list(every_step()))
def test_every_field_renders(step: Step, language: str) -> None:
    context = Context(TODAY, language, partial=step.field.begin(None))
    assert plain(translate(language, step.field.hint))
    assert_fits(Card(step.field.show(FILLED[step.name], language)))
    for row in step.field.rows(context):
        assert 1 <= len(row) <= 2
        for option in row:
            assert len(option.code.encode()) <= 40
            reading = step.field.choose(option.code, context)
            assert isinstance(reading, Understood | Partial | NotUnderstood)
            if isinstance(reading, Understood):
                assert_fits(Card(step.field.show(reading.value, language)))


@pytest.mark.parametrize("step", FORM.steps, ids=lambda step: step.name)
def test_values_survive_json(step: Step) -> None:
    value = json.loads(json.dumps(FILLED[step.name]))
    assert step.field.fits(value)
    assert step.field.show(value, "fr") == step.field.show(FILLED[step.name], "fr")
    assert not step.field.fits(object())


@pytest.mark.parametrize(
    ("field", "text", "value", "shown"),
    [
        (Text(3), "  École <b>\r\nneuve\x00 ", "École <b>\nneuve", "École <b>\nneuve"),
        (WholeNumber(1, 99), "trois postes", 3, "3"),
        (Money(), "1,2 M€", "1200000", "1 200 000 €"),
        (Day(), "fin juin 2027", "2027-06-21/late", "fin juin 2027"),
        (Choice({"works": "Works", "services": "Services"}), "travaux", "works", "Travaux"),
        (Commune(), "ifs", "Ifs", "Ifs"),
        (Lots(), "pas de lots", [], "Pas de lots"),
        (CommentOrDocument(), "Voir avec Ana", {"text": "Voir avec Ana"}, "Voir avec Ana"),
    ],
)
def test_what_is_typed_is_read(field: Field, text: str, value: Any, shown: str) -> None:
    reading = field.read(text, FR)
    assert reading == Understood(json.loads(json.dumps(value)))
    assert plain(field.show(value, "fr")).replace("\u00a0", " ").replace("\u202f", " ") == shown


def test_lots_are_read_a_line_each() -> None:
    reading = Lots().read("1 Gros œuvre 450 k€\n2 Peinture", FR)
    assert isinstance(reading, Understood)
    assert [(lot["number"], lot["title"], lot["amount"]) for lot in reading.value] == [
        ("1", "Gros œuvre", "450000"), ("2", "Peinture", None)
    ]  # fmt: skip
    shown = plain(Lots().show(reading.value, "fr")).replace("\u202f", " ").replace("\u00a0", " ")
    assert shown.strip() == "1 · Gros œuvre · 450 000 €\n2 · Peinture"


def test_a_lot_whose_amount_is_unsure_is_asked_again() -> None:
    reading = Lots().read("1 Gros œuvre 450 k€ ou 500 k€\n2 Peinture", FR)
    assert isinstance(reading, NotUnderstood)


@pytest.mark.parametrize("text", ["", "  ", "\u200b", "x" * 3000, "{", "<>"])
@pytest.mark.parametrize(
    "step", [step for step in FORM.steps if step.name not in ("title", "remark")], ids=lambda s: s.name
)
def test_nonsense_is_not_understood(step: Step, text: str) -> None:
    assert isinstance(step.field.read(text, FR), NotUnderstood)


def test_days_gone_by_are_refused_unless_they_may_be() -> None:
    gone = Day().read("3 mars 2025", FR)
    assert isinstance(gone, NotUnderstood)
    assert gone.values == {"when": "3 mars 2025"}
    assert isinstance(Day(past=True).read("3 mars 2025", FR), Understood)
    assert isinstance(Day().read("novembre 2026", FR), Understood)
    assert [option.label for option in Day(past=True, likely=recent).options(FR)][:2] == [
        "Aujourd’hui",
        "Hier",
    ]


def test_a_likely_date_is_what_it_says() -> None:
    for option in Day().options(FR)[:4]:
        assert plain(Day().show(Day().choose(option.code, FR).value, "fr")) == option.label  # type: ignore[union-attr]
    assert [option.label for option in Day().options(FR)] == [
        "décembre 2026", "janvier 2027", "1er trimestre 2027", "2e trimestre 2027", "Calendrier"
    ]  # fmt: skip


def test_ambiguous_choices_are_offered() -> None:
    reading = Choice({"a": "Commune", "b": "Comment or document"}).read("com", FR)
    assert isinstance(reading, Several)
    assert {candidate.value for candidate in reading.candidates} == {"a", "b"}


def test_toggles_written_in_one_line() -> None:
    field = Toggles({"a": "Works", "b": "Services", "c": "Supplies"})
    assert field.read("fournitures, travaux", FR) == Partial(["a", "c"])
    assert field.read("fournitures, bidule", FR) == NotUnderstood()
    assert field.choose("end", Context(TODAY, "fr", partial=["c", "a"])) == Understood(["a", "c"])
    assert plain(field.show([], "fr")) == "rien de particulier"


def test_numbers_out_of_bounds_say_the_bounds() -> None:
    reading = WholeNumber(1, 99).read("120", FR)
    assert isinstance(reading, NotUnderstood)
    assert reading.values == {"low": 1, "high": 99}


def test_long_texts_fold() -> None:
    assert str(Text().show("x" * 300, "fr")).startswith("<blockquote expandable>")
    assert "<blockquote" not in str(Text().show("x" * 100, "fr"))


def test_at_most_six_communes_are_offered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fields.places, "read_commune", lambda text: [f"Commune {n}" for n in range(6)])
    reading = Commune().read("com", FR)
    assert isinstance(reading, Several)
    assert [candidate.value for candidate in reading.candidates] == [
        *(f"Commune {n}" for n in range(5)),
        "com",
    ]


def test_long_labels_have_a_row_of_their_own() -> None:
    short, long = Option("a", "Travaux"), Option("b", "Saint-Germain-la-Blanche-Herbe")
    assert by_length([short, short, short]) == ((short, short), (short,))
    assert by_length([short, long]) == ((short,), (long,))
