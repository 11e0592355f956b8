"""The buttons that keep an offer within the PLIE, or send it to the partners at once."""

from collections.abc import Callable

from bot.actions import circulate_offer, demand
from bot.dialogue.refusals import Refused
from bot.dialogue.routes import button
from bot.dialogue.translations import N_
from bot.dialogue.turn import Turn
from bot.dialogue.vacancies.offers import offer_card
from bot.dialogue.words import CIRCULATIONS, OFFER_STATES
from bot.rules.policy import Action
from bot.store import offers
from bot.store.tables import JobOffer, OfferState


def _hold(turn: Turn) -> None:
    _circulate(turn, circulate_offer.hold)


def _send_now(turn: Turn) -> None:
    _circulate(turn, circulate_offer.send_now)


def _circulate(turn: Turn, act: Callable[[Turn, JobOffer], bool]) -> None:
    """Do it, and show the offer as it is now; a tap that comes too late is told how it stands."""
    demand(turn, Action.CIRCULATE_OFFER)
    offer = offers.get(turn.session, turn.number, lock=True)
    if offer is None:
        raise Refused(N_("This offer cannot be found."))
    act(turn, offer)
    if offer.state == OfferState.OPEN:
        said = N_("Circulation of this offer: {circulation}.")
        turn.toast(turn.t(said, circulation=turn.t(CIRCULATIONS[offer.circulation])))
    else:
        state = turn.t(OFFER_STATES[offer.state])
        turn.toast(turn.t(N_("This offer is no longer open: it is {state}."), state=state))
    turn.edit(offer_card(turn, offer, turn.language, staff=True))


ROUTES = (button("hold", _hold), button("send-now", _send_now))
