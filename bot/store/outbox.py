"""Messages to people, written with the facts they tell and sent afterwards by the pipeline."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from bot.store import claims
from bot.store.database import Session
from bot.store.sealed import new_uid
from bot.store.tables import Outbox, OutboxState, Priority, rows_of
from bot.store.types import literal

RANK = {Priority.ANSWER: 0, Priority.NOTICE: 1, Priority.REMINDER: 2, Priority.BROADCAST: 3}

AT_ONCE = 50
FETCH = "getFile"
"""The method of a row that fetches what a person sent: its update comes again with the bytes."""

MAIL = "mail"
"""The method of a row that leaves by e-mail; its chat is the number of a mailbox."""

UPLOADS = frozenset({"sendDocument", "sendPhoto"})
"""The methods whose body holds a file: nothing of it is kept once it has arrived."""

_FILES = 2**62
"""Added to a chat's id: the lane of its files, fetched one after the other beside its messages."""

MOST_CRASHES = 600
"""A message in flight at so many ends of the process is held: it may be what ends it."""

_rows = rows_of(Outbox)


_MINE = sa.and_(_rows.c.id == sa.bindparam("row"), _rows.c.leased_by == sa.bindparam("owner"))
_FREE = {"leased_by": None, "leased_until": None}
_BY_KEY = sa.select(_rows.c.id, _rows.c.rank, _rows.c.state, _rows.c.due_at).where(
    _rows.c.key == sa.bindparam("known")
)
_MESSAGE_ID = sa.select(_rows.c.message_id).where(_rows.c.id == sa.bindparam("row"))
_EXPIRE = (
    sa.update(_rows)
    .where(_rows.c.id.in_(sa.bindparam("late", expanding=True)))
    .values(state=OutboxState.EXPIRED, done_at=sa.bindparam("now"))
)
_BLOCK = (
    sa.update(_rows)
    .where(_rows.c.id.in_(sa.bindparam("stopped", expanding=True)))
    .values(state=OutboxState.BLOCKED, done_at=sa.bindparam("now"))
)
_STATE = sa.select(_rows.c.state).where(_rows.c.id == sa.bindparam("row"))
_LEASE = (
    sa.update(_rows)
    .where(_rows.c.id == sa.bindparam("row"))
    .values(state=OutboxState.SENDING, leased_by=sa.bindparam("owner"), leased_until=sa.bindparam("until"))
)
_SENT = (
    sa.update(_rows)
    .where(_MINE)
    .values(
        state=OutboxState.SENT,
        done_at=sa.bindparam("now"),
        message_id=sa.bindparam("message"),
        error=sa.bindparam("error"),
        **_FREE,
    )
)
_SENT_FILE = _SENT.values(body=None)
_OPEN = _rows.c.state.in_([literal(OutboxState.NEW), literal(OutboxState.SENDING)])
_STOPPED = _rows.c.state.in_([literal(OutboxState.BLOCKED), literal(OutboxState.HELD)])
_LATER = _rows.c.state == literal(OutboxState.LATER)


class OutsideTransactionError(RuntimeError):
    """A message was to be written outside the transaction of the fact it tells."""


@dataclass(frozen=True, slots=True)
class Message:
    """A call to Telegram to be made. `key` names the fact it tells: the same key is written once, ever. Where
    its reader prefers another hour, it waits for `later`."""

    key: str
    chat_id: int
    method: str
    body: dict[str, Any]
    priority: Priority = Priority.ANSWER
    follows: str | None = None
    deadline: datetime | None = None
    in_order: bool = True
    later: datetime | None = None


@dataclass(frozen=True, slots=True)
class Leased:
    """A message this process may send now."""

    id: int
    uid: str
    key: str
    lane: int | None
    chat_id: int
    method: str
    sealed: bytes
    rank: int
    follows: int | None
    hold_uncertain: bool
    attempts: int
    owner: str


@dataclass(frozen=True, slots=True)
class Freed:
    """A message that was in flight when its process ended, and is held for a person to decide."""

    id: int
    uid: str
    key: str


@dataclass(frozen=True, slots=True)
class Lease:
    """Who sends, and until when nobody else may try (real time, whatever the clock says)."""

    owner: str
    until: datetime


def add(session: Session, messages: Sequence[Message], now: datetime) -> int:
    """Write messages beside the facts they tell; one whose key is known is passed over, as is an edit
    of what was never said.

    Returns how many are new. Raises OutsideTransactionError when the session has no transaction to write
    them in.
    """
    if not session.core.in_transaction():
        raise OutsideTransactionError(OutsideTransactionError.__doc__)
    added = 0
    rows: list[dict[str, Any]] = []
    for message in messages:
        followed = None
        if message.follows is not None:
            added += claims.insert_new(session, _rows, rows)
            rows = []
            followed = session.core.execute(_BY_KEY, {"known": message.follows}).first()
            if followed is None:
                continue
        rows.append(_row(session, message, followed, now))
    return added + claims.insert_new(session, _rows, rows)


