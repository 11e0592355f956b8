"""Keeping a candidate's file for a legal ground, and erasing a person at their request: coordinators only."""

from collections.abc import Mapping
from typing import Any

from markupsafe import Markup

from bot.actions import demand, erase_candidate, hold_candidate
from bot.dialogue import conversation, formats
from bot.dialogue.fields import Text
from bot.dialogue.form import Answers, Form, Step
from bot.dialogue.readers.when import Grain, When
from bot.dialogue.refusals import Refused
from bot.dialogue.routes import button
from bot.dialogue.screens import listing
from bot.dialogue.seekers.candidates import card_for
from bot.dialogue.seekers.keeping import LastDay, erase_card, hold_card, lift_card
from bot.dialogue.translations import N_, translate
from bot.dialogue.turn import Turn
from bot.rules.policy import Action
from bot.rules.retention import holds
from bot.store import candidates, legal_holds
from bot.store.candidates import LIVING, identity
from bot.store.tables import Candidate

_GONE = N_("This candidate cannot be found.")


def _find(turn: Turn) -> Candidate:
    """The file of the button tapped, for coordinators. Raises Refused."""
    demand(turn, Action.HOLD_CANDIDATE)
    candidate = candidates.get(turn.session, turn.number)
    if candidate is None or candidate.state not in LIVING:
        raise Refused(_GONE)
    return candidate


def _hold(turn: Turn) -> None:
    """The hold there is, or the form of one."""
    candidate = _find(turn)
    if candidate.hold_until is not None:
        turn.edit(hold_card(turn, candidate))
    else:
        conversation.start(turn, HOLD, _hidden(candidate))


def _change(turn: Turn) -> None:
    """The form again with what the hold says; its last day only where it is still to come."""
    candidate = _find(turn)
    ground = legal_holds.ground(turn.session, candidate)
    if ground is None or candidate.hold_until is None:
        conversation.start(turn, HOLD, _hidden(candidate))
        return
    known = {"ground": ground}
    if holds(candidate.hold_until, turn.today):
        known["until"] = When(candidate.hold_until, Grain.DAY).to_json()
    conversation.start(turn, HOLD, _hidden(candidate) | known, reviewing=True)


def _hidden(candidate: Candidate) -> dict[str, Any]:
    return {"candidate": identity(candidate), "reference": candidate.reference}


def _held(turn: Turn, answers: Mapping[str, Any]) -> Markup:
    until = When.from_json(answers["until"]).day
    candidate = hold_candidate.hold(turn, answers.get("candidate", 0), answers["ground"], until)
    turn.say(card_for(turn, candidate))
    said = N_("The file is kept until {day}, whatever its age.")
    return turn.t(said, day=formats.day(until, turn.language))


def _recap(language: str, answers: Answers) -> Markup:
    title = Markup("{} · {}").format(translate(language, HOLD.title), answers.get("reference", "–"))
    return Markup("<b>{}</b>\n\n{}").format(title, listing(HOLD, answers, language))


HOLD = Form(
    name="hold-candidate",
    version=1,
    title=N_("Legal hold"),
    steps=(
        Step(
            "ground",
            N_("Ground"),
            N_("Why must this file be kept?"),
            Text(5, 500, N_("For example: audit of the European Social Fund, operation 2024–2026.")),
        ),
        Step("until", N_("Last day"), N_("Until which day?"), LastDay()),
    ),
    verb=N_("Save"),
    recap=_recap,
    done=_held,
)


def _ask_lift(turn: Turn) -> None:
    candidate = _find(turn)
    turn.edit(card_for(turn, candidate) if candidate.hold_until is None else lift_card(turn, candidate))


def _lift(turn: Turn) -> None:
    candidate = _find(turn)
    lifted = hold_candidate.lift(turn, identity(candidate))
    turn.toast(turn.t(N_("The legal hold is lifted.") if lifted else N_("This is already done.")))
    turn.session.refresh(candidate)
    turn.edit(card_for(turn, candidate))


def _ask_erase(turn: Turn) -> None:
    turn.edit(erase_card(turn, erase_candidate.check(turn, turn.number)))


def _erase(turn: Turn) -> None:
    candidate = erase_candidate.erase(turn, turn.number)
    turn.toast(turn.t(N_("The person is erased.")))
    turn.edit(card_for(turn, candidate))


ROUTES = (
    button("hold-candidate", _hold),
    button("change-hold", _change),
    button("lift-hold", _ask_lift),
    button("lifted-hold", _lift),
    button("erase-candidate", _ask_erase),
    button("erased-candidate", _erase),
)
