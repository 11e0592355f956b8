"""/sortie: a person left the agreement, and for what; the card of an exit, correcting it, taking it back."""

from collections.abc import Mapping
from typing import Any

from markupsafe import Markup

from bot.actions import correct_exit, demand, record_exit
from bot.dialogue import conversation
from bot.dialogue.cards import Button, Card
from bot.dialogue.form import Answers, Form
from bot.dialogue.journey.exits.cards import cancelling_card, exit_card
from bot.dialogue.journey.exits.checks import StillRunning
from bot.dialogue.journey.exits.steps import FACTS, STEPS, answers_of, counts_line, said_of
from bot.dialogue.refusals import Refused
from bot.dialogue.routes import button, entry
from bot.dialogue.screens import listing
from bot.dialogue.translations import N_, label, translate
from bot.dialogue.turn import Turn
from bot.rules.policy import Action
from bot.store import candidates, exits
from bot.store.candidates import LIVING, identity
from bot.store.tables import CandidateState, Exit


def _start(turn: Turn) -> None:
    demand(turn, Action.RECORD_EXIT)
    conversation.start(turn, FORM)


def _start_of(turn: Turn) -> None:
    """Begin for one person; an exit that is recorded already is shown instead."""
    demand(turn, Action.RECORD_EXIT)
    candidate = candidates.get(turn.session, turn.number)
    if candidate is None or candidate.state not in LIVING:
        raise Refused(N_("This candidate cannot be found."))
    number = identity(candidate)
    row = exits.current(turn.session, number)
    if row is not None and candidate.state == CandidateState.CLOSED:
        turn.toast(turn.t(N_("The exit of this person is already recorded.")))
        turn.edit(exit_card(turn, row, turn.language))
        return
    name = candidates.name(turn.session, candidate)
    known = {"id": number, "reference": candidate.reference, "name": name}
    conversation.start(turn, FORM, {"candidate": known})


def _recap(language: str, answers: Answers) -> Markup:
    title = Markup("<b>{}</b>").format(translate(language, FORM.title))
    parts = [title, listing(FORM, answers, language), counts_line(answers, language)]
    return Markup("\n\n").join(filter(None, parts))


def _correct_recap(language: str, answers: Answers) -> Markup:
    title = Markup("<b>{} · {}</b>").format(translate(language, CORRECT.title), answers.get("reference", "–"))
    parts = [title, listing(CORRECT, answers, language), counts_line(answers, language)]
    return Markup("\n\n").join(filter(None, parts))


def _done(turn: Turn, answers: Mapping[str, Any]) -> Markup:
    try:
        row = record_exit.record(turn, answers["candidate"]["id"], said_of(answers))
    except StillRunning as running:
        _offer_to_end(turn, running)
        raise
    turn.say(exit_card(turn, row, turn.language))
    return turn.t(N_("The exit is recorded and the file is closed."))


def _offer_to_end(turn: Turn, running: StillRunning) -> None:
    """The way to what has to be done first, in a message of its own: the form waits as it is."""
    end = Button(label(turn.language, N_("End the placement early")), f"end-placement:{running.placement_id}")
    see = Button(label(turn.language, N_("The placement")), f"placement:{running.placement_id}")
    turn.say(Card(turn.t(running.msgid, **running.values), ((end, see),)))


FORM = Form(
    name="exit",
    version=1,
    title=N_("Exit of a candidate"),
    steps=STEPS,
    verb=N_("Save"),
    recap=_recap,
    done=_done,
)


def _find(turn: Turn) -> Exit:
    """The exit of the button tapped, for those who may. Raises Refused."""
    demand(turn, Action.RECORD_EXIT)
    row = exits.get(turn.session, turn.number)
    if row is None:
        raise Refused(correct_exit.GONE)
    return row


def _open(turn: Turn) -> None:
    turn.edit(exit_card(turn, _find(turn), turn.language))


def _correct(turn: Turn) -> None:
    row = _find(turn)
    candidate = candidates.get(turn.session, row.candidate_id)
    if row.cancelled_at is not None or candidate is None or candidate.state not in LIVING:
        turn.edit(exit_card(turn, row, turn.language))
        return
    hidden = {
        "exit": exits.identity(row),
        "reference": candidate.reference,
        "candidate": {"id": identity(candidate)},
    }
    conversation.start(turn, CORRECT, answers_of(exits.said(row)) | hidden, reviewing=True)


def _corrected(turn: Turn, answers: Mapping[str, Any]) -> Markup:
    try:
        row, changed = correct_exit.correct(turn, answers.get("exit", 0), said_of(answers))
    except StillRunning as running:
        _offer_to_end(turn, running)
        raise
    turn.say(exit_card(turn, row, turn.language))
    return turn.t(N_("The exit is corrected.") if changed else N_("Nothing was changed."))


CORRECT = Form(
    name="correct-exit",
    version=1,
    title=N_("Correct an exit"),
    steps=FACTS,
    verb=N_("Save"),
    recap=_correct_recap,
    done=_corrected,
)


def _ask_to_cancel(turn: Turn) -> None:
    row = _find(turn)
    standing = row.cancelled_at is None
    turn.edit((cancelling_card if standing else exit_card)(turn, row, turn.language))


def _cancel(turn: Turn) -> None:
    row = _find(turn)
    if not correct_exit.cancel(turn, exits.identity(row)):
        turn.toast(turn.t(N_("This is already done.")))
    turn.session.refresh(row)
    turn.edit(exit_card(turn, row, turn.language))


ROUTES = (
    *entry("sortie", _start),
    button("exit", _start_of),
    button("exit-card", _open),
    button("correct-exit", _correct),
    button("cancel-exit", _ask_to_cancel),
    button("cancelled-exit", _cancel),
)