def _row(session: Session, message: Message, followed: Any, now: datetime) -> dict[str, Any]:
    """An edit is no more urgent than the message it waits for, or its lane would wait for ever."""
    uid, rank = new_uid(), RANK[message.priority]
    if followed is not None and followed.state != OutboxState.SENT:
        rank = max(rank, followed.rank)
    later = _later(message, followed)
    return {
        "uid": uid,
        "key": message.key,
        "lane": _lane(message),
        "chat_id": message.chat_id,
        "method": message.method,
        "body": session.sealer.seal(message.body, f"outbox.body:{uid}"),
        "rank": rank,
        "follows": None if followed is None else followed.id,
        "hold_uncertain": message.priority is Priority.BROADCAST,
        "state": OutboxState.NEW if later is None else OutboxState.LATER,
        "attempts": 0,
        "created_at": now,
        "due_at": later or now,
        "deadline": message.deadline,
    }


def _later(message: Message, followed: Any) -> datetime | None:
    """Until when the message waits; what edits a message that waits leaves with it."""
    if followed is None:
        return message.later
    due_at: datetime | None = followed.due_at if followed.state == OutboxState.LATER else None
    return due_at


def _lane(message: Message) -> int | None:
    if not message.in_order:
        return None
    return message.chat_id + (_FILES if message.method == FETCH else 0)


def take(
    session: Session,
    now: datetime,
    lease: Lease,
    most: int,
    throttled: Sequence[int],
    *,
    quiet: bool = False,
) -> list[Leased]:
    """Take what may leave for chats now: calls that keep no order, and at most `most` messages, no reminder
    and no broadcast while it is `quiet`; what is past its deadline is dropped."""
    rows = claims.outbox(session, now, most, throttled, _ranks(quiet)) if most > 0 else []
    return grant(session, rows + claims.outbox_at_once(session, now, AT_ONCE), now, lease)


def take_mails(session: Session, now: datetime, lease: Lease, most: int, *, quiet: bool) -> list[Leased]:
    """Take at most `most` letters that may leave by e-mail now; `quiet` as for `take`."""
    return grant(session, claims.mails(session, now, most, _ranks(quiet)), now, lease)


def _ranks(quiet: bool) -> int:
    return RANK[Priority.REMINDER] if quiet else len(RANK)


def grant(session: Session, rows: Sequence[Any], now: datetime, lease: Lease) -> list[Leased]:
    """Lease claimed rows; those past their deadline, or which edit what waits for its reader, are not."""
    late = [row.id for row in rows if row.deadline is not None and row.deadline < now]
    if late:
        session.core.execute(_EXPIRE, {"late": late, "now": now})
    stopped = [row.id for row in rows if row.follows is not None and _is_blocked(session, row.follows)]
    if stopped:
        session.core.execute(_BLOCK, {"stopped": stopped, "now": now})
    taken = [row for row in rows if row.id not in late and row.id not in stopped]
    if taken:
        leases = [{"row": row.id, "owner": lease.owner, "until": lease.until} for row in taken]
        session.core.execute(_LEASE, leases)
    return [_leased(row, lease.owner) for row in taken]


def _is_blocked(session: Session, number: int) -> bool:
    """Whether a message waits for its reader to come back: what edits it then waits too."""
    return bool(session.core.execute(_STATE, {"row": number}).scalar() == OutboxState.BLOCKED)


def _leased(row: Any, owner: str) -> Leased:
    return Leased(
        row.id, row.uid, row.key, row.lane, row.chat_id, row.method, row.body, row.rank, row.follows,
        bool(row.hold_uncertain), row.attempts, owner,
    )  # fmt: skip


def body(session: Session, leased: Leased) -> dict[str, Any] | None:
    """What to send; for a message that follows another, with the id of that one. None when that one
    never left."""
    content: dict[str, Any] = session.sealer.open(leased.sealed, f"outbox.body:{leased.uid}")
    if "chat_id" in content:
        content["chat_id"] = leased.chat_id
    if leased.follows is None:
        return content
    message_id = session.core.execute(_MESSAGE_ID, {"row": leased.follows}).scalar()
    return None if message_id is None else content | {"message_id": message_id}


