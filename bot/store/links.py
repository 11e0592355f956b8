"""One-time links of e-mails: only the hash of a token is kept."""

import hashlib
import secrets
from datetime import datetime, timedelta

import sqlalchemy as sa

from bot.store.database import Session
from bot.store.tables import Link, LinkPurpose, rows_of

LIFETIME = timedelta(days=30)
_rows = rows_of(Link)


def make(session: Session, person_id: int, purpose: LinkPurpose, subject_id: int, now: datetime) -> str:
    """A new link for this person, living for 30 days. Returns its token, which is kept nowhere."""
    token = secrets.token_urlsafe(32)
    values = {
        "token_hash": _hash(token),
        "person_id": person_id,
        "purpose": purpose,
        "subject_id": subject_id,
        "created_at": now,
        "expires_at": now + LIFETIME,
    }
    session.core.execute(sa.insert(_rows).values(**values))
    return token


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
