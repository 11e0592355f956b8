"""Present to the company someone who was proposed for its offer."""

from bot.actions import demand
from bot.dialogue.journey.referrals import fit as referral_fit
from bot.dialogue.journey.referrals.notices import tell_presented
from bot.dialogue.turn import Turn
from bot.rules.policy import Action
from bot.rules.referrals import Move, sources
from bot.store import audit, candidates, referrals
from bot.store.tables import Referral, ReferralState


def present(turn: Turn, referral: Referral) -> bool:
    """The company is told of the person, by name; who proposed them hears of it. Returns whether the referral
    awaited this. Raises Refused."""
    demand(turn, Action.REFER)
    session, number = turn.session, referrals.identity(referral)
    if referral.state not in sources(Move.PRESENT):
        return False
    candidate, offer = referral_fit.find(turn, referral.candidate_id, referral.offer_id, lock=True)
    referral_fit.ensure(turn, candidate, offer)
    presented = ReferralState.PRESENTED
    if not referrals.move(session, number, sources(Move.PRESENT), presented, turn.me.id, turn.now):
        return False
    session.refresh(referral)
    candidates.referred(session, referral.candidate_id, turn.today)
    audit.record(
        session,
        turn.me.id,
        "present referral",
        "candidate",
        referral.candidate_id,
        turn.now,
        offer=referral.offer_id,
        referral=number,
    )
    tell_presented(turn, referral)
    return True
