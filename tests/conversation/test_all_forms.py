"""Every form, at every step, in both languages, within the limits of Telegram."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from limits import assert_fits

from bot.dialogue.advance import Attached, Typed, advance, begin
from bot.dialogue.answers import Context
from bot.dialogue.form import Form, State, Step
from bot.dialogue.journey.placements.fields import OUTSIDE
from bot.dialogue.screens import card
from bot.dialogue.taps import Tapped
from bot.dialogue.translations import LANGUAGES
from bot.handlers import FORMS
from bot.store import parameters

TODAY = date(2026, 11, 22)
STEPS = [(form, step) for form in FORMS for step in form.steps]
LONG = "é" * 200 + " <b>&amp; 'x' \"y\" {name} %s</b>"

_HELD = {"lots_held": [{"id": n, "label": f"M-2026-0001 · {n} {'Gros œuvre ' * 9}"} for n in range(1, 30)]}
_LOT = {"number": "1", "label": "1 · Gros œuvre", "amount": "450000", "seen": None}
_OPEN = {"lots_open": [_LOT | {"id": n, "label": f"{n} · {'Gros œuvre ' * 9}"} for n in range(1, 30)]}
_TWO = {"lots": [{"id": n, "label": f"{n} · Gros œuvre"} for n in (1, 2)]}

_ABOUT = "P-2026-0001 · Petit Ali (C-2026-0001)"
_EMPLOYED = {
    "siae": {"employer": {"kind": "siae", "id": None, "name": None}},
    "lender": {"employer": {"kind": "geiq", "id": None, "name": None}},
}

HIDDEN: Mapping[str, dict[str, Any]] = {
    "announce": {"buyer": 2, "buyer_name": "Ville de Caen"},
    "programme": {"buyer": 2, "buyer_name": "Ville de Caen"},
    "discuss": {"lot": 1},
    "correct": {"procurement": 1, "lots_open": False},
    "add-remark": {"procurement": 1, "reference": "M-2026-0001"},
    "cancel": {"procurement": 1, "reference": "M-2026-0001"},
    "publish": {"procurement": 1, "reference": "M-2026-0001"},
    "award": {"procurement": 1, "reference": "M-2026-0001"} | _OPEN,
    "kick-off": {"lot": 1, "about": "M-2026-0001 · 1 · Gros œuvre"},
    "amend": {"lot": 1, "about": "M-2026-0001 · 1 · Gros œuvre"},
    "hours": {"organisation": 3, "organisation_name": "Bâti Normandie"},
    "offer": {"company": 3, "company_name": "Bâti Normandie"},
    "change-offer": {"offer": 1, "reference": "O-2026-0001", "was": {}},
    "hire": {"company": 3, "today": "2026-11-22"},
    "record-hire": {"company": 3, "company_name": "Bâti Normandie", "staff": True, "today": "2026-11-22"},
    "renew-placement": {"placement": 1, "about": _ABOUT, "seen": "2027-07-04", "start": "2027-07-04/day"},
    "end-placement": {"placement": 1, "about": _ABOUT, "seen": None, "start": "2027-01-05/day"},
    "change-placement": {"placement": 1, "about": _ABOUT, "was": {}, "company": 3, "offer": None},
    "evidence": {"may": ["contract", "hours", "award", "other"]},
    "share": {"lot": 1, "about": "M-2026-0001 · 1 · Gros œuvre", "owed": 500, "left": 300},
    "answer-share": {"share": 1, "about": "O-2026-0001 · Maçonnerie", "unit": "people", "most": 2},
    "correct-candidate": {"candidate": 1, "reference": "C-2026-0001", "before": {}},
    "note-candidate": {"candidate": 1},
    "hold-candidate": {"candidate": 1, "reference": "C-2026-0001"},
    "correct-interview": {"interview": 1, "reference": "C-2026-0001", "before": {}},
    "correct-training": {"training": 1, "before": {}},
    "note-follow-up": {"follow_up": 1},
    "correct-exit": {"exit": 1, "reference": "C-2026-0001", "candidate": {"id": 1}},
    "merge-candidates": {"candidate": 1},
    "rename": {"organisation": 2, "organisation_name": "Ville de Caen"},
    "siret": {"organisation": 3, "organisation_name": "Bâti Normandie"},
    "contact by e-mail": {"organisation": 2, "known": "Ville de Caen"},
    "address of a contact": {"person": 1, "known": "Nadia Benali"},
    "parameter": {"figure": next(iter(parameters.known())), "present": "0.05"},
    "signed-on": {"organisation": {"id": 2, "name": "Ville de Caen", "kind": "buyer", "key": "x"}},
    "agreement-renewal": {"present": "2026-12-31"},
    "indicator-dates": {"home": 0},
    "agreement-notice": {"organisation": 2, "name": "Ville de Caen", "today": "2027-03-01"},
}
"""The answers that no step asks, which the handlers begin a form with."""

BEFORE: Mapping[tuple[str, str], dict[str, Any]] = {
    ("invite", "kind"): {"role": "prescriber"},
    **{
        ("review-term", term): {"lot": 1, "term": term}
        for term in ("amount", "share", "rate", "cost", "hours")
    },
    ("correct", "lots"): {"lots_open": True},
    ("cancel", "which"): {
        "lots_living": [
            {"id": n, "number": str(n), "label": f"{n} · {'Peinture ' * 9}"} for n in range(1, 30)
        ]
    },
    ("award", "amount"): _TWO | {"lots": _TWO["lots"][:1]},
    ("award", "amounts"): _TWO,
    ("exit", "contract"): {"kind": "outside_contract"},
    ("exit", "months"): {"kind": "hiring_company", "contract": "cdd"},
    ("correct-exit", "contract"): {"kind": "outside_contract"},
    ("correct-exit", "months"): {"kind": "hiring_company", "contract": "cdd"},
    ("offer", "lot"): _HELD,
    ("change-offer", "lot"): _HELD,
    ("training", "requirement"): {"certifying": "yes"},
    ("correct-training", "requirement"): {"certifying": "yes"},
    ("change-placement", "lot"): _HELD,
    **{
        (form, step): before
        for form in ("hire", "record-hire", "change-placement")
        for step, before in _EMPLOYED.items()
    },
    **{(form, "job"): {"post": dict(OUTSIDE)} for form in ("hire", "record-hire")},
}
"""The earlier answers that a step asked under a condition needs, by form and step."""


def names(pair: tuple[Form, Step]) -> str:
    return f"{pair[0].name}-{pair[1].name}"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("pair", STEPS, ids=names)
def test_a_question_fits_and_asks_again_what_it_does_not_understand(
    pair: tuple[Form, Step], language: str
) -> None:
    form, step = pair
    context = Context(TODAY, language)
    state = State(nonce=7, step=step.name, answers=answers_before(form, step))
    assert_fits(card(form, state, context))
    for event in (
        Typed("¤"),
        Typed(LONG),
        Typed("x" * 4096),
        Attached(None),
        Attached({"file_id": "f", "file_name": None}),
    ):
        after = advance(form, state, event, context).state
        assert_fits(card(form, after, context), width=8)


def answers_before(form: Form, step: Step) -> dict[str, Any]:
    """The answers with which a step is asked. Raises AssertionError for a step asked under a condition that
    `BEFORE` does not know."""
    answers = HIDDEN.get(form.name, {}) | BEFORE.get((form.name, step.name), {})
    assert step in form.relevant(answers), (
        f"{form.name}.{step.name} is asked under a condition: say in BEFORE which answers make it so"
    )
    return answers


def test_the_tables_name_forms_and_steps_that_there_are() -> None:
    assert set(HIDDEN) <= {form.name for form in FORMS}
    assert set(BEFORE) <= {(form.name, step.name) for form, step in STEPS}


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.name)
@given(data=st.data())
@settings(max_examples=60, deadline=None)
def test_whatever_people_do_a_form_neither_fails_nor_overflows(form: Form, data: st.DataObject) -> None:
    language = data.draw(st.sampled_from(LANGUAGES))
    context = Context(TODAY, language)
    state = begin(form, 1, answers_before(form, data.draw(st.sampled_from(form.steps))))
    for _ in range(data.draw(st.integers(1, 25))):
        shown = card(form, state, context)
        assert_fits(shown, width=8)  # a calendar has a week on a row
        buttons = [button.data for row in shown.keyboard for button in row]
        typed = st.one_of(
            st.text(max_size=80), st.sampled_from(["mars 2027", "1,2 M€", "Caen", "14 mois", "1 A\n2 B 3 k€"])
        )
        event = data.draw(
            st.one_of(
                st.sampled_from(buttons).map(Tapped.parse),
                typed.map(Typed),
                st.just(
                    Attached({"file_id": "f", "file_name": "a.pdf", "mime_type": "x", "file_size": 3}, "ok")
                ),
            )
        )
        state = advance(form, state, event, context).state
        assert State.from_json(state.to_json()) == state
