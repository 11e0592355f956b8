"""Say that an open offer still is: it lives on (domain.md §5: 60 days without news end it)."""

from bot.actions import demand
from bot.dialogue.turn import Turn
from bot.dialogue.vacancies.offers import retell_posted
from bot.rules.policy import Action, Owner
from bot.store import audit, offers
from bot.store.offers import identity
from bot.store.tables import JobOffer


def confirm(turn: Turn, offer: JobOffer) -> bool:
    """The offer is still open: its days begin again. Returns whether it was. Raises Refused."""
    demand(turn, Action.CHANGE_OFFER, Owner(offer.organisation_id))
    number = identity(offer)
    if not offers.hear(turn.session, number, turn.now):
        return False
    turn.session.refresh(offer)
    on_behalf = turn.me.organisation_id != offer.organisation_id
    audit.record(turn.session, turn.me.id, "confirm offer", "offer", number, turn.now, on_behalf=on_behalf)
    retell_posted(turn, offer, f"offer-confirmed:{turn.uid}")
    return True
