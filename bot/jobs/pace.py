"""Lots whose pace will miss the hours owed: the supplier and who follows the contract, on the first working
day of the month."""

from collections.abc import Iterator

from bot.dialogue.work import Work
from bot.rules.calendar import first_working_day
from bot.rules.schedule import Due
from bot.store import paces
from bot.store.audience import About, Audience

KIND = "pace"


def find(work: Work) -> Iterator[Due]:
    """The lots that will miss hours if nothing changes, once a month; the subject is the lot."""
    asked = first_working_day(work.today)
    told = Audience(work.session, KIND, work.today, work.zone)
    for lot in paces.behind(work.session):
        yield from told.dues(lot.id, asked, About(lot.supplier_id, (lot.examined_by,)))
