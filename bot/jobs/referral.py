"""Referrals without outcome: the company and the adviser, after 5 working days."""

from collections.abc import Iterator

from bot.dialogue.work import Work
from bot.rules.schedule import Due
from bot.store import day, partner_facts
from bot.store.audience import Audience

KIND = "referral"


def find(work: Work) -> Iterator[Due]:
    """The people presented whom the company neither hired nor turned down; the subject is the referral."""
    asked = day.scope(work.session, work.today, work.zone)
    facts = partner_facts.presented(work.session, asked)
    return Audience(work.session, KIND, work.today, work.zone).shared(facts)
