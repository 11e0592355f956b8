"""Offers kept for the PLIE's participants that nobody was presented for: facilitators, after 2 working
days."""

from collections.abc import Iterator

from bot.dialogue.work import Work
from bot.rules.schedule import Due
from bot.rules.urgency import Waiting
from bot.store.audience import Audience

KIND = "reserved"


def find(work: Work) -> Iterator[Due]:
    """The open offers still reserved and untouched; the subject is the offer."""
    return Audience(work.session, KIND, work.today, work.zone).waiting(Waiting.RESERVED)
