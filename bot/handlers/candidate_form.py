"""/candidat: PLIE staff open a candidate's file."""

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from markupsafe import Markup

from bot.actions import add_candidate, demand
from bot.actions.add_candidate import Doubled
from bot.dialogue import conversation
from bot.dialogue.form import Form, State
from bot.dialogue.refusals import Refused
from bot.dialogue.routes import button, entry
from bot.dialogue.screens import listing
from bot.dialogue.seekers import consent
from bot.dialogue.seekers.candidates import doubles_card, saved_card
from bot.dialogue.seekers.steps import CONSENT, REFUSED, STEPS, profile_of
from bot.dialogue.translations import N_, translate
from bot.dialogue.turn import Turn
from bot.rules.policy import Action
from bot.store import drafts
from bot.store.candidate_index import name_words

_SEEN = "seen"
"""The answer no step asks: the newest file that was shown as a double and is another person's."""
_MARK = 16
_DOUBLED = N_("A file may already exist: see the message below. What you filled in is kept.")
_SAVED = N_("Saved under the reference <b>{reference}</b>.")
_NO_CONSENT = N_(
    "That is the person’s right: nothing was saved, and what you had filled in is erased. The PLIE can "
    "advise them all the same; should they change their mind, /candidat begins again."
)


def _done(turn: Turn, answers: Mapping[str, Any]) -> Markup:
    agreed, above = answers.get("consent") == "yes", int(answers.get(_SEEN, 0))
    try:
        candidate = add_candidate.add(turn, profile_of(answers), agreed=agreed, above=above)
    except Doubled as doubled:
        turn.say(doubles_card(turn.session, doubled.found, _mark(turn, answers), turn.language))
        raise Refused(_DOUBLED) from None
    turn.say(saved_card(candidate, turn.language))
    return turn.t(_SAVED, reference=candidate.reference)


def _mark(turn: Turn, answers: Mapping[str, Any]) -> str:
    """What tells these answers from others, and nothing of them: the button of another form is known by
    it."""
    said = {name: answer for name, answer in answers.items() if name != _SEEN}
    text = json.dumps(said, ensure_ascii=False, sort_keys=True)
    return turn.session.sealer.blind(text, "candidate form").hex()[:_MARK]


def _recap(language: str, answers: Mapping[str, Any]) -> Markup:
    """The answers, and the words by which the file will be found."""
    title = Markup("<b>{}</b>").format(translate(language, FORM.title))
    parts = [title, listing(FORM, answers, language)]
    if "name" in answers:
        words = " · ".join(name_words(answers["name"]))
        parts.append(translate(language, N_("The file will be found by: {words}"), words=words))
    return Markup("\n\n").join(parts)


FORM = Form(
    name="candidate",
    version=1,
    title=N_("Add a candidate"),
    steps=(*STEPS, CONSENT),
    verb=N_("Save"),
    recap=_recap,
    done=_done,
)


def _start(turn: Turn) -> None:
    demand(turn, Action.ADD_CANDIDATE)
    conversation.start(turn, FORM)


def _no_consent(turn: Turn) -> None:
    consent.refuse(turn, FORM, _NO_CONSENT)


def _another(turn: Turn) -> None:
    """The files shown are another person's: what was filled in is saved."""
    demand(turn, Action.ADD_CANDIDATE)
    kept = drafts.load(turn.session, turn.chat_id, turn.me.id, turn.now)
    if kept is None or kept.form != FORM.name or "closed" in kept.content:
        turn.toast(turn.t(consent.OVER))
        turn.say(turn.t(consent.OVER))
        return
    state = consent.asked(kept, FORM)
    if state is None or not _shown_for(turn, state):
        conversation.tap(turn, {FORM.name: FORM}, lambda _turn, _form: False)
        return
    answers = {**state.answers, _SEEN: turn.number}
    content = kept.content | {"state": replace(state, answers=answers).to_json()}
    drafts.save(turn.session, turn.chat_id, turn.me.id, replace(kept, content=content), turn.now)
    told = _done(turn, answers)
    consent.close(turn, FORM, state)
    turn.edit(told)


def _shown_for(turn: Turn, state: State) -> bool:
    """Whether the files were shown for what waits to be saved now."""
    whole = not state.step and not FORM.lacking(state.answers)
    return whole and turn.data.split(":")[1] == _mark(turn, state.answers)


ROUTES = (
    *entry("candidat", _start),
    button("f:[0-9a-f]{1,9}:pick", _no_consent, args=REFUSED),
    button("another-person", _another, args=rf"[0-9a-f]{{{_MARK}}}:\d{{1,9}}"),
)
