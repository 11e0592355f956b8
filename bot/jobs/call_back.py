"""Call-backs asked and not made: facilitators after 1 working day, coordinators after 2."""

from collections.abc import Iterator

from bot.dialogue.work import Work
from bot.rules.schedule import Due
from bot.rules.urgency import Waiting
from bot.store import day
from bot.store.audience import About, Audience

KIND = "call_back"


def find(work: Work) -> Iterator[Due]:
    """The stages that came of the requests nobody answered; the subject is the request."""
    told = Audience(work.session, KIND, work.today)
    asked = day.scope(work.session, work.today, work.zone)
    for fact in day.facts(work.session, asked, [Waiting.CALL_BACK]):
        yield from told.dues(fact.subject_id, fact.on, About())
