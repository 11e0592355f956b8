"""What reminders about offers and people are about, as their reader may know it: a company learns a name only
while the person is presented to it or at work with it."""

from bot.dialogue.fitting import cut
from bot.dialogue.journey.day import subjects
from bot.dialogue.journey.day.subjects import NOBODY, candidate_name
from bot.dialogue.journey.placements.cards import named
from bot.dialogue.journey.referrals.cards import may_be_named, offer_name, parties
from bot.dialogue.readers.jobs import job_label
from bot.rules.urgency import Waiting
from bot.store import offers, placements, referrals
from bot.store.database import Session
from bot.store.people import Member
from bot.store.placements import LIVING, owners

_LONGEST = 60


def offer(session: Session, number: int, reader: Member) -> str:
    """An offer: for the PLIE with its company, for the company its own."""
    if reader.is_staff:
        return subjects.named(session, Waiting.RESERVED, number, reader.language)
    found = offers.get(session, number)
    if found is None or found.organisation_id != reader.organisation_id:
        return NOBODY
    return f"{found.reference} · {cut(job_label(found.job), _LONGEST)}"


def referral(session: Session, number: int, reader: Member) -> str:
    """A person presented and the offer, for the PLIE and the company of the offer."""
    if reader.is_staff:
        return subjects.named(session, Waiting.PRESENTED, number, reader.language)
    found = referrals.get(session, number)
    of = None if found is None else parties(session, found)
    if found is None or of is None or of.offer.organisation_id != reader.organisation_id:
        return NOBODY
    known = may_be_named(found, of.candidate)
    who = candidate_name(session, found.candidate_id) if known else of.candidate.reference
    return f"{who} · {offer_name(of.offer)}"


def placement(session: Session, number: int, reader: Member) -> str:
    """A contract of work and the person, for the PLIE and those at whom or for whom they work."""
    if reader.is_staff:
        return subjects.named(session, Waiting.ENDING, number, reader.language)
    found = placements.get(session, number)
    if found is None or found.state not in LIVING or reader.organisation_id not in owners(found):
        return NOBODY
    return f"{found.reference} · {named(session, found, staff=False)}"


def follow_up(session: Session, number: int, reader: Member) -> str:
    """A follow-up and whose it is, for the PLIE only."""
    return subjects.named(session, Waiting.FOLLOW_UP, number, reader.language) if reader.is_staff else NOBODY


def candidate(session: Session, number: int, reader: Member) -> str:
    """A candidate by name and reference, for the PLIE only."""
    return candidate_name(session, number) if reader.is_staff else NOBODY
