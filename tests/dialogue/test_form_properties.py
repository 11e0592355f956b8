"""Whatever people do, a form never breaks, never loses an answer, and always fits Telegram."""

from collections.abc import Callable

import pytest
from demo_form import FILLED, FORM, Talk, talk
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from limits import assert_fits

from bot.dialogue.advance import Advance, Attached, Event, Tapped, Then, Typed, begin
from bot.dialogue.answers import Context
from bot.dialogue.form import State
from bot.dialogue.screens import card
from bot.dialogue.translations import LANGUAGES

PHRASES = (
    "École", "travaux", "Works", "fournitures", "2", "ifs", "saint", "Zyx", "1,2 M€", "mars 2027",
    "3 mars 2020", "14 mois", "6 semaines", "services", "c'est tout", "pas de lots", "passer", "retour",
    "1 Gros œuvre 450 k€\n2 Peinture", "keep this answer", "<b>{0}</b>",
    "🎉" * 500, "x" * 4096, "\n" * 50 + "a", "<" * 2000,
)  # fmt: skip
FILE = {"file_id": "x", "file_name": "<plan>.pdf", "mime_type": "a/b", "file_size": 3}

Pick = Callable[[Talk], Event]


def _button(place: int) -> Pick:
    def pick(here: Talk) -> Event:
        buttons = [button for row in here.card.keyboard for button in row]
        return Tapped.parse(buttons[place % len(buttons)].data)

    return pick


def _always(event: Event) -> Pick:
    return lambda _here: event


VERBS = st.sampled_from(["pick", "one", "send", "edit", "back", "skip"])
forged = st.one_of(
    st.text(max_size=30).map(Tapped.parse), st.builds(Tapped, st.integers(-1, 40), VERBS, st.text(max_size=5))
)
events = st.one_of(
    st.integers(0, 99).map(_button),
    st.sampled_from(PHRASES).map(lambda text: _always(Typed(text))),
    st.text(max_size=60).map(lambda text: _always(Typed(text))),
    st.builds(Attached, st.sampled_from([FILE, None]), st.text(max_size=20)).map(_always),
    forged.map(_always),
)
starts = st.sets(st.sampled_from(sorted(FILLED))).map(lambda names: {name: FILLED[name] for name in names})


def check(here: Talk, before: State, step: Advance) -> None:
    after = here.state
    assert_fits(here.card, width=7)
    assert State.from_json(after.to_json()) == after
    assert set(after.answers) <= {step.name for step in FORM.relevant(after.answers)}
    assert after.step or FORM.missing(after.answers) is None
    if step.then in (Then.STALE, Then.NOTHING, Then.CALL_BACK, Then.FETCH):
        assert after == before
        return
    assert after.nonce > before.nonce
    lost = set(before.answers) - set(after.answers)
    relevant = {step.name for step in FORM.relevant(after.answers)}
    assert not lost & relevant
    changed = {
        name
        for name in after.answers
        if name not in before.answers or after.answers[name] != before.answers[name]
    }
    assert changed <= {before.step}


@pytest.mark.parametrize("language", LANGUAGES)
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(known=starts, picks=st.lists(events, min_size=5, max_size=40))
def test_any_sequence_of_events(language: str, known: dict[str, object], picks: list[Pick]) -> None:
    here = talk(FORM, known, language)
    for pick in picks:
        before = here.state
        step = here.sends(pick(here))
        check(here, before, step)
        if step.then in (Then.CANCEL, Then.SUBMIT):
            here.state = begin(FORM, here.state.nonce, known)


@pytest.mark.parametrize("language", LANGUAGES)
@settings(max_examples=40, deadline=None)
@given(
    title=st.text(min_size=3, max_size=2000),
    remark=st.text(min_size=1, max_size=2000),
    lots=st.integers(0, 60),
)
def test_the_longest_answers_fit(language: str, title: str, remark: str, lots: int) -> None:
    lot = {"number": "1", "title": "<é&" * 60, "amount": "1234567.89"}
    answers = FILLED | {"title": title, "remark": {"text": remark}, "lots": [lot] * lots}
    here = talk(FORM, answers, language)
    assert_fits(here.card)
    for step in FORM.steps:
        asked = State(1, step.name, answers, step.field.begin(answers[step.name]))
        assert_fits(card(FORM, asked, Context(here.context.today, language)))
