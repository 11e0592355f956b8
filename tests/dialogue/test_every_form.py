"""Every form of the handlers: each of its questions fits Telegram in each language, empty."""

import importlib
import pkgutil
from collections.abc import Iterator
from datetime import date

import pytest
from limits import assert_fits

from bot import handlers
from bot.dialogue.answers import Context
from bot.dialogue.form import Form, State
from bot.dialogue.screens import card
from bot.dialogue.translations import LANGUAGES


def forms() -> Iterator[Form]:
    for found in pkgutil.iter_modules(handlers.__path__):
        module = importlib.import_module(f"bot.handlers.{found.name}")
        yield from (value for value in vars(module).values() if isinstance(value, Form))


FORMS = {form.name: form for form in forms()}


def test_there_are_forms_and_their_buttons_stay_short() -> None:
    assert "announce" in FORMS
    for form in FORMS.values():
        assert len({step.name for step in form.steps}) == len(form.steps)
        assert all(len(step.name.encode()) <= 40 and ":" not in step.name for step in form.steps)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", sorted(FORMS))
def test_every_question_fits(name: str, language: str) -> None:
    form, context = FORMS[name], Context(date(2026, 11, 22), language)
    for step in form.steps:
        state = State(0x3FFFFFFF, step.name, {}, step.field.begin(None))
        if step in form.relevant({}):
            assert_fits(card(form, state, context))
        for row in step.field.rows(state.inside(context)):
            assert all(len(option.code.encode()) <= 40 for option in row)
