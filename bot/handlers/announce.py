"""/marche: a buyer announces a contract (article 2)."""

from collections.abc import Mapping
from typing import Any

from markupsafe import Markup

from bot.actions import announce, demand
from bot.dialogue import behalf, conversation
from bot.dialogue.cards import Button, Card
from bot.dialogue.contracts.announcement import STEPS, announcement, doubts_of
from bot.dialogue.form import Form
from bot.dialogue.routes import button, entry
from bot.dialogue.screens import listing
from bot.dialogue.translations import N_, label, translate
from bot.dialogue.turn import Turn
from bot.rules.policy import Action, Owner


def _done(turn: Turn, answers: Mapping[str, Any]) -> Card:
    procurement = announce.announce(
        turn, announcement(answers), answers.get("buyer", turn.me.organisation_id)
    )
    sent = N_(
        "Sent to the PLIE under the reference <b>{reference}</b>. A facilitator of the PLIE will come "
        "back to you."
    )
    open_it = Button(label(turn.language, N_("Open the contract")), f"procurement:{procurement.id}")
    return Card(turn.t(sent, reference=procurement.reference), ((open_it,),))


def _recap(language: str, answers: Mapping[str, Any]) -> Markup:
    """The answers, with the name of the buyer when someone of the PLIE announces for it."""
    title = translate(language, FORM.title)
    if "buyer_name" in answers:
        title = Markup("{} · {}").format(title, answers["buyer_name"])
    doubts = [translate(language, doubt) for doubt in doubts_of(answers)]
    return Markup("\n\n").join([Markup("<b>{}</b>").format(title), listing(FORM, answers, language), *doubts])


FORM = Form(
    name="announce",
    version=1,
    title=N_("Announce a contract"),
    steps=STEPS,
    verb=N_("Send to the PLIE"),
    recap=_recap,
    done=_done,
)


def start_read(turn: Turn, answers: Mapping[str, Any], note: Markup | None = None) -> None:
    """Begin the form at its recap, below a note, with what was understood of a message. Raises Refused."""
    demand(turn, Action.ANNOUNCE, Owner(turn.me.organisation_id))
    conversation.start(turn, FORM, answers, reviewing=True, note=note)


FOR_BUYER = behalf.for_buyer("announce-for", "announce-buyers")


def _start(turn: Turn) -> None:
    demand(turn, Action.ANNOUNCE, Owner(turn.me.organisation_id))
    if turn.me.is_staff:
        behalf.ask(turn, FOR_BUYER)
    else:
        conversation.start(turn, FORM)


def _more_buyers(turn: Turn) -> None:
    demand(turn, Action.ANNOUNCE, Owner(0))
    behalf.ask(turn, FOR_BUYER)


def _start_for(turn: Turn) -> None:
    buyer = behalf.chosen(turn, FOR_BUYER)
    demand(turn, Action.ANNOUNCE, Owner(buyer.id or 0))
    conversation.start(turn, FORM, {"buyer": buyer.id, "buyer_name": buyer.name})


ROUTES = (
    *entry("marche", _start),
    button("announce-buyers", _more_buyers),
    button("announce-for", _start_for),
)
