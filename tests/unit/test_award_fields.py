"""The fields of an award: lots, company, SIRET, amounts."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from limits import assert_fits

from bot.dialogue.advance import Typed, advance, begin, begin_reviewing
from bot.dialogue.answers import Candidate, Context, NotUnderstood, Partial, Several, Understood
from bot.dialogue.contracts.award_fields import (
    LOTS_OPEN,
    AwardAmount,
    AwardAmounts,
    OpenLots,
    Supplier,
    SupplierSiret,
    chosen,
)
from bot.dialogue.form import State
from bot.dialogue.screens import card, recap
from bot.dialogue.taps import Tapped
from bot.dialogue.translations import LANGUAGES
from bot.handlers.award import FORM

TODAY = date(2026, 11, 22)
SIRET = "73282932000074"
BUYERS = "21140118700003"
BESSIN = {"id": 4, "name": "Constructions du Bessin", "siret": SIRET}


HOLDERS = {
    SIRET: {"id": 4, "name": "Constructions du Bessin", "kind": "company"},
    BUYERS: {"id": 9, "name": "Caen", "kind": "buyer"},
}


def offered(count: int, amount: str | None = "400000", title: str = "Gros œuvre") -> dict[str, Any]:
    lots = [
        {"id": n + 10, "number": str(n), "label": f"{n} · {title} {n}", "amount": amount, "seen": None}
        for n in range(1, count + 1)
    ]
    return {"procurement": 1, "reference": "M-2026-0001", LOTS_OPEN: lots}


def lookup(kind: str, text: str) -> tuple[Candidate, ...]:
    """A company with a SIRET, and a buyer that has another."""
    if kind == "siret":
        found = HOLDERS.get(text)
        return () if found is None else (Candidate(str(found["name"]), found),)
    return (Candidate(BESSIN["name"], BESSIN),) if text in ("bessin", SIRET) else ()


def context(answers: dict[str, Any], partial: Any = None) -> Context:
    return Context(TODAY, "fr", answers, partial, lookup)


def picked(reading: Any) -> list[int]:
    assert isinstance(reading, Understood), reading
    return [lot["id"] for lot in reading.value]


@pytest.mark.parametrize(
    ("typed", "ids"),
    [
        ("1", [11]),
        ("1, 3", [11, 13]),
        ("3 ; 1", [11, 13]),
        ("lot 2 et lot 3", [12, 13]),
        ("1\n2", [11, 12]),
        ("Gros œuvre 2", [12]),
        ("tous", [11, 12, 13]),
        ("All", [11, 12, 13]),
    ],
)
def test_lots_are_chosen_by_number_or_title(typed: str, ids: list[int]) -> None:
    assert picked(OpenLots().read(typed, context(offered(3)))) == ids


@pytest.mark.parametrize("typed", ["", "4", "1 à 3", "1, 9", "gros œuvre", ",", "peinture"])
def test_what_names_no_lot_is_not_understood(typed: str) -> None:
    assert isinstance(OpenLots().read(typed, context(offered(3))), NotUnderstood)


def test_lots_are_ticked_page_by_page() -> None:
    field, answers = OpenLots(), offered(20)
    reading = field.choose("tick:11", context(answers))
    assert reading == Partial({"ids": ["11"], "page": 0})
    reading = field.choose("page:2", context(answers, reading.value))
    assert reading == Partial({"ids": ["11"], "page": 2})
    labels = [option.label for row in field.rows(context(answers, reading.value)) for option in row]
    assert labels[0].startswith("17 · Gros œuvre 17 · 400")
    assert len(labels) == 4 + 1 + 2
    reading = field.choose("tick:30", context(answers, reading.value))
    assert picked(field.choose("end", context(answers, reading.value))) == [11, 30]
    again = field.choose("tick:11", context(answers, reading.value))
    assert picked(field.choose("end", context(answers, again.value))) == [30]
    assert isinstance(field.choose("end", context(answers)), NotUnderstood)
    assert len(picked(field.choose("all", context(answers)))) == 20


def test_the_only_lot_is_chosen_by_itself() -> None:
    assert [lot["id"] for lot in chosen(offered(1))] == [11]
    assert chosen(offered(2)) == []
    assert [lot["id"] for lot in chosen(offered(3) | {"lots": [{"id": 13}, {"id": 11}]})] == [11, 13]


def test_a_company_is_known_by_name_or_siret_or_new() -> None:
    field = Supplier()
    assert field.read("732 829 320 00074", context({})) == Understood(BESSIN)
    assert isinstance(field.read(BUYERS, context({})), NotUnderstood)
    close = field.read("bessin", context({}))
    assert isinstance(close, Several)
    assert [one.value for one in close.candidates] == [BESSIN, {"name": "bessin"}]
    unknown = field.read("Bâti Normandie", context({}))
    assert isinstance(unknown, NotUnderstood)
    assert [one.value for one in unknown.candidates] == [{"name": "Bâti Normandie"}]


def test_a_free_siret_is_kept_for_the_company_named() -> None:
    answers = {"supplier": {"name": "Bâti Normandie"}}
    free = SupplierSiret().read("356 000 000 00048", context(answers))
    assert free == Understood({"siret": "35600000000048", "for": "Bâti Normandie", "holder": None})


def test_the_siret_of_another_company_offers_that_company() -> None:
    answers = {"supplier": {"name": "Bâti Normandie"}}
    reading = SupplierSiret().read("732.829.320.00074", context(answers))
    assert isinstance(reading, NotUnderstood)
    [use] = reading.candidates
    assert use.value == {
        "siret": SIRET,
        "for": "Bâti Normandie",
        "holder": {"id": 4, "name": "Constructions du Bessin"},
    }
    assert "Constructions du Bessin" in SupplierSiret().show(use.value, "fr")
    assert SupplierSiret().fits(use.value)
    own = SupplierSiret().read(SIRET, context({"supplier": {"id": 4, "name": "Constructions du Bessin"}}))
    assert isinstance(own, Understood)
    assert own.value["holder"] is None


def test_the_siret_of_what_is_no_company_offers_nothing() -> None:
    reading = SupplierSiret().read(BUYERS, context({"supplier": {"name": "X"}}))
    assert isinstance(reading, NotUnderstood)
    assert reading.values == {"name": "Caen"}
    assert reading.candidates == ()
    wrong = SupplierSiret().read("732 829 320 00075", context({"supplier": {"name": "X"}}))
    assert isinstance(wrong, NotUnderstood)
    assert not SupplierSiret().fits(SIRET)


def test_the_estimate_of_the_only_lot_is_a_likely_amount() -> None:
    [option] = AwardAmount().options(context(offered(1)))
    assert option.code == "400000"
    assert AwardAmount().choose(option.code, context(offered(1))) == Understood("400000")
    assert AwardAmount().options(context(offered(1, amount=None))) == ()


TWO = offered(3) | {"lots": [{"id": 11, "label": "a"}, {"id": 13, "label": "b"}]}


@pytest.mark.parametrize("typed", ["450 k€\n120 000 €", "450 k€ ; 120 000", "450000\n\n120 k€\n"])
def test_amounts_are_read_one_a_line_in_the_order_of_the_lots(typed: str) -> None:
    reading = AwardAmounts().read(typed, context(TWO))
    assert isinstance(reading, Understood)
    assert [(lot["id"], lot["amount"]) for lot in reading.value] == [(11, "450000"), (13, "120000")]


@pytest.mark.parametrize(
    "typed", ["570 k€", "450 k€\n120 k€\n1 k€", "450 k€\nbeaucoup", "", "450 k€\n120 k€ TTC"]
)
def test_a_total_or_another_number_of_amounts_is_refused(typed: str) -> None:
    assert isinstance(AwardAmounts().read(typed, context(TWO)), NotUnderstood)


def test_the_estimates_are_one_tap_where_all_are_known() -> None:
    field = AwardAmounts()
    codes = [option.code for row in field.rows(context(TWO)) for option in row]
    assert codes == ["-", "-", "estimates"]
    reading = field.choose("estimates", context(TWO))
    assert isinstance(reading, Understood)
    assert [lot["amount"] for lot in reading.value] == ["400000", "400000"]
    without = offered(2, amount=None) | {"lots": [{"id": 11}, {"id": 12}]}
    assert "estimates" not in [option.code for row in field.rows(context(without)) for option in row]


@given(data=st.data())
@settings(max_examples=80, deadline=None)
def test_whatever_people_do_the_form_neither_fails_nor_overflows(data: st.DataObject) -> None:
    language = data.draw(st.sampled_from(LANGUAGES))
    count = data.draw(st.sampled_from([1, 2, 9, 60]))
    hidden = offered(count, data.draw(st.sampled_from([None, "400000"])), "<b>é" * 40)
    around = Context(TODAY, language, lookup=lookup)
    state = begin(FORM, 1, hidden)
    words = ["bessin", SIRET, "Bâti", "hier", "tous", "1, 2", "450 k€", "450 k€\n1 M€", "12/11", "demain"]
    for _ in range(data.draw(st.integers(1, 30))):
        shown = card(FORM, state, around)
        assert_fits(shown, width=8)
        buttons = [button.data for row in shown.keyboard for button in row]
        event = data.draw(
            st.one_of(st.sampled_from(buttons).map(Tapped.parse), st.sampled_from(words).map(Typed))
        )
        state = advance(FORM, state, event, around).state
        assert State.from_json(state.to_json()) == state


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_correction_begins_at_its_recap(language: str) -> None:
    known = {"supplier": BESSIN, "siret": None, "day": "2026-11-20/day", "amount": "420000"}
    state = begin_reviewing(FORM, 1, offered(1) | known)
    assert not state.step
    assert "siret" not in state.answers
    text = recap(FORM, state.answers, language)
    assert "Constructions du Bessin" in text
    assert "1 · Gros œuvre 1" in text
    assert_fits(card(FORM, state, Context(TODAY, language)))
