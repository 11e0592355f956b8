"""Follow-ups of a placement, and after an exit: the adviser, on the day."""

from collections.abc import Iterator

from bot.dialogue.work import Work
from bot.rules.schedule import Due
from bot.rules.urgency import Waiting
from bot.store.audience import Audience

KIND = "follow_up"


def find(work: Work) -> Iterator[Due]:
    """The follow-ups to be made; the subject is the follow-up."""
    return Audience(work.session, KIND, work.today, work.zone).waiting(Waiting.FOLLOW_UP)
