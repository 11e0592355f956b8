"""Nothing personal stays longer than it serves: payloads 7 days, message texts 30, drafts 14, files that
prove nothing 15."""

from datetime import datetime, timedelta

from bot.store import drafts as kept_drafts
from bot.store import evidence, inbox, outbox
from bot.store.database import Session

PAYLOADS = timedelta(days=7)
TEXTS = timedelta(days=30)
SCAN_SECONDS = 10


def payloads(session: Session, now: datetime) -> int:
    """Delete the updates received more than 7 days ago. Returns how many."""
    return inbox.purge(session, now - PAYLOADS)


def texts(session: Session, now: datetime) -> int:
    """Blank the texts of messages older than 30 days. Returns how many."""
    return outbox.blank(session, now - TEXTS)


def files(session: Session, now: datetime) -> int:
    """Delete files nobody refers to any more, in one of their folders: each scan looks into another. Returns
    how many."""
    number = int(now.timestamp()) // SCAN_SECONDS
    return session.files.sweep(number, lambda digests: evidence.used(session, digests), now)


def drafts(session: Session, now: datetime) -> int:
    """Delete the forms left half-filled for 14 days. Returns how many."""
    return kept_drafts.purge(session, now)
