"""Offers their company said nothing of for too long expire (`domain.md` §5): in working hours, so that who
hears of it can answer; they count as expired from the day on anyway."""

from bot.dialogue.vacancies.endings import end_with, tell_state
from bot.dialogue.vacancies.offers import expired_card
from bot.dialogue.work import Work
from bot.store import audit, circulation, expiring_offers, people
from bot.store.offers import identity
from bot.store.tables import JobOffer

MOST = 200


def run(work: Work) -> int:
    """End the open offers that lapsed, at most `MOST` in an hour. Returns how many."""
    before = circulation.living_since(work.session, work.today, work.zone)
    offers = expiring_offers.lapsed(work.session, before, MOST)
    return sum([_expire(work, offer) for offer in offers])


def _expire(work: Work, offer: JobOffer) -> bool:
    """End one, unless news of it came meanwhile: the company hears what it can do, the PLIE that it is
    over."""
    session, number = work.session, identity(offer)
    before = circulation.living_since(session, work.today, work.zone)
    if not expiring_offers.expire(session, number, before, work.today):
        return False
    session.refresh(offer)
    audit.record(session, None, "expire offer", "offer", number, work.now)
    turn = work.turn(f"expired:{number}:{work.today}")
    for person in people.of_organisation(session, offer.organisation_id):
        key = f"offer-expired:{number}:{work.today}:{person.id}"
        turn.tell(person, key, lambda language: expired_card(turn, offer, language))
    tell_state(turn, offer, people.staff(session))
    end_with(turn, offer)
    turn.close()
    return True
