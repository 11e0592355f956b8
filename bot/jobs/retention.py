"""Files that will be anonymised for want of contact: the adviser, a month before."""

from collections.abc import Iterator

from bot.dialogue.work import Work
from bot.rules.retention import WARNING_MONTHS, latest_contact, warned_on
from bot.rules.schedule import Due
from bot.store import parameters, quiet
from bot.store.audience import About, Audience

KIND = "retention"


def find(work: Work) -> Iterator[Due]:
    """The files no sign came of for so long, unless a legal hold keeps them longer; the subject is the
    candidate."""
    told = Audience(work.session, KIND, work.today, work.zone)
    months = int(parameters.get(work.session, "retention_months"))
    before = latest_contact(work.today, months - WARNING_MONTHS)
    for file in quiet.since(work.session, before, work.zone):
        warned = warned_on(file.last_on, months, file.hold_until)
        yield from told.dues(file.candidate_id, warned, About(in_charge=(file.adviser_id,)))
