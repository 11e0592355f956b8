"""The company does not retain a person presented to it."""

from bot.actions import demand
from bot.dialogue.journey.referrals.notices import tell_ended
from bot.dialogue.turn import Turn
from bot.rules.policy import Action, Owner
from bot.rules.referrals import Move, sources
from bot.store import audit, offers, referrals
from bot.store.tables import JobOffer, Referral, ReferralState, RefusalReason


def refuse(turn: Turn, referral: Referral, offer: JobOffer, reason: RefusalReason) -> bool:
    """Not retained, by the company or on its behalf: the adviser hears at once, the name leaves the company's
    cards; it is news of the offer, unless the position is closed. Returns whether the person was presented.
    Raises Refused."""
    demand(turn, Action.ANSWER_REFERRAL, Owner(offer.organisation_id))
    session, number, whence = turn.session, referrals.identity(referral), sources(Move.REFUSE)
    offers.get(session, referral.offer_id, lock=True)  # before the referral, as where an offer ends
    if not referrals.move(session, number, whence, ReferralState.REFUSED, turn.me.id, turn.now, str(reason)):
        return False
    session.refresh(referral)
    if reason != RefusalReason.POSITION_CLOSED:
        offers.hear(session, referral.offer_id, turn.now)
    audit.record(
        session,
        turn.me.id,
        "refuse referral",
        "candidate",
        referral.candidate_id,
        turn.now,
        offer=referral.offer_id,
        referral=number,
        reason=str(reason),
        on_behalf=turn.me.organisation_id != offer.organisation_id,
    )
    tell_ended(turn, referral)
    return True
