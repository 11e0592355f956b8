"""Follow-ups of a placement, and after an exit: the adviser, on the day."""

from collections.abc import Iterator

from bot.dialogue.work import Work
from bot.rules.schedule import Due
from bot.rules.urgency import Waiting
from bot.store import day
from bot.store.audience import About, Audience

KIND = "follow_up"


def find(work: Work) -> Iterator[Due]:
    """The follow-ups to be made; the subject is the follow-up."""
    told = Audience(work.session, KIND, work.today)
    asked = day.scope(work.session, work.today, work.zone)
    for fact in day.facts(work.session, asked, [Waiting.FOLLOW_UP]):
        yield from told.dues(fact.subject_id, fact.on, About(in_charge=(fact.person_id,)))
