"""Tick a SIAE for an offer: the broadcast goes to it too (domain.md §5)."""

from bot.actions import demand
from bot.dialogue.refusals import Refused
from bot.dialogue.translations import N_
from bot.dialogue.turn import Turn
from bot.dialogue.words import OFFER_STATES
from bot.rules.policy import Action
from bot.store import audit, offer_siaes
from bot.store.offers import identity
from bot.store.tables import JobOffer, OfferState


def tick(turn: Turn, offer: JobOffer, siae_id: int) -> bool:
    """The SIAE gets the offer with the next wave. Returns whether this is what ticked it. Raises Refused."""
    _check(turn, offer)
    if not offer_siaes.is_reached(turn.session, turn.today, siae_id):
        raise Refused(N_("Nobody of this SIAE can be reached. Please choose another one."))
    if not offer_siaes.tick(turn.session, identity(offer), siae_id, turn.me.id, turn.now):
        return False
    audit.record(turn.session, turn.me.id, "tick siae", "offer", identity(offer), turn.now, siae=siae_id)
    return True


def untick(turn: Turn, offer: JobOffer, siae_id: int) -> bool:
    """The SIAE does not get the offer with the next wave. Returns whether it was ticked. Raises Refused."""
    _check(turn, offer)
    if not offer_siaes.untick(turn.session, identity(offer), siae_id):
        return False
    audit.record(turn.session, turn.me.id, "untick siae", "offer", identity(offer), turn.now, siae=siae_id)
    return True


def _check(turn: Turn, offer: JobOffer) -> None:
    """Something of the offer is still to be sent. Raises Refused."""
    demand(turn, Action.CIRCULATE_OFFER)
    if offer.state != OfferState.OPEN:
        state = turn.t(OFFER_STATES[offer.state])
        raise Refused(N_("This offer is no longer open: it is {state}."), state=state)
    if offer.sent_again_at is not None:
        raise Refused(N_("This offer was sent for the last time: nobody else gets it."))
