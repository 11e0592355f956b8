"""End a job offer: every position is filled, or it is withdrawn."""

from bot.actions import demand
from bot.dialogue.turn import Turn
from bot.dialogue.vacancies.endings import end_with, tell_state
from bot.rules.policy import Action, Owner
from bot.store import audit, offers, people
from bot.store.offers import identity
from bot.store.tables import JobOffer, OfferState

_DONE = {OfferState.FILLED: "fill offer", OfferState.WITHDRAWN: "withdraw offer"}


def close(turn: Turn, offer: JobOffer, state: OfferState) -> bool:
    """End an open offer as filled or withdrawn. Returns whether this is what ended it; the PLIE hears of
    it, and the company where the PLIE did it; its open referrals are no longer current. Raises Refused."""
    demand(turn, Action.CHANGE_OFFER, Owner(offer.organisation_id))
    session, me, number = turn.session, turn.me, identity(offer)
    if not offers.close(session, number, state, turn.today):
        return False
    session.refresh(offer)
    on_behalf = me.organisation_id != offer.organisation_id
    audit.record(session, me.id, _DONE[state], "offer", number, turn.now, on_behalf=on_behalf)
    told = people.staff(session)
    if on_behalf:
        told += people.of_organisation(session, offer.organisation_id)
    tell_state(turn, offer, told)
    end_with(turn, offer)
    return True
