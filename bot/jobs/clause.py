"""Clauses their buyer has not answered: the buyer and who follows the contract, 15 and 5 days before the
consultation."""

from collections.abc import Iterator

from bot.dialogue.work import Work
from bot.rules.schedule import Due
from bot.store import consultations
from bot.store.audience import About, Audience

KIND = "clause"


def find(work: Work) -> Iterator[Due]:
    """The procurements with a lot advised that is neither confirmed nor declined; the subject is the
    procurement."""
    told = Audience(work.session, KIND, work.today, work.zone, mailed=True)
    for one in consultations.unanswered(work.session, work.today):
        yield from told.dues(one.procurement_id, one.on, About(one.buyer_id, (one.examined_by,)))
