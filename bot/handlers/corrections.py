"""Correcting a procurement, adding to it, seeing what it was before, cancelling it or a lot of it."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from markupsafe import Markup

from bot.actions import add_remark, cancel, correct_procurement, demand
from bot.dialogue import conversation
from bot.dialogue.contracts.announcement import REMARK, STEPS, answers_of
from bot.dialogue.contracts.awards import lot_line
from bot.dialogue.contracts.cancel_fields import LOTS_LIVING, WHOLE, LivingLot
from bot.dialogue.contracts.procurements import procurement_card
from bot.dialogue.corrections import history_card
from bot.dialogue.fields import Day, Text
from bot.dialogue.form import Answers, Form, Step
from bot.dialogue.refusals import Refused
from bot.dialogue.routes import button
from bot.dialogue.screens import listing
from bot.dialogue.translations import N_, translate
from bot.dialogue.turn import Turn
from bot.rules.lifecycle import LIVING, LotState
from bot.rules.policy import Action, Owner
from bot.store import lots, procurements
from bot.store.tables import Procurement

GONE = N_("This contract cannot be found.")


def _find(turn: Turn, number: int, action: Action) -> Procurement:
    """The procurement, for who may do this to it. Raises Refused."""
    procurement = procurements.get(turn.session, number)
    demand(turn, action, Owner(procurement.organisation_id if procurement else 0))
    if procurement is None:
        raise Refused(GONE)
    return procurement


def _correct(turn: Turn) -> None:
    procurement = _find(turn, turn.number, Action.CORRECT_PROCUREMENT)
    known = lots.of(turn.session, turn.number)
    undecided = all(lot.state == LotState.ANNOUNCED and lot.verdict is None for lot in known)
    answers = answers_of(procurement, known)
    if not undecided:
        del answers["lots"]
    hidden = {"procurement": procurement.id, "lots_open": undecided, "was": dict(answers)}
    conversation.start(turn, CORRECT, answers | hidden, reviewing=True)


def _lots_open(answers: Answers) -> bool:
    return bool(answers.get("lots_open"))


def _corrected(turn: Turn, answers: Mapping[str, Any]) -> Markup:
    if correct_procurement.correct(turn, answers["procurement"], answers.get("was") or {}, answers):
        return turn.t(N_("Saved. What was there before is kept."))
    return turn.t(N_("Nothing changed."))


_PAST = {"consultation": Day(past=True), "start": Day(past=True)}


def _step(step: Step) -> Step:
    if step.name in _PAST:
        return replace(step, field=_PAST[step.name])
    return replace(step, when=_lots_open) if step.name == "lots" else step


CORRECT = Form(
    name="correct",
    version=1,
    title=N_("Correct a contract"),
    steps=tuple(_step(step) for step in STEPS if step.name != "remark"),
    verb=N_("Save"),
    done=_corrected,
)


def _start_remark(turn: Turn) -> None:
    procurement = _find(turn, turn.number, Action.CORRECT_PROCUREMENT)
    hidden = {"procurement": procurement.id, "reference": procurement.reference}
    conversation.start(turn, ADD_REMARK, hidden)


def _added(turn: Turn, answers: Mapping[str, Any]) -> Markup:
    procurement = _find(turn, answers["procurement"], Action.CORRECT_PROCUREMENT)
    add_remark.add(turn, procurement, answers["remark"])
    turn.say(procurement_card(turn.session, procurement, turn.language, staff=turn.me.is_staff))
    return turn.t(N_("Added to the contract."))


def _about(form: Form, language: str, answers: Answers) -> Markup:
    """The answers below the title of the form and the reference of the contract it is about."""
    title = translate(language, form.title)
    if "reference" in answers:
        title = Markup("{} · {}").format(title, answers["reference"])
    return Markup("<b>{}</b>\n\n{}").format(title, listing(form, answers, language))


def _remark_recap(language: str, answers: Answers) -> Markup:
    return _about(ADD_REMARK, language, answers)


ADD_REMARK = Form(
    name="add-remark",
    version=1,
    title=N_("Add to a contract"),
    steps=(replace(REMARK, ask=N_("What should be added, a comment or a document?"), optional=False),),
    verb=N_("Save"),
    recap=_remark_recap,
    done=_added,
)


def _cancel(turn: Turn) -> None:
    procurement = _find(turn, turn.number, Action.CANCEL)
    hidden: dict[str, Any] = {"procurement": procurement.id, "reference": procurement.reference}
    living = [lot for lot in lots.of(turn.session, turn.number) if lot.state in LIVING]
    if len(living) > 1:
        hidden[LOTS_LIVING] = [{"id": lot.id, "number": lot.number, "label": lot_line(lot)} for lot in living]
    conversation.start(turn, CANCEL, hidden)


def _several(answers: Answers) -> bool:
    return bool(answers.get(LOTS_LIVING))


def _cancelled(turn: Turn, answers: Mapping[str, Any]) -> None:
    procurement = _find(turn, answers["procurement"], Action.CANCEL)
    cancel.cancel(turn, procurement, answers["reason"], (answers.get("which") or WHOLE)["id"])
    turn.session.refresh(procurement)
    turn.say(procurement_card(turn.session, procurement, turn.language, staff=turn.me.is_staff))


def _cancel_recap(language: str, answers: Answers) -> Markup:
    return _about(CANCEL, language, answers)


CANCEL = Form(
    name="cancel",
    version=2,
    title=N_("Cancel a contract"),
    steps=(
        Step("which", N_("Cancelled"), N_("What is cancelled?"), LivingLot(), when=_several),
        Step("reason", N_("Reason"), N_("Why is it cancelled?"), Text(3, 500)),
    ),
    verb=N_("Confirm the cancellation"),
    recap=_cancel_recap,
    done=_cancelled,
)


def _history(turn: Turn) -> None:
    procurement = _find(turn, turn.number, Action.SEE_PROCUREMENT)
    turn.edit(history_card(turn.session, procurement, turn.language, turn.zone))


ROUTES = (
    button("correct", _correct),
    button("add-remark", _start_remark),
    button("cancel", _cancel),
    button("history", _history),
)
