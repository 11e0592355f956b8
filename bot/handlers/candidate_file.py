"""A candidate's card and what PLIE staff do with it: correct, note, follow, close, open again, history."""

from collections.abc import Callable, Mapping
from typing import Any

from markupsafe import Markup

from bot.actions import change_candidate, close_candidate, demand, follow_candidate, note_candidate
from bot.dialogue import conversation
from bot.dialogue.cards import Button, Card
from bot.dialogue.form import Form
from bot.dialogue.refusals import Refused
from bot.dialogue.routes import button
from bot.dialogue.screens import listing
from bot.dialogue.seekers.candidates import alike_card, card_for
from bot.dialogue.seekers.history import history_card
from bot.dialogue.seekers.notes import NOTE_STEP
from bot.dialogue.seekers.steps import STEPS, answers_of
from bot.dialogue.translations import N_, label, translate
from bot.dialogue.turn import Turn
from bot.rules.policy import Action
from bot.store import candidates
from bot.store.candidates import LIVING, identity
from bot.store.tables import Candidate

_GONE = N_("This candidate cannot be found.")
_BEFORE = "before"
"""The answer no step asks: what the file said when the correction began."""


def _get(turn: Turn, number: int, action: Action = Action.SEE_CANDIDATE) -> Candidate:
    """The file of this number, for those who may. Raises Refused."""
    demand(turn, action)
    candidate = candidates.get(turn.session, number)
    if candidate is None:
        raise Refused(_GONE)
    return candidate


def _open(turn: Turn) -> None:
    turn.edit(card_for(turn, _get(turn, turn.number)))


def _history(turn: Turn) -> None:
    turn.edit(history_card(turn.session, _get(turn, turn.number), turn.language, turn.zone))


def _correct(turn: Turn) -> None:
    candidate = _get(turn, turn.number, Action.CHANGE_CANDIDATE)
    if candidate.state not in LIVING:
        turn.edit(card_for(turn, candidate))
        return
    answers = answers_of(candidates.profile(turn.session, candidate))
    hidden = {"candidate": identity(candidate), "reference": candidate.reference, _BEFORE: answers}
    conversation.start(turn, CHANGE, answers | hidden, reviewing=True)


def _changed(turn: Turn, answers: Mapping[str, Any]) -> Markup:
    """Only what was corrected is written: what a colleague changed meanwhile stays."""
    before = answers.get(_BEFORE, {})
    names = [step.name for step in STEPS]
    corrected = {
        name: answers[name] for name in names if name in answers and answers[name] != before.get(name)
    }
    candidate, fields = change_candidate.change(turn, answers.get("candidate", 0), corrected)
    turn.say(card_for(turn, candidate))
    if found := change_candidate.doubles(turn, candidate, fields):
        turn.say(alike_card(turn, candidate, found))
    return turn.t(N_("The file is corrected.") if fields else N_("Nothing was changed."))


def _change_recap(language: str, answers: Mapping[str, Any]) -> Markup:
    title = translate(language, CHANGE.title)
    if "reference" in answers:
        title = Markup("{} · {}").format(title, answers["reference"])
    return Markup("<b>{}</b>\n\n{}").format(title, listing(CHANGE, answers, language))


CHANGE = Form(
    name="correct-candidate",
    version=1,
    title=N_("Correct a candidate’s file"),
    steps=STEPS,
    verb=N_("Save"),
    recap=_change_recap,
    done=_changed,
)


def _start_note(turn: Turn) -> None:
    candidate = _get(turn, turn.number, Action.CHANGE_CANDIDATE)
    conversation.start(turn, NOTE, {"candidate": identity(candidate)})


def _noted(turn: Turn, answers: Mapping[str, Any]) -> Markup:
    number = answers.get("candidate", 0)
    note_candidate.note(turn, number, answers["text"])
    turn.say(card_for(turn, _get(turn, number)))
    return turn.t(N_("The note is kept in the file."))


NOTE = Form(
    name="note-candidate",
    version=1,
    title=N_("Add a note"),
    steps=(NOTE_STEP,),
    verb=N_("Save"),
    done=_noted,
)


def _follow(turn: Turn) -> None:
    number, before = (int(part) for part in turn.data.split(":")[1:])
    if follow_candidate.follow(turn, number, before or None):
        turn.toast(turn.t(N_("You are the adviser of this person now.")))
    else:
        turn.toast(turn.t(N_("Meanwhile the adviser has changed: see the card.")))
    turn.edit(card_for(turn, _get(turn, number)))


def _ask(question: str, yes: str, data: str) -> Callable[[Turn], None]:
    """A question before the file is closed or opened again."""

    def ask(turn: Turn) -> None:
        candidate = _get(turn, turn.number, Action.CHANGE_CANDIDATE)
        number = identity(candidate)
        sure = Button(label(turn.language, yes), f"{data}:{number}")
        no = Button(label(turn.language, N_("No")), f"candidate:{number}")
        turn.edit(Card(turn.t(question, reference=candidate.reference), ((sure, no),)))

    return ask


def _moved(move: Callable[[Turn, int], bool]) -> Callable[[Turn], None]:
    """The file closed or opened again; where it already was, its card says so."""

    def do(turn: Turn) -> None:
        candidate = _get(turn, turn.number, Action.CHANGE_CANDIDATE)
        if not move(turn, identity(candidate)):
            turn.toast(turn.t(N_("This is already done.")))
        turn.edit(card_for(turn, _get(turn, turn.number)))

    return do


_CLOSE = N_("Close the file {reference}? It is kept, but no offer is looked for any more.")
_REOPEN = N_("Open the file {reference} again? Please check afterwards from when the person can work.")

ROUTES = (
    button("candidate", _open),
    button("candidate-history", _history),
    button("correct-candidate", _correct),
    button("note-candidate", _start_note),
    button("follow-candidate", _follow, args=r"\d{1,9}:\d{1,9}"),
    button("close-candidate", _ask(_CLOSE, N_("Yes, close it"), "closed-candidate")),
    button("closed-candidate", _moved(close_candidate.close)),
    button("reopen-candidate", _ask(_REOPEN, N_("Yes, open it"), "reopened-candidate")),
    button("reopened-candidate", _moved(close_candidate.reopen)),
)
