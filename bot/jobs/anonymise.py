"""Files are anonymised when nothing was heard of the person for 24 months (`domain.md` §8), unless a legal
hold runs, and never before somebody was warned."""

from collections.abc import Iterator
from datetime import timedelta

from bot.dialogue.seekers.forgetting import forget
from bot.dialogue.work import Work
from bot.rules.retention import WARNING_DAYS, ends_on, latest_contact, warned_on
from bot.store import parameters, quiet

MOST = 200
_WARNING = "retention"
_WARNED = timedelta(days=WARNING_DAYS)


def run(work: Work) -> int:
    """Anonymise the files that are due, those quiet for longest first, at most `MOST` in a day. Returns how
    many."""
    due = list(_due(work))[:MOST]
    if not due:
        return 0
    turn = work.turn(f"anonymise:{work.today}")
    done = forget(turn, due)
    turn.close()
    return len(done)


def _due(work: Work) -> Iterator[int]:
    months = int(parameters.get(work.session, "retention_months"))
    found = quiet.since(work.session, latest_contact(work.today, months), work.zone)
    over = [file for file in found if ends_on(file.last_on, months, file.hold_until) <= work.today]
    numbers = [file.candidate_id for file in over]
    warned = quiet.warned(work.session, _WARNING, numbers, work.now - _WARNED)
    for file in over:
        if (file.candidate_id, warned_on(file.last_on, months, file.hold_until)) in warned:
            yield file.candidate_id
