"""Present a candidate for an offer: the company is told at once, by name."""

from dataclasses import dataclass

from bot.actions import demand
from bot.dialogue.journey.referrals import fit as referral_fit
from bot.dialogue.journey.referrals.notices import tell_presented
from bot.dialogue.presence import check_partner
from bot.dialogue.refusals import Refused
from bot.dialogue.turn import Turn
from bot.rules.policy import Action
from bot.store import audit, candidates, offers, referrals
from bot.store.tables import Referral


@dataclass(frozen=True, slots=True)
class Referred:
    """The referral made, and how many people of the company were told."""

    referral: Referral
    told: int


def refer(turn: Turn, candidate_id: int, offer_id: int) -> Referred:
    """A candidate presented for an open offer. Raises Refused: what forbids it is in
    `dialogue.journey.referral_fit`."""
    demand(turn, Action.REFER)
    session, me = turn.session, turn.me
    candidate, offer = referral_fit.find(turn, candidate_id, offer_id, lock=True)
    check_partner(turn, offer.organisation_id)
    referral_fit.ensure(turn, candidate, offer)
    candidate_id, offer_id = candidates.identity(candidate), offers.identity(offer)
    referral = referrals.add(session, candidate_id, offer_id, me.id, turn.now, presented=True)
    if referral is None:
        raise Refused(referral_fit.ALREADY, candidate=candidate.reference, offer=offer.reference)
    candidates.referred(session, candidate_id, turn.today)
    audit.record(
        session,
        me.id,
        "refer",
        "candidate",
        candidate_id,
        turn.now,
        offer=offer_id,
        referral=referrals.identity(referral),
    )
    return Referred(referral, tell_presented(turn, referral))
