"""Lots awarded without a first contact with the supplier: who follows the contract, after 10 working days."""

from collections.abc import Iterator

from bot.dialogue.work import Work
from bot.rules.schedule import Due
from bot.rules.urgency import Waiting
from bot.store import day
from bot.store.audience import About, Audience

KIND = "kick_off"


def find(work: Work) -> Iterator[Due]:
    """The lots awarded so long ago whose kick-off is not logged; the subject is the lot."""
    told = Audience(work.session, KIND, work.today)
    asked = day.scope(work.session, work.today, work.zone)
    for fact in day.facts(work.session, asked, [Waiting.KICK_OFF]):
        yield from told.dues(fact.subject_id, fact.on, About(in_charge=(fact.person_id,)))
