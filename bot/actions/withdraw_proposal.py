"""A partner withdraws the candidate it proposed, while the PLIE has not presented them."""

from bot.actions import demand
from bot.dialogue.journey.proposals.notices import tell_taken_back
from bot.dialogue.turn import Turn
from bot.rules.policy import Action, Owner
from bot.store import audit, proposals, referrals
from bot.store.tables import Referral, ReferralState


def withdraw(turn: Turn, referral: Referral) -> bool:
    """End a proposal that still awaits the facilitator; the PLIE, which has its own way not to present
    somebody, hears of it. Returns whether it did. Raises Refused."""
    demand(turn, Action.LIST_OWN_PROPOSALS)
    demand(turn, Action.SEE_PROPOSAL, Owner(proposals.organisation_of(turn.session, referral)))
    session, number = turn.session, referrals.identity(referral)
    awaiting, withdrawn = (ReferralState.AWAITING,), ReferralState.WITHDRAWN
    if not referrals.move(session, number, awaiting, withdrawn, turn.me.id, turn.now):
        return False
    session.refresh(referral)
    facts = {"offer": referral.offer_id, "referral": number}
    audit.record(
        session, turn.me.id, "withdraw proposal", "candidate", referral.candidate_id, turn.now, **facts
    )
    tell_taken_back(turn, referral)
    return True
