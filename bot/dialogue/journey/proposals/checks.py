"""Whether a candidate may be proposed for an offer, as things are now."""

from bot.dialogue.refusals import Refused
from bot.dialogue.translations import N_
from bot.dialogue.turn import Turn
from bot.dialogue.vacancies.offers import lasts_until
from bot.dialogue.words import OFFER_STATES
from bot.store import offers
from bot.store.offers_sent import is_shown_to
from bot.store.tables import Circulation, JobOffer, OfferState

NOT_SENT = N_("This offer was not sent to you. What you can do is in /menu.")


def sent_to_me(turn: Turn, offer_id: int, *, lock: bool = False) -> JobOffer:
    """The offer of this number, where it was sent to the person of this turn; with `lock` nobody else changes
    it before the end of the turn. Raises Refused."""
    offer = offers.get(turn.session, offer_id, lock=lock)
    if offer is None or not is_shown_to(turn.session, offer, turn.me):
        raise Refused(NOT_SENT)
    return offer


def ensure_living(turn: Turn, offer: JobOffer) -> None:
    """Go on only while somebody is still sought for the offer. Raises Refused."""
    known = {"reference": offer.reference}
    if offer.state != OfferState.OPEN:
        said = N_("Nobody is sought any more for the offer {reference}: it is {state}.")
        raise Refused(said, **known, state=turn.t(OFFER_STATES[offer.state]))
    if lasts_until(turn, offer) < turn.today:
        said = N_("Nobody is sought any more for the offer {reference}: it has expired for want of news.")
        raise Refused(said, **known)
    if offer.hired >= offer.positions:
        raise Refused(N_("Every position of the offer {reference} is filled."), **known)
    if offer.circulation != Circulation.SENT:
        raise Refused(N_("The offer {reference} is no longer open to proposals."), **known)
