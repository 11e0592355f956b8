"""Lots awarded without a first contact with the supplier: who follows the contract, after 10 working days."""

from collections.abc import Iterator

from bot.dialogue.work import Work
from bot.rules.schedule import Due
from bot.rules.urgency import Waiting
from bot.store.audience import Audience

KIND = "kick_off"


def find(work: Work) -> Iterator[Due]:
    """The lots awarded so long ago whose kick-off is not logged; the subject is the lot."""
    return Audience(work.session, KIND, work.today, work.zone).waiting(Waiting.KICK_OFF)
