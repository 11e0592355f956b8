"""Hours of last month that are not declared: who declares them on the 5th and the 12th, who follows the
contracts on the 15th."""

from collections.abc import Iterator

from bot.dialogue.work import Work
from bot.rules.schedule import Due
from bot.rules.stages import last_month
from bot.rules.worked import last_of
from bot.store import undeclared
from bot.store.audience import About, Audience
from bot.store.waiting.declared_hours import subject_of

KIND = "hours_missing"


def find(work: Work) -> Iterator[Due]:
    """The organisations with somebody at work last month whose hours are neither declared nor none, once
    each; the subject holds the organisation and the month (see `store.waiting.declared_hours`)."""
    told = Audience(work.session, KIND, work.today, work.zone, mailed=True)
    month = last_month(work.today)
    for home, followers in undeclared.of_month(work.session, month).items():
        yield from told.dues(subject_of(home, month), last_of(month), About(home, followers))
