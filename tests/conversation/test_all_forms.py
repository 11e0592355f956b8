"""Every form, at every step, in both languages, within the limits of Telegram."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from limits import assert_fits

from bot.dialogue.advance import Attached, Typed, advance, begin
from bot.dialogue.answers import Context
from bot.dialogue.form import Form, State, Step
from bot.dialogue.screens import card
from bot.dialogue.taps import Tapped
from bot.dialogue.translations import LANGUAGES
from bot.handlers import FORMS

TODAY = date(2026, 11, 22)
STEPS = [(form, step) for form in FORMS for step in form.steps]
LONG = "é" * 200 + " <b>&amp; 'x' \"y\" {name} %s</b>"


def names(pair: tuple[Form, Step]) -> str:
    return f"{pair[0].name}-{pair[1].name}"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("pair", STEPS, ids=names)
def test_a_question_fits_and_asks_again_what_it_does_not_understand(
    pair: tuple[Form, Step], language: str
) -> None:
    form, step = pair
    context = Context(TODAY, language)
    state = State(nonce=7, step=step.name, answers=_answers_before(form, step))
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


def _answers_before(form: Form, step: Step) -> dict[str, Any]:
    return {"role": "prescriber"} if form.name == "invite" and step.name != "role" else {}


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.name)
@given(data=st.data())
@settings(max_examples=60, deadline=None)
def test_whatever_people_do_a_form_neither_fails_nor_overflows(form: Form, data: st.DataObject) -> None:
    language = data.draw(st.sampled_from(LANGUAGES))
    context = Context(TODAY, language)
    state = begin(form, 1, {})
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
