"""Call-backs asked and not made: facilitators after 1 working day, coordinators after 2."""

from collections.abc import Iterator

from bot.dialogue.work import Work
from bot.rules.schedule import Due
from bot.rules.urgency import Waiting
from bot.store.audience import Audience

KIND = "call_back"


def find(work: Work) -> Iterator[Due]:
    """The stages that came of the requests nobody answered; the subject is the request."""
    return Audience(work.session, KIND, work.today, work.zone).waiting(Waiting.CALL_BACK)
