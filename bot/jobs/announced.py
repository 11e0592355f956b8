"""Announced procurements that nobody takes: facilitators after 2 working days, coordinators after 5."""

from collections.abc import Iterator

from bot.dialogue.work import Work
from bot.rules.schedule import Due
from bot.rules.urgency import Waiting
from bot.store import day
from bot.store.audience import About, Audience

KIND = "announced"


def find(work: Work) -> Iterator[Due]:
    """The stages that came of the procurements nobody examines; the subject is the procurement."""
    told = Audience(work.session, KIND, work.today)
    asked = day.scope(work.session, work.today, work.zone)
    for fact in day.facts(work.session, asked, [Waiting.ANNOUNCED]):
        yield from told.dues(fact.subject_id, fact.on, About())
