"""The yearly programmes expected of buyers: on the first working day of November, then 15 days later."""

from collections.abc import Iterator

from bot.dialogue.work import Work
from bot.rules.schedule import Due
from bot.rules.stages import programme_asked
from bot.store import programmes
from bot.store.audience import About, Audience

KIND = "programme"


def find(work: Work) -> Iterator[Due]:
    """The buyers that neither sent the programme of next year nor said there is none, until the year ends;
    the subject is the year of the programme."""
    asked = programme_asked(work.today)
    told = Audience(work.session, KIND, work.today, work.zone)
    year = work.today.year + 1
    for buyer in programmes.unsent(work.session, year):
        yield from told.dues(year, asked, About(buyer))
