"""Answer that one has no candidate for an offer that was sent."""

from bot.actions import demand
from bot.dialogue.broadcasts.notices import retell_answer
from bot.dialogue.refusals import Refused
from bot.dialogue.translations import N_
from bot.dialogue.turn import Turn
from bot.rules.policy import Action
from bot.store import audit, deliveries
from bot.store.offers import identity
from bot.store.offers_sent import is_shown_to
from bot.store.tables import JobOffer, OfferAnswer


def decline(turn: Turn, offer: JobOffer) -> bool:
    """The person has no candidate for this offer: they are not asked again. Returns whether this is news; who
    proposed somebody did not decline. Raises Refused."""
    demand(turn, Action.ANSWER_OFFER)
    if not is_shown_to(turn.session, offer, turn.me):
        raise Refused(N_("This offer cannot be found."))
    number = identity(offer)
    if not deliveries.answer(turn.session, turn.me.id, number, OfferAnswer.DECLINED, turn.now):
        return False
    audit.record(turn.session, turn.me.id, "decline offer", "offer", number, turn.now)
    retell_answer(turn, offer, turn.me.id)
    return True
