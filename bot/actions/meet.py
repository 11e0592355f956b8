"""The company wants to meet a person presented to it."""

from bot.actions import demand
from bot.dialogue.journey.referrals.notices import tell_meeting
from bot.dialogue.turn import Turn
from bot.rules.policy import Action, Owner
from bot.store import audit, offers, referrals
from bot.store.tables import JobOffer, Referral


def meet(turn: Turn, referral: Referral, offer: JobOffer) -> bool:
    """Ask for a meeting, of the company or on its behalf: the adviser fixes the date, and it is news of the
    offer. Returns whether the person is presented and this is new. Raises Refused."""
    demand(turn, Action.ANSWER_REFERRAL, Owner(offer.organisation_id))
    session, number = turn.session, referrals.identity(referral)
    offers.get(session, referral.offer_id, lock=True)  # before the referral, as where an offer ends
    if not referrals.meet(session, number, turn.now):
        return False
    session.refresh(referral)
    offers.hear(session, referral.offer_id, turn.now)
    audit.record(
        session,
        turn.me.id,
        "meet",
        "candidate",
        referral.candidate_id,
        turn.now,
        offer=referral.offer_id,
        referral=number,
        on_behalf=turn.me.organisation_id != offer.organisation_id,
    )
    tell_meeting(turn, referral)
    return True
