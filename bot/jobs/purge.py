"""Nothing personal stays longer than it serves: payloads 7 days, message texts 30, drafts 14, files that
prove nothing 15."""

from collections.abc import Collection
from datetime import timedelta

from bot.dialogue.work import Work
from bot.store import circulars, evidence, inbox, job_runs, links, outbox
from bot.store import drafts as kept_drafts
from bot.store.database import Session
from bot.store.imports import waiting

PAYLOADS = timedelta(days=7)
TEXTS = timedelta(days=30)
SLOTS = timedelta(days=500)
FOLDER_SECONDS = 10


def payloads(work: Work) -> int:
    """Delete the updates received more than 7 days ago. Returns how many."""
    return inbox.purge(work.session, work.now - PAYLOADS)


def texts(work: Work) -> int:
    """Blank the texts of messages older than 30 days. Returns how many."""
    return outbox.blank(work.session, work.now - TEXTS)


def files(work: Work) -> int:
    """Delete files nobody refers to any more, in one of their folders: each scan looks into another. Returns
    how many."""
    number = int(work.now.timestamp()) // FOLDER_SECONDS
    return work.session.files.sweep(number, lambda digests: used(work.session, digests), work.now)


def used(session: Session, digests: Collection[str]) -> list[str]:
    """The files among these that something refers to: evidence, or what was sent to the partners."""
    return [*evidence.used(session, digests), *circulars.used(session, digests)]


def drafts(work: Work) -> int:
    """Delete the forms left half-filled for 14 days. Returns how many."""
    return kept_drafts.purge(work.session, work.now)


def imports(work: Work) -> int:
    """Delete the lists nobody decided to import in a day. Returns how many."""
    return waiting.purge(work.session, work.now)


def expired_links(work: Work) -> int:
    """Delete the links of letters that have expired. Returns how many."""
    return links.purge(work.session, work.now)


def slots(work: Work) -> int:
    """Forget which jobs ran more than 500 days ago. Returns how many runs."""
    return job_runs.purge(work.session, work.now - SLOTS)
