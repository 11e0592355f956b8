"""Contracts of work about to end: the adviser, the company and the SIAE that employs, 15 days before."""

from collections.abc import Iterator

from bot.dialogue.work import Work
from bot.rules.schedule import Due
from bot.store import day, partner_facts
from bot.store.audience import Audience

KIND = "ending"


def find(work: Work) -> Iterator[Due]:
    """The placements that nothing is known to follow; the subject is the placement."""
    asked = day.scope(work.session, work.today, work.zone)
    facts = partner_facts.ending(work.session, asked)
    return Audience(work.session, KIND, work.today, work.zone).shared(facts)
