"""Half-filled forms: one a chat, kept for two weeks."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from bot.store import claims
from bot.store.database import Session
from bot.store.sealed import new_uid
from bot.store.tables import Draft, rows_of

LIFETIME = timedelta(days=14)

_rows = rows_of(Draft)
_OF_CHAT = sa.select(_rows).where(_rows.c.chat_id == sa.bindparam("chat"))


@dataclass(frozen=True, slots=True)
class Kept:
    """A draft as kept: the form, its version, and a JSON-able content of the form's making."""

    form: str
    version: int
    content: dict[str, Any]


def load(session: Session, chat_id: int, person_id: int, now: datetime) -> Kept | None:
    """The living draft of a person in a chat, if any."""
    row = session.core.execute(_OF_CHAT, {"chat": chat_id}).first()
    if row is None or row.person_id != person_id or row.expires_at <= now:
        return None
    return Kept(row.form, row.version, session.sealer.open(row.content, f"drafts.content:{row.uid}"))


def save(session: Session, chat_id: int, person_id: int, kept: Kept, now: datetime) -> None:
    """Keep a draft in the place of the chat's earlier one, for two weeks from now."""
    uid = new_uid()
    row = {
        "chat_id": chat_id,
        "uid": uid,
        "person_id": person_id,
        "form": kept.form,
        "version": kept.version,
        "content": session.sealer.seal(kept.content, f"drafts.content:{uid}"),
        "updated_at": now,
        "expires_at": now + LIFETIME,
    }
    claims.upsert(session, _rows, row, *(column for column in row if column != "chat_id"))


def drop(session: Session, chat_id: int) -> None:
    """Forget the chat's draft."""
    session.core.execute(sa.delete(_rows).where(_rows.c.chat_id == chat_id))


def purge(session: Session, now: datetime) -> int:
    """Delete the drafts nobody came back to; returns how many."""
    return int(session.core.execute(sa.delete(_rows).where(_rows.c.expires_at <= now)).rowcount)
