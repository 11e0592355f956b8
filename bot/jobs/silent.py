"""Candidates nobody was in contact with: the adviser, after 60 days."""

from collections.abc import Iterator

from bot.dialogue.work import Work
from bot.rules.schedule import Due
from bot.rules.urgency import Waiting
from bot.store import day
from bot.store.audience import About, Audience

KIND = "silent"


def find(work: Work) -> Iterator[Due]:
    """The active candidates to be heard again, unless a follow-up waits; the subject is the candidate."""
    told = Audience(work.session, KIND, work.today)
    asked = day.scope(work.session, work.today, work.zone)
    for fact in day.facts(work.session, asked, [Waiting.SILENT]):
        yield from told.dues(fact.subject_id, fact.on, About(in_charge=(fact.person_id,)))
