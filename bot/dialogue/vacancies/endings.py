"""What ends with an offer, and who hears of it."""

from collections.abc import Iterable

from bot.dialogue.broadcasts.notices import retell_offer
from bot.dialogue.journey.referrals.notices import tell_ended
from bot.dialogue.journey.shares.notices import tell_shares_ended
from bot.dialogue.turn import Turn
from bot.dialogue.vacancies.offers import closed_card, retell_posted
from bot.store import referrals, shares
from bot.store.offers import identity
from bot.store.people import Member
from bot.store.tables import JobOffer


def end_with(turn: Turn, offer: JobOffer) -> None:
    """The offer is over: the cards sent of it say so, nothing is awaited of the SIAEs it was shared with, and
    its open referrals are no longer current."""
    session, number = turn.session, identity(offer)
    by = None if turn.person is None else turn.person.id
    retell_posted(turn, offer, f"offer-closed-card:{turn.uid}")
    retell_offer(turn, offer)
    tell_shares_ended(turn, shares.end_of_offer(session, number, by, turn.now))
    for referral in referrals.make_obsolete(session, by, turn.now, offer_id=number):
        tell_ended(turn, referral, company=False)


def tell_state(turn: Turn, offer: JobOffer, told: Iterable[Member]) -> None:
    """These people, but who did it, hear how the offer stands now."""
    for person in told:
        if turn.person is None or person.id != turn.person.id:
            turn.tell(
                person,
                f"offer-closed:{identity(offer)}:{turn.uid}:{person.id}",
                lambda language: closed_card(turn, offer, language),
            )
