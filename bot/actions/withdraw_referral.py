"""The PLIE no longer presents a person, or does not present one who was proposed."""

from bot.actions import demand
from bot.dialogue.journey.referrals.notices import tell_ended
from bot.dialogue.turn import Turn
from bot.rules.policy import Action
from bot.rules.referrals import Move, sources
from bot.store import audit, referrals
from bot.store.tables import Referral, ReferralState, RefusalReason


def withdraw(turn: Turn, referral: Referral, reason: RefusalReason) -> bool:
    """End an open referral: the company hears where the person was presented to it, and who proposed them.
    Returns whether it was open. Raises Refused."""
    demand(turn, Action.REFER)
    session, number, whence = turn.session, referrals.identity(referral), sources(Move.WITHDRAW)
    if not referrals.move(
        session, number, whence, ReferralState.WITHDRAWN, turn.me.id, turn.now, str(reason)
    ):
        return False
    session.refresh(referral)
    audit.record(
        session,
        turn.me.id,
        "withdraw referral",
        "candidate",
        referral.candidate_id,
        turn.now,
        offer=referral.offer_id,
        referral=number,
        reason=str(reason),
    )
    tell_ended(turn, referral)
    return True
