"""Whom an offer was sent to may read it: nobody else of the partners."""

from bot.store import deliveries, offer_siaes
from bot.store.database import Session
from bot.store.offers import identity
from bot.store.people import Member
from bot.store.tables import Circulation, JobOffer, Kind, OfferState, Role

PRESCRIBERS = (Kind.ANPE, Kind.MISSION_LOCALE, Kind.PRESCRIBER)
"""The kinds of organisation every broadcast goes to."""


def is_shown_to(session: Session, offer: JobOffer, person: Member) -> bool:
    """Whether an offer that was sent to the partners is this person's to read: any prescriber's; a SIAE's
    where it was ticked, or where this person got it."""
    if offer.sent_at is None or person.revoked:
        return False
    if person.role is Role.PRESCRIBER:
        return person.kind in PRESCRIBERS
    if person.role is not Role.SIAE:
        return False
    number = identity(offer)
    ticked = offer_siaes.is_ticked(session, number, person.organisation_id)
    return ticked or deliveries.find(session, person.id, number) is not None


def is_living(offer: JobOffer) -> bool:
    """Whether candidates may be proposed for an offer: sent, open, with positions left, not held since."""
    open_still = offer.state == OfferState.OPEN and offer.hired < offer.positions
    return open_still and offer.circulation == Circulation.SENT
