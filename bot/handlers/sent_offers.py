"""/offres for those who propose candidates: what was sent to them, and that they have nobody."""

from bot.actions import decline_offer, demand
from bot.dialogue.broadcasts.cards import sent_card
from bot.dialogue.broadcasts.lists import sent_list_card
from bot.dialogue.broadcasts.messages import offers_of
from bot.dialogue.broadcasts.reading import GONE, below, opened, readable
from bot.dialogue.refusals import Refused
from bot.dialogue.routes import button
from bot.dialogue.translations import N_
from bot.dialogue.turn import Turn
from bot.rules.policy import Action
from bot.store import mailings
from bot.store.offers_sent import is_living


def _list(turn: Turn) -> None:
    demand(turn, Action.LIST_SENT_OFFERS)
    turn.edit(sent_list_card(turn, turn.data.split(":")[1], turn.number))


def _open(turn: Turn) -> None:
    demand(turn, Action.LIST_SENT_OFFERS)
    turn.edit(opened(turn, readable(turn, turn.number)))


def _page(turn: Turn) -> None:
    """Another page of a message of several offers."""
    demand(turn, Action.LIST_SENT_OFFERS)
    mailing = mailings.to_person(turn.session, int(turn.data.split(":")[1]), turn.me.id)
    sent = [] if mailing is None else offers_of(turn.session, mailing.id or 0)
    if mailing is None or not sent:
        raise Refused(GONE)
    turn.edit(sent_card(mailing.broadcast_id, sent, turn.language, turn.number))


def _nobody(turn: Turn) -> None:
    """No candidate: the card says so; of an offer that is over, how it stands."""
    demand(turn, Action.LIST_SENT_OFFERS)
    offer = readable(turn, turn.number)
    if not is_living(offer):
        turn.toast(turn.t(N_("This offer is over: nothing is asked of you any more.")))
    elif decline_offer.decline(turn, offer):
        turn.toast(turn.t(N_("Noted: no candidate. You are not asked again.")))
    turn.edit(below(turn, offer))


ROUTES = (
    button("sent-offers", _list, args=r"(?:open|over):\d{1,9}"),
    button("sent-offer", _open),
    button("sent-page", _page, args=r"\d{1,9}:\d{1,4}"),
    button("no-candidate", _nobody),
)
