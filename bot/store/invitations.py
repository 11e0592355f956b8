"""One-time invitations. The token is shown once; only its hash is kept."""

import hashlib
import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlmodel import select

from bot.store.database import Session
from bot.store.tables import Invitation, Role, rows_of

LIFETIME = timedelta(hours=72)
TOKEN_BYTES = 24
GROUP = "group"
"""The role of an invitation that brings no person but a group."""
_rows = rows_of(Invitation)


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def create(
    session: Session, organisation_id: int, role: Role | str, invited_by: int | None, now: datetime
) -> str:
    """Invite one person, or a group (`GROUP`), into an organisation for 72 hours. Returns the token, 192 bits
    that nobody can read again."""
    token = secrets.token_urlsafe(TOKEN_BYTES)
    invitation = Invitation(
        token_hash=_hash(token),
        organisation_id=organisation_id,
        role=role,
        invited_by=invited_by,
        created_at=now,
        expires_at=now + LIFETIME,
    )
    session.add(invitation)
    session.flush()
    return token


def living(session: Session, token: str, now: datetime) -> Invitation | None:
    """The invitation behind a token; None when unknown, used, refused or expired."""
    query = select(Invitation).where(Invitation.token_hash == _hash(token)).with_for_update()
    invitation = session.exec(query).first()
    if invitation is None or invitation.closed_at is not None or invitation.expires_at <= now:
        return None
    return invitation


def accepted_by(session: Session, token: str) -> int | None:
    """The number of the person who accepted the invitation, if someone did."""
    return session.exec(select(Invitation.accepted_by).where(Invitation.token_hash == _hash(token))).first()


def close(session: Session, invitation: Invitation, accepted_by: int | None, now: datetime) -> None:
    """The invitation served, or was refused: it does not serve again."""
    invitation.closed_at = now
    invitation.accepted_by = accepted_by
    session.add(invitation)
    session.flush()


def close_made(session: Session, organisation_id: int, made_at: Sequence[datetime], now: datetime) -> int:
    """Close the invitations still open into an organisation that were made at these instants. Returns how
    many were."""
    still = sa.and_(
        _rows.c.organisation_id == organisation_id,
        _rows.c.closed_at.is_(None),
        _rows.c.expires_at > now,
        _rows.c.created_at.in_(made_at),
    )
    return int(session.core.execute(sa.update(_rows).where(still).values(closed_at=now)).rowcount)


def close_all(session: Session, organisation_id: int, now: datetime) -> int:
    """Close every invitation still open into an organisation. Returns how many were."""
    still = sa.and_(
        _rows.c.organisation_id == organisation_id, _rows.c.closed_at.is_(None), _rows.c.expires_at > now
    )
    return int(session.core.execute(sa.update(_rows).where(still).values(closed_at=now)).rowcount)
