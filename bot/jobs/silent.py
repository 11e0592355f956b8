"""Candidates nobody was in contact with: the adviser, after 60 days."""

from collections.abc import Iterator

from bot.dialogue.work import Work
from bot.rules.schedule import Due
from bot.rules.urgency import Waiting
from bot.store.audience import Audience

KIND = "silent"


def find(work: Work) -> Iterator[Due]:
    """The active candidates to be heard again, unless a follow-up waits; the subject is the candidate."""
    return Audience(work.session, KIND, work.today, work.zone).waiting(Waiting.SILENT)
