"""The publication of the notice, and its proof, which can be opened again."""

from collections.abc import Mapping
from typing import Any

from markupsafe import Markup

from bot.actions import demand, publish
from bot.dialogue import conversation
from bot.dialogue.contracts.procurements import procurement_card
from bot.dialogue.fields import Happened
from bot.dialogue.form import Form, Step
from bot.dialogue.notices import Notice
from bot.dialogue.readers.when import When
from bot.dialogue.refusals import Refused
from bot.dialogue.routes import button
from bot.dialogue.translations import N_
from bot.dialogue.turn import Turn
from bot.rules.policy import Action, Owner
from bot.store import lots, procurements, publication
from bot.store.procurements import NOTICE
from bot.store.tables import Procurement

_GONE = N_("This contract cannot be found.")


def _find(turn: Turn, number: int, action: Action = Action.PUBLISH) -> Procurement:
    """The procurement, for who may do this to it. Raises Refused."""
    procurement = procurements.get(turn.session, number)
    demand(turn, action, Owner(procurement.organisation_id if procurement else 0))
    if procurement is None:
        raise Refused(_GONE)
    return procurement


def _start(turn: Turn) -> None:
    procurement = _find(turn, turn.number)
    known = lots.of(turn.session, turn.number)
    if publication.waiting(turn.session, turn.number, known) or publication.latest(known):
        hidden = {"procurement": procurement.id, "reference": procurement.reference}
        conversation.start(turn, FORM, hidden)
        return
    turn.toast(turn.t(publish.NOTHING_WAITS))
    turn.edit(procurement_card(turn.session, procurement, turn.language, staff=turn.me.is_staff))


def _done(turn: Turn, answers: Mapping[str, Any]) -> Markup:
    procurement = _find(turn, answers["procurement"])
    given = answers.get("proof") is not None
    done = publish.publish(turn, procurement, When.from_json(answers["on"]).day, answers.get("proof"))
    if given:
        return turn.t(N_("Saved, with the proof that the clause is in the notice. Thank you."))
    if publication.proven(turn.session, procurement.id or 0, done):
        return turn.t(N_("Saved. What was there before is kept."))
    return turn.t(N_("Saved. Please send the proof as soon as you have it: the same button takes it."))


def _proofs(turn: Turn) -> None:
    procurement = _find(turn, turn.number, Action.SEE_PROCUREMENT)
    files = procurements.documents(turn.session, turn.number, NOTICE)
    if not files:
        raise Refused(N_("No file was sent as proof of this publication."))
    for file in files:
        turn.send_file(file, procurement.reference)


FORM = Form(
    name="publish",
    version=1,
    title=N_("Publication of the notice"),
    steps=(
        Step("on", N_("Publication"), N_("When was the notice published?"), Happened()),
        Step(
            "proof",
            N_("Proof"),
            N_("Where does the notice say the clause?"),
            Notice(),
            optional=True,
            skip_label=N_("Later"),
        ),
    ),
    verb=N_("Save"),
    done=_done,
)

ROUTES = (button("publish", _start), button("proof", _proofs))
