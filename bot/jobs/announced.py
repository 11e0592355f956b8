"""Announced procurements that nobody takes: facilitators after 2 working days, coordinators after 5."""

from collections.abc import Iterator

from bot.dialogue.work import Work
from bot.rules.schedule import Due
from bot.rules.urgency import Waiting
from bot.store.audience import Audience

KIND = "announced"


def find(work: Work) -> Iterator[Due]:
    """The stages that came of the procurements nobody examines; the subject is the procurement."""
    return Audience(work.session, KIND, work.today, work.zone).waiting(Waiting.ANNOUNCED)
