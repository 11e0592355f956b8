"""Awards nobody knows of: the buyer, 30 and 60 days after the consultation."""

from collections.abc import Iterator

from bot.dialogue.work import Work
from bot.rules.schedule import Due
from bot.store import consultations
from bot.store.audience import About, Audience

KIND = "award"


def find(work: Work) -> Iterator[Due]:
    """The procurements with a lot whose clause is retained and whose supplier is not known; the subject is
    the procurement."""
    told = Audience(work.session, KIND, work.today, work.zone, mailed=True)
    for one in consultations.unawarded(work.session, work.today):
        yield from told.dues(one.procurement_id, one.on, About(one.buyer_id))
