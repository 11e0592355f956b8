"""End a job offer: every position is filled, or it is withdrawn."""

from bot.actions import demand
from bot.dialogue.journey.referrals.notices import tell_ended
from bot.dialogue.journey.shares.notices import tell_shares_ended
from bot.dialogue.turn import Turn
from bot.dialogue.vacancies.offers import closed_card, retell_posted
from bot.rules.policy import Action, Owner
from bot.store import audit, offers, people, referrals, shares
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
    for person in told:
        if person.id != me.id:
            turn.tell(
                person,
                f"offer-closed:{number}:{turn.uid}:{person.id}",
                lambda language: closed_card(turn, offer, language),
            )
    retell_posted(turn, offer, f"offer-closed-card:{turn.uid}")
    tell_shares_ended(turn, shares.end_of_offer(session, number, me.id, turn.now))
    for referral in referrals.make_obsolete(session, me.id, turn.now, offer_id=number):
        tell_ended(turn, referral, company=False)
    return True
