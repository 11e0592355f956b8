"""Unfilled offers: what is due starts its way to the partners, every hour in working hours (domain.md §5)."""

from collections.abc import Iterator
from datetime import datetime

from bot.dialogue.vacancies.offers import retell_posted
from bot.dialogue.work import Work
from bot.rules.waves import sent_before
from bot.store import audit, broadcasts, circulation, offers, parameters
from bot.store.broadcasts import FIRST, SECOND
from bot.store.offers import identity

_AT_ONCE = 500


def run(work: Work) -> int:
    """Send every due offer, and for the second and last time those of the first wave that nobody filled in
    its working days: all of an hour in one run. Returns how many."""
    since = circulation.living_since(work.session, work.today, work.zone)
    sent = [(number, SECOND) for number in _again(work, since)]
    sent += [(number, FIRST) for number in _due(work, since)]
    if sent:
        _start(work, sorted(sent))
    return len(sent)


def _due(work: Work, since: datetime) -> Iterator[int]:
    while found := circulation.due_offers(work.session, work.now, since, _AT_ONCE):
        won = [
            number
            for number in map(identity, found)
            if broadcasts.send(work.session, number, work.now, since)
        ]
        yield from won
        if not won:
            return


def _again(work: Work, since: datetime) -> Iterator[int]:
    days = int(parameters.get(work.session, "second_wave_days"))
    before = sent_before(work.today, days, work.zone)
    while found := broadcasts.due_again(work.session, before, since, _AT_ONCE):
        won = [
            number for number in found if broadcasts.send_again(work.session, number, work.now, before, since)
        ]
        yield from won
        if not won:
            return


def _start(work: Work, sent: list[tuple[int, int]]) -> None:
    """The run of this hour, which the job of the mailings carries out; the cards of the PLIE say so."""
    session = work.session
    run = broadcasts.start(session, min(wave for _, wave in sent), work.now)
    turn = work.turn(f"run:{broadcasts.identity(run)}")
    for number, wave in sent:
        broadcasts.carry(session, run, number, wave)
        details = {"run": broadcasts.identity(run), "wave": wave}
        audit.record(session, None, "broadcast offer", "offer", number, work.now, **details)
        offer = offers.get(session, number)
        if offer is not None:
            retell_posted(turn, offer, f"offer-sent-{wave}")
    turn.close()