def sent(session: Session, leased: Leased, now: datetime, message_id: int | None, error: str | None) -> None:
    """A message this process leased arrived, under the id Telegram gave it, if any."""
    values = {"row": leased.id, "owner": leased.owner, "now": now, "message": message_id, "error": error}
    session.core.execute(_SENT_FILE if leased.method in UPLOADS else _SENT, values)


def settle(session: Session, leased: Leased, state: OutboxState, now: datetime, **values: Any) -> bool:
    """What became of a message this process leased: its new state, and whatever else changed.

    Returns False, and changes nothing, when the lease was lost meanwhile.
    """
    done = None if state is OutboxState.NEW else now
    changes = {"state": state, "done_at": done} | _FREE | values
    mine = sa.and_(_rows.c.id == leased.id, _rows.c.leased_by == leased.owner)
    return bool(session.core.execute(sa.update(_rows).where(mine).values(**changes)).rowcount)


def say_instead(session: Session, leased: Leased, now: datetime) -> None:
    """The card to edit is gone: what was to be on it leaves as a message of its own."""
    content = body(session, leased) or {}
    content.pop("message_id", None)
    sealed = session.sealer.seal(content, f"outbox.body:{leased.uid}")
    settle(session, leased, OutboxState.NEW, now, method="sendMessage", body=sealed, follows=None)


def forget_leases(session: Session, now: datetime, *, of_others_than: str) -> list[Freed]:
    """Free what a process that is gone was sending.

    Nobody knows whether those arrived: answers and reminders leave again, a mass message is held for a person
    to decide. Returns those held.
    """
    orphaned = sa.and_(_rows.c.state == literal(OutboxState.SENDING), _rows.c.leased_by != of_others_than)
    return _free(session, orphaned, now)


def end_leases(session: Session, real: datetime, now: datetime) -> list[Freed]:
    """Free what has been in flight for longer than its lease, in real time. Returns those held."""
    late = sa.and_(_rows.c.state == literal(OutboxState.SENDING), _rows.c.leased_until < real)
    return _free(session, late, now)


def _free(session: Session, which: Any, now: datetime) -> list[Freed]:
    for_a_person = sa.or_(_rows.c.hold_uncertain.is_(True), _rows.c.attempts >= MOST_CRASHES)
    hold = sa.update(_rows).where(which, for_a_person).returning(_rows.c.id, _rows.c.uid, _rows.c.key)
    again = sa.update(_rows).where(which, sa.not_(for_a_person))
    held = session.core.execute(
        hold.values(state=OutboxState.HELD, done_at=now, error="uncertain", **_FREE)
    ).all()
    session.core.execute(again.values(state=OutboxState.NEW, attempts=_rows.c.attempts + 1, **_FREE))
    return [Freed(row.id, row.uid, row.key) for row in held]


def move_chat(session: Session, old: int, new: int) -> None:
    """A group became a supergroup: what waits for it goes to its new id."""
    for column in ("lane", "chat_id"):
        waiting = sa.update(_rows).where(_rows.c[column] == old, _OPEN)
        session.core.execute(waiting.values({column: new}))


def release_blocked(session: Session, chat_id: int, now: datetime) -> int:
    """The person unblocked the bot: what could not reach them in the last two weeks leaves now.
    Returns how many."""
    blocked = sa.and_(
        _STOPPED,
        _rows.c.chat_id == chat_id,
        _rows.c.state == literal(OutboxState.BLOCKED),
        _rows.c.created_at > now - timedelta(days=14),
    )
    again = sa.update(_rows).where(blocked).values(state=OutboxState.NEW, due_at=now, done_at=None)
    return int(session.core.execute(again).rowcount)


def drop_waiting(session: Session, chat_id: int, now: datetime) -> int:
    """Drop what waits for a chat that may not read it any more. Returns how many."""
    count = 0
    in_lane = _rows.c.lane == chat_id
    for mine in (
        sa.and_(in_lane, _OPEN),
        sa.and_(in_lane, _LATER),
        sa.and_(_rows.c.chat_id == chat_id, _STOPPED),
    ):
        dropped = sa.update(_rows).where(mine)
        count += session.core.execute(
            dropped.values(state=OutboxState.EXPIRED, done_at=now, body=None, **_FREE)
        ).rowcount
    return count


def blank(session: Session, before: datetime) -> int:
    """Blank the texts of messages settled and written before; their keys stay. Returns how many."""
    old = sa.and_(
        _rows.c.created_at < before,
        _rows.c.body.is_not(None),
        sa.not_(_OPEN),
        sa.not_(_LATER),
    )
    return int(session.core.execute(sa.update(_rows).where(old).values(body=None)).rowcount)
