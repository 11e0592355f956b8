"""Eligibilities about to end: the adviser, 30 days before."""

from collections.abc import Iterator

from bot.dialogue.work import Work
from bot.rules.schedule import Due
from bot.rules.urgency import Waiting
from bot.store import day
from bot.store.audience import About, Audience

KIND = "eligibility"


def find(work: Work) -> Iterator[Due]:
    """The candidates whose eligibility is neither renewed nor known to end; the subject is the candidate."""
    told = Audience(work.session, KIND, work.today)
    asked = day.scope(work.session, work.today, work.zone)
    for fact in day.facts(work.session, asked, [Waiting.ELIGIBILITY]):
        yield from told.dues(fact.subject_id, fact.on, About(in_charge=(fact.person_id,)))
