"""Messages that have not left: said otherwise, or dropped, while there is time."""

import contextlib
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from bot.store.database import Session
from bot.store.sealed import CannotOpenError, new_uid
from bot.store.tables import Outbox, OutboxState, rows_of
from bot.store.types import literal

OVER = "over"
"""Why a message was dropped: nothing in it lives any more."""
UNCERTAIN = "over, uncertain"
"""The same of one that may have arrived."""

_rows = rows_of(Outbox)
_WAITING = _rows.c.state.in_([OutboxState.NEW, OutboxState.LATER, OutboxState.BLOCKED, OutboxState.HELD])
"""Not with anybody, as far as we know; what is held may have arrived."""
_NEW = _rows.c.state == literal(OutboxState.NEW)
_OPEN = _rows.c.state.in_([literal(OutboxState.NEW), literal(OutboxState.SENDING)])
_STOPPED = _rows.c.state.in_([literal(OutboxState.BLOCKED), literal(OutboxState.HELD)])
"""As the indexes have them."""


def state(session: Session, key: str) -> str | None:
    """Where the message of this key stands, if there is one."""
    found = session.core.execute(sa.select(_rows.c.state).where(_rows.c.key == key)).scalar()
    return None if found is None else str(found)


def rewrite(session: Session, key: str, body: dict[str, Any]) -> bool:
    """Let a message that waits say something else. Returns whether it waited."""
    uid = new_uid()
    values = {"uid": uid, "body": session.sealer.seal(body, f"outbox.body:{uid}")}
    waiting = sa.and_(_rows.c.key == key, _WAITING)
    return bool(session.core.execute(sa.update(_rows).where(waiting).values(**values)).rowcount)


def drop(session: Session, key: str, now: datetime) -> bool:
    """Let a message that waits never leave, unless it is revived: what was held never is, for it may have
    arrived. Returns whether it waited."""
    held = _rows.c.state == literal(OutboxState.HELD)
    error = sa.case((held, UNCERTAIN), else_=OVER)
    values = {"state": OutboxState.EXPIRED, "done_at": now, "body": None, "error": error}
    waiting = sa.and_(_rows.c.key == key, _WAITING)
    return bool(session.core.execute(sa.update(_rows).where(waiting).values(**values)).rowcount)


def revive(session: Session, key: str, body: dict[str, Any], now: datetime) -> bool:
    """Let a message that was dropped leave after all, saying this. Returns whether it was dropped."""
    uid = new_uid()
    values = {
        "uid": uid,
        "body": session.sealer.seal(body, f"outbox.body:{uid}"),
        "state": OutboxState.NEW,
        "due_at": now,
        "done_at": None,
        "error": None,
    }
    dropped = sa.and_(_rows.c.key == key, _rows.c.state == OutboxState.EXPIRED, _rows.c.error == OVER)
    return bool(session.core.execute(sa.update(_rows).where(dropped).values(**values)).rowcount)


def drop_edits(session: Session, chat_id: int, key: str, now: datetime) -> int:
    """Drop the edits of a message that have not left: a newer one says more. Returns how many."""
    followed = sa.select(_rows.c.id).where(_rows.c.key == key).scalar_subquery()
    older = sa.and_(_rows.c.lane == chat_id, _NEW, _rows.c.follows == followed)
    values = {"state": OutboxState.EXPIRED, "done_at": now, "body": None}
    return int(session.core.execute(sa.update(_rows).where(older).values(**values)).rowcount)


def unread(session: Session, chat_id: int) -> list[dict[str, Any]]:
    """What to send of the messages that surely did not reach a chat, and may yet; those that cannot be opened
    are left out."""
    found: list[dict[str, Any]] = []
    for here in (
        sa.and_(_rows.c.lane == chat_id, _OPEN, _NEW),
        sa.and_(_rows.c.lane == chat_id, _rows.c.state == literal(OutboxState.LATER)),
        sa.and_(_rows.c.chat_id == chat_id, _STOPPED, _rows.c.state == literal(OutboxState.BLOCKED)),
    ):
        query = sa.select(_rows.c.uid, _rows.c.body).where(here, _rows.c.body.is_not(None))
        for row in session.core.execute(query):
            with contextlib.suppress(CannotOpenError):
                found.append(session.sealer.open(row.body, f"outbox.body:{row.uid}"))
    return found
