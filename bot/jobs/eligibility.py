"""Eligibilities about to end: the adviser, 30 days before."""

from collections.abc import Iterator

from bot.dialogue.work import Work
from bot.rules.schedule import Due
from bot.rules.urgency import Waiting
from bot.store.audience import Audience

KIND = "eligibility"


def find(work: Work) -> Iterator[Due]:
    """The candidates whose eligibility is neither renewed nor known to end; the subject is the candidate."""
    return Audience(work.session, KIND, work.today, work.zone).waiting(Waiting.ELIGIBILITY)
