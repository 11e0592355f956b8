"""Contracts of work about to end: the adviser, the company and the SIAE that employs, 15 days before."""

from collections.abc import Iterator

from bot.dialogue.work import Work
from bot.rules.schedule import Due
from bot.store import day, partner_facts
from bot.store.audience import About, Audience

KIND = "ending"


def find(work: Work) -> Iterator[Due]:
    """The placements that nothing is known to follow; the subject is the placement."""
    told = Audience(work.session, KIND, work.today)
    asked = day.scope(work.session, work.today, work.zone)
    for fact in partner_facts.ending(work.session, asked):
        yield from told.dues(fact.subject_id, fact.on, About(in_charge=(fact.person_id,)))
        for number in fact.organisations:
            yield from told.dues(fact.subject_id, fact.on, About(number))
