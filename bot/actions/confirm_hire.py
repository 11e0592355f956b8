"""The PLIE confirms a hire a company declared, or not."""

from bot.actions import demand
from bot.dialogue.broadcasts.notices import retell_offer
from bot.dialogue.journey.placements.notices import retell_declared, tell, tell_proposer
from bot.dialogue.journey.referrals.notices import refresh, tell_ended
from bot.dialogue.journey.shares.notices import end_shares_of_filled
from bot.dialogue.translations import N_
from bot.dialogue.turn import Turn
from bot.dialogue.vacancies.offers import retell_posted
from bot.rules.policy import Action
from bot.store import audit, hires, offers, placements, referrals
from bot.store.placements import identity
from bot.store.tables import Placement


def confirm(turn: Turn, placement: Placement) -> bool:
    """A declared hire stands: the person's other referrals end, and on a filled offer everyone else's; the
    follow-ups are due. Returns whether it was declared still. Raises Refused."""
    demand(turn, Action.CONFIRM_HIRE)
    session, number = turn.session, identity(placement)
    if not placements.confirm(session, number, turn.me.id, turn.now):
        return False
    session.refresh(placement)
    audit.record(session, turn.me.id, "confirm hire", "placement", number, turn.now)
    for referral in hires.settle(session, placement, turn.me.id, turn.now, turn.today):
        tell_ended(turn, referral)
    end_shares_of_filled(turn, placement.offer_id)
    retell_declared(turn, placement)
    tell(
        turn, placement, "hire-confirmed", N_("The PLIE confirmed the hire {reference} at {company}: {name}.")
    )
    tell_proposer(turn, placement)
    return True


def reject(turn: Turn, placement: Placement) -> bool:
    """A declared hire does not stand: its position is free again and the person presented as before. Returns
    whether it was declared still. Raises Refused."""
    demand(turn, Action.CONFIRM_HIRE)
    session, number = turn.session, identity(placement)
    if not placements.reject(session, number, turn.me.id, turn.now):
        return False
    session.refresh(placement)
    hires.undo(session, placement, turn.me.id, turn.now)
    audit.record(session, turn.me.id, "reject hire", "placement", number, turn.now)
    retell_declared(turn, placement)
    said = N_("The PLIE did not confirm the hire {reference} at {company}: {name}. It can tell you why.")
    tell(turn, placement, "hire-rejected", said)
    offer = None if placement.offer_id is None else offers.get(session, placement.offer_id)
    if offer is not None:
        retell_posted(turn, offer, f"hire-rejected-card:{number}")
        retell_offer(turn, offer)
    referral = None if placement.referral_id is None else referrals.get(session, placement.referral_id)
    if referral is not None:
        refresh(turn, referral, f"hire-rejected-card:{number}")
    return True
