"""Open again an offer that expired for want of news."""

from bot.actions import demand
from bot.dialogue.broadcasts.notices import retell_offer
from bot.dialogue.presence import check_partner
from bot.dialogue.turn import Turn
from bot.dialogue.vacancies.endings import tell_state
from bot.dialogue.vacancies.offers import retell_posted
from bot.rules.expiry import reopens_since
from bot.rules.policy import Action, Owner
from bot.store import audit, expiring_offers, offers, people
from bot.store.offers import identity
from bot.store.tables import JobOffer


def reopen(turn: Turn, offer: JobOffer) -> bool:
    """The offer is open as it was, the PLIE's participants first where nobody decided otherwise. Returns
    whether this is what reopened it; the PLIE hears of it, and the company where the PLIE did it. Raises
    Refused."""
    demand(turn, Action.CHANGE_OFFER, Owner(offer.organisation_id))
    check_partner(turn, offer.organisation_id)
    session, me, number = turn.session, turn.me, identity(offer)
    if not expiring_offers.reopen(session, number, reopens_since(turn.today), turn.now):
        return False
    session.refresh(offer)
    offers.look_anew(session, offer, turn.now, turn.zone)
    on_behalf = me.organisation_id != offer.organisation_id
    audit.record(session, me.id, "reopen offer", "offer", number, turn.now, on_behalf=on_behalf)
    told = people.staff(session)
    if on_behalf:
        told += people.of_organisation(session, offer.organisation_id)
    tell_state(turn, offer, told)
    retell_posted(turn, offer, f"offer-reopened:{turn.uid}")
    retell_offer(turn, offer)
    return True
