"""Notices whose proof of publication is missing: the buyer, 5 working days after the consultation."""

from collections.abc import Iterator

from bot.dialogue.work import Work
from bot.rules.schedule import Due
from bot.store import consultations
from bot.store.audience import About, Audience

KIND = "notice"


def find(work: Work) -> Iterator[Due]:
    """The procurements with a clause whose notice no link and no file proves; the subject is the
    procurement."""
    told = Audience(work.session, KIND, work.today, work.zone)
    for one in consultations.unproven(work.session, work.today):
        yield from told.dues(one.procurement_id, one.on, About(one.buyer_id))
