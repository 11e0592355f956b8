"""Hours declared that wait for their validation: who follows the contracts, after 5 working days."""

from collections.abc import Iterator

from bot.dialogue.work import Work
from bot.rules.schedule import Due
from bot.rules.urgency import Waiting
from bot.store import day, undeclared
from bot.store.audience import About, Audience
from bot.store.waiting.declared_hours import supplier_and_month

KIND = "hours_waiting"


def find(work: Work) -> Iterator[Due]:
    """The months of a supplier with hours neither validated nor asked back, counted from the oldest
    declaration left; the subject holds both (see `store.waiting.declared_hours`)."""
    told = Audience(work.session, KIND, work.today, work.zone)
    asked = day.scope(work.session, work.today, work.zone)
    followers = undeclared.validators(work.session)
    for fact in day.facts(work.session, asked, [Waiting.HOURS]):
        mine = followers.get(supplier_and_month(fact.subject_id), set())
        yield from told.dues(fact.subject_id, fact.on, About(in_charge=mine))
