"""Publish a job offer: the PLIE's participants come first (article 3)."""

from bot.actions import demand
from bot.dialogue.presence import check_present
from bot.dialogue.refusals import Refused
from bot.dialogue.translations import N_
from bot.dialogue.turn import Turn
from bot.dialogue.vacancies.offers import posted_card, posted_key
from bot.rules.policy import Action, Owner
from bot.store import audit, held, offers, organisations, people
from bot.store.offers import Poster, Vacancy, identity
from bot.store.tables import JobOffer, Kind


def publish(turn: Turn, said: Vacancy, company_id: int) -> JobOffer:
    """A new open offer of the company, reserved where a participant of the PLIE corresponds; every
    facilitator and coordinator is told. Raises Refused."""
    demand(turn, Action.POST_OFFER, Owner(company_id))
    me, session = turn.me, turn.session
    company = organisations.find_number(session, company_id)
    if company is None or company.kind != Kind.COMPANY:
        raise Refused(N_("This company cannot be found."))
    check_present(turn, company)
    if said.lot_id is not None and not held.holds(session, company_id, said.lot_id):
        raise Refused(N_("The company does not hold this lot any more. Please choose another answer for it."))
    by = Poster(company_id, me.id, on_behalf=me.organisation_id != company_id)
    offer = offers.add(session, said, by, turn.now, turn.zone)
    number = identity(offer)
    facts = {"on_behalf": by.on_behalf, "positions": offer.positions, "circulation": offer.circulation}
    audit.record(session, me.id, "publish offer", "offer", number, turn.now, **facts)
    for colleague in people.staff(session):
        turn.tell(
            colleague, posted_key(number, colleague.id), lambda language: posted_card(turn, offer, language)
        )
    return offer
