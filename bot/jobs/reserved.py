"""Offers kept for the PLIE's participants that nobody was presented for: facilitators, after 2 working
days."""

from collections.abc import Iterator

from bot.dialogue.work import Work
from bot.rules.schedule import Due
from bot.rules.urgency import Waiting
from bot.store import day
from bot.store.audience import About, Audience

KIND = "reserved"


def find(work: Work) -> Iterator[Due]:
    """The open offers still reserved and untouched; the subject is the offer."""
    told = Audience(work.session, KIND, work.today)
    asked = day.scope(work.session, work.today, work.zone)
    for fact in day.facts(work.session, asked, [Waiting.RESERVED]):
        yield from told.dues(fact.subject_id, fact.on, About())
