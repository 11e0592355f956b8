"""Offers about to expire for want of news: the company, 7 days before."""

from collections.abc import Iterator

from bot.dialogue.work import Work
from bot.rules.expiry import expires_on, living_since
from bot.rules.schedule import Due
from bot.rules.stages import latest_fact
from bot.store import expiring_offers, parameters
from bot.store.audience import About, Audience

KIND = "offer_expiry"


def find(work: Work) -> Iterator[Due]:
    """The open offers in the last days they live without news; the subject is the offer."""
    told = Audience(work.session, KIND, work.today, work.zone)
    days = int(parameters.get(work.session, "offer_days"))
    heard_before = living_since(latest_fact(KIND, work.today), days - 1, work.zone)
    for offer in expiring_offers.silent(work.session, heard_before):
        last = expires_on(offer.heard_at, days, work.zone)
        yield from told.dues(offer.offer_id, last, About(offer.organisation_id))
