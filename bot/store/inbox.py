"""Updates received and not yet confirmed, waiting, done or set aside."""

from base64 import b64decode, b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, TypeGuard

import sqlalchemy as sa

from bot.store import claims
from bot.store.database import Session
from bot.store.sealed import new_uid
from bot.store.tables import Inbox, InboxState, rows_of
from bot.store.types import literal

REDELIVERY = timedelta(hours=48)
"""An id seen longer ago names another update: Telegram keeps them 24 h and restarts after a quiet week."""

_TOO_BIG = 2**63
_CONTENT = "content"

_rows = rows_of(Inbox)
_FORGET = (
    sa.update(_rows)
    .where(
        _rows.c.update_id.in_(sa.bindparam("known", expanding=True)),
        _rows.c.received_at < sa.bindparam("before"),
    )
    .values(update_id=None)
)
_BY_UID = sa.select(_rows.c.id).where(
    _rows.c.update_id == sa.bindparam("number"), _rows.c.uid == sa.bindparam("known")
)
_DONE = (
    sa.update(_rows)
    .where(_rows.c.id == sa.bindparam("row"))
    .values(state=InboxState.DONE, payload=None, error=None, done_at=sa.bindparam("now"))
)
_NEXT_DUE = sa.select(sa.func.min(_rows.c.due_at)).where(_rows.c.state == literal(InboxState.NEW))


@dataclass(frozen=True, slots=True)
class Waiting:
    """An update to handle: `payload` is the update as Telegram sent it; `attempts` counts the failures
    so far."""

    id: int
    uid: str
    lane: int
    sealed: bytes
    attempts: int


def receive(session: Session, updates: Sequence[Any], now: datetime, due: datetime | None = None) -> int:
    """Keep what Telegram handed over, to be handled from `due` on, by the clock of the one who handles it
    (`now`, the real instant, where it is the same); an update already kept is passed over. Returns how many
    are new."""
    if not updates:
        return 0
    claims.serialise_intake(session)
    rows = [_row(session, update, now, due or now) for update in updates]
    added = claims.insert_new(session, _rows, rows)
    if added < len(rows) and _forget(session, rows, now):
        added += claims.insert_new(session, _rows, [row for row in rows if _is_missing(session, row)])
    return added


def _forget(session: Session, rows: Sequence[dict[str, Any]], now: datetime) -> bool:
    """Take their ids from updates too old to be redelivered. Returns whether there were any."""
    known = [row["update_id"] for row in rows]
    return bool(session.core.execute(_FORGET, {"known": known, "before": now - REDELIVERY}).rowcount)


def _is_missing(session: Session, row: dict[str, Any]) -> bool:
    """Whether a row was passed over; one without number never is."""
    if row["update_id"] is None:
        return False
    return session.core.execute(_BY_UID, {"number": row["update_id"], "known": row["uid"]}).first() is None


def _row(session: Session, update: Any, now: datetime, due: datetime) -> dict[str, Any]:
    uid = new_uid()
    return {
        "uid": uid,
        "update_id": update_number(update),
        "lane": _lane(update),
        "payload": session.sealer.seal(update, f"inbox.payload:{uid}"),
        "state": InboxState.NEW,
        "attempts": 0,
        "received_at": now,
        "due_at": due,
    }


def come_again(session: Session, update: dict[str, Any], content: bytes, now: datetime) -> None:
    """The update comes a second time, with the bytes fetched for it, behind what its chat said meanwhile."""
    claims.serialise_intake(session)
    row = _row(session, update | {_CONTENT: b64encode(content).decode()}, now, now)
    claims.insert_new(session, _rows, [row | {"update_id": None}])


def take_content(update: dict[str, Any]) -> bytes | None:
    """Take the bytes fetched for an update out of it; None when it is as Telegram sent it."""
    content = update.pop(_CONTENT, None)
    return b64decode(content) if isinstance(content, str) else None


def update_number(update: Any) -> int | None:
    """Telegram's number of the update; None when it has none."""
    number = update.get("update_id") if isinstance(update, dict) else None
    return number if _is_id(number) else None


def _is_id(value: Any) -> TypeGuard[int]:
    """Whether this is a number the databases can hold."""
    return isinstance(value, int) and abs(value) < _TOO_BIG


def _lane(update: Any) -> int:
    """The chat whose order must be kept, or the person where there is no chat; 0 where there is neither."""
    for content in update.values() if isinstance(update, dict) else ():
        if isinstance(content, dict):
            holder = content.get("message") if "data" in content else content
            for who in (holder.get("chat") if isinstance(holder, dict) else None, content.get("from")):
                if isinstance(who, dict) and _is_id(who.get("id")):
                    return int(who["id"])
    return 0


def take(session: Session, now: datetime, most: int) -> list[Waiting]:
    """At most `most` updates to handle in this transaction, oldest first."""
    return [
        Waiting(row.id, row.uid, row.lane, row.payload, row.attempts)
        for row in claims.inbox(session, now, most)
    ]


def read(session: Session, waiting: Waiting) -> Any:
    """The update as Telegram sent it, with what `come_again` put in. Raises CannotOpenError."""
    return session.sealer.open(waiting.sealed, f"inbox.payload:{waiting.uid}")


def finish(session: Session, done: Sequence[Waiting], now: datetime) -> None:
    """The updates had their effect; what they said is blanked."""
    if done:
        session.core.execute(_DONE, [{"row": waiting.id, "now": now} for waiting in done])


def retry(session: Session, waiting: Waiting, error: str, due: datetime) -> None:
    """The update failed (`error`: a class name); it is tried again when due."""
    values = {"attempts": waiting.attempts + 1, "error": error, "due_at": due}
    session.core.execute(sa.update(_rows).where(_rows.c.id == waiting.id).values(**values))


def set_aside(session: Session, waiting: Waiting, error: str, now: datetime) -> None:
    """The update is kept, sealed, out of the way of those behind it."""
    values = {"attempts": waiting.attempts + 1, "error": error, "state": InboxState.ASIDE, "done_at": now}
    session.core.execute(sa.update(_rows).where(_rows.c.id == waiting.id).values(**values))


def next_due(session: Session) -> datetime | None:
    """When the next waiting update is due; None when none waits."""
    return session.core.execute(_NEXT_DUE).scalar()


def purge(session: Session, before: datetime) -> int:
    """Delete the updates received before; returns how many. One still waiting stays."""
    gone = sa.delete(_rows).where(_rows.c.received_at < before, _rows.c.state != InboxState.NEW)
    return int(session.core.execute(gone).rowcount)
