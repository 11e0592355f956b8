"""Facts whose proof is missing: who owes it, 30 days after the fact."""

from collections.abc import Iterator

from bot.dialogue.work import Work
from bot.rules.schedule import Due
from bot.store import unproven
from bot.store.audience import About, Audience

KIND = "evidence"


def find(work: Work) -> Iterator[Due]:
    """What is not proven a month after it happened, together for a contract and a day; the subject is as
    `store.unproven.subject_of` has it."""
    told = Audience(work.session, KIND, work.today, work.zone)
    for fact in unproven.late(work.session, work.today):
        yield from told.dues(fact.subject_id, fact.on, About(fact.owed_by, fact.in_charge))
