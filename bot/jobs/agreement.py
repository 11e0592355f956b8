"""The agreement by itself: notices take effect, what was not renewed ends; and whom that is announced to."""

from collections.abc import Iterable, Iterator
from datetime import timedelta

from bot.actions import end_agreement
from bot.dialogue.work import Work
from bot.rules import agreement as rules
from bot.rules.schedule import Due
from bot.rules.stages import Whom, reached
from bot.store import agreements, terminations
from bot.store.audience import About, Audience
from bot.store.tables import Agreement

KIND = "agreement"


def run(work: Work) -> int:
    """What ends today, or ended while nobody looked: the agreement first, so that nobody leaves because of a
    renewal that did not come about. Returns how many things ended."""
    turn = work.turn(f"agreement:{work.today.isoformat()}")
    count = 0
    agreement = agreements.current(work.session, lock=True)
    if agreement is not None and rules.ended(agreement.ends_on, work.today):
        count += end_agreement.end(turn, agreement)
    for row in terminations.due(work.session, work.today):
        count += end_agreement.take_effect(turn, row)
    if agreement is not None:
        number = agreements.identity(agreement)
        for home, day in agreements.leaving(work.session, number, work.today):
            end_agreement.leave_out(turn, agreement, home, day)
            count += 1
    turn.close()
    return count


def find(work: Work) -> Iterable[Due]:
    """The agreement about to end and the notices that took effect lately, for coordinators and the people of
    the signatories. The subject of a notice is its number below zero."""
    agreement = agreements.current(work.session)
    if agreement is None:
        return
    audience = Audience(work.session, KIND, work.today, work.zone)
    told = sorted(_told(work, audience, agreement))
    if not rules.ended(agreement.ends_on, work.today):
        for stage in reached(KIND, agreement.ends_on, work.today):
            yield from (Due(agreements.identity(agreement), stage.on, person) for person in told)
    since = work.today - timedelta(days=rules.SAID_DAYS)
    for row in terminations.effective(work.session, since, work.today):
        number = -terminations.identity(row)
        yield from (Due(number, row.effective_on, person) for person in told)


def _told(work: Work, audience: Audience, agreement: Agreement) -> Iterator[int]:
    """Coordinators, and the people of those bound by the agreement today."""
    yield from audience.of((Whom.COORDINATORS,), About())
    for home in agreements.present(work.session, agreements.identity(agreement), work.today):
        yield from audience.of((Whom.PARTNER,), About(home))
