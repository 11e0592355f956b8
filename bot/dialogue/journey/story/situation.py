"""What matters of a candidate now: at work where, presented to whom, eligible until when."""

from datetime import date

from markupsafe import Markup

from bot.dialogue import formats
from bot.dialogue.fitting import cut
from bot.dialogue.journey.words import EXITS
from bot.dialogue.translations import N_, translate
from bot.store import exits, offers, organisations, placements, referrals
from bot.store.candidates import identity
from bot.store.database import Session
from bot.store.placements import LIVING, last_day
from bot.store.tables import Candidate, Exit, Placement, ReferralState

MOST = 3
_LONGEST = 60


def situation(session: Session, candidate: Candidate, today: date, language: str) -> list[Markup]:
    """A line for each thing, none where nothing is to be told."""
    number = identity(candidate)
    at_work = [one for one in placements.of_candidate(session, number) if _stands(one, today)]
    gone = exits.current(session, number)
    lines = [_work(session, one, today, language) for one in at_work[-MOST:]]
    if gone is not None and not any(one.starts_on > gone.left_on for one in at_work):
        lines.append(_gone(gone, language))
    return [*lines, *_presented(session, number, language), *_eligible(candidate, today, language)]


def _stands(placement: Placement, today: date) -> bool:
    """Whether the person works there now, or will."""
    end = last_day(placement)
    return placement.state in LIVING and (end is None or end >= today)


def _work(session: Session, placement: Placement, today: date, language: str) -> Markup:
    begun = placement.starts_on <= today
    msgid = (
        N_("💼 At work at {company} since {day} ({reference})")
        if begun
        else N_("💼 Starts at {company} on {day} ({reference})")
    )
    company = cut(organisations.get(session, placement.organisation_id).name, _LONGEST)
    day = formats.day(placement.starts_on, language)
    return translate(language, msgid, company=company, day=day, reference=placement.reference)


def _gone(left: Exit, language: str) -> Markup:
    day = formats.day(left.left_on, language)
    return translate(
        language, N_("Exit on {day}: {kind}"), day=day, kind=translate(language, EXITS[left.kind])
    )


def _presented(session: Session, candidate_id: int, language: str) -> list[Markup]:
    found = referrals.of_candidate(session, candidate_id, 50)
    lines = []
    for one in [one for one in found if one.state == ReferralState.PRESENTED][:MOST]:
        offer = offers.get(session, one.offer_id)
        if offer is not None:
            company = cut(organisations.get(session, offer.organisation_id).name, _LONGEST)
            said = N_("📨 Presented to {company} ({reference})")
            lines.append(translate(language, said, company=company, reference=offer.reference))
    return lines


def _eligible(candidate: Candidate, today: date, language: str) -> list[Markup]:
    until = candidate.eligible_until
    if until is None:
        return []
    msgid = N_("Eligible until {day}") if until >= today else N_("⚠️ Eligibility over since {day}")
    return [translate(language, msgid, day=formats.day(until, language))]
