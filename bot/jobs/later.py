"""Notices whose reader prefers them with the daily message leave at its hour."""

from bot.dialogue.work import Work
from bot.store import later

MOST = 500


def run(work: Work) -> int:
    """Let leave, at most 500, what waits for this hour. Returns how many."""
    return later.release(work.session, work.now, MOST)
