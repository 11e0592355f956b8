"""Referrals without outcome: the company and the adviser, after 5 working days."""

from collections.abc import Iterator

from bot.dialogue.work import Work
from bot.rules.schedule import Due
from bot.store import day, partner_facts
from bot.store.audience import About, Audience

KIND = "referral"


def find(work: Work) -> Iterator[Due]:
    """The people presented whom the company neither hired nor turned down; the subject is the referral."""
    told = Audience(work.session, KIND, work.today)
    asked = day.scope(work.session, work.today, work.zone)
    for fact in partner_facts.presented(work.session, asked):
        yield from told.dues(fact.subject_id, fact.on, About(in_charge=(fact.person_id,)))
        for number in fact.organisations:
            yield from told.dues(fact.subject_id, fact.on, About(number))
