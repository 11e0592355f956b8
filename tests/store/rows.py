"""What the store tests share: an instant, updates, messages, people."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from bot.dialogue.site import Site
from bot.dialogue.work import Work
from bot.store import inbox, organisations, outbox, people
from bot.store.database import Database, Session
from bot.store.outbox import Lease, Leased, Message
from bot.store.people import Member, Newcomer
from bot.store.tables import Inbox, Kind, Outbox, Priority, Role

T = TypeVar("T")

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
LEASE = Lease("me", NOW + timedelta(seconds=60))
INBOX: Any = Inbox.__table__
OUTBOX: Any = Outbox.__table__


def work(session: Session, now: datetime = NOW) -> Work:
    """What a job gets."""
    return Work(session, now, ZoneInfo("Europe/Paris"), Site("clausette_bot", "http://127.0.0.1:8015"))


def update(number: int, chat: int = 7, text: str = "Bonjour") -> dict[str, Any]:
    """A text someone wrote, as Telegram tells it."""
    who = {"id": chat, "is_bot": False, "first_name": "Brigitte"}
    message = {
        "message_id": number,
        "date": 1,
        "chat": {"id": chat, "type": "private"},
        "from": who,
        "text": text,
    }
    return {"update_id": number, "message": message}


def tap(number: int, chat: int, who: int) -> dict[str, Any]:
    """A tap on a button, as Telegram tells it."""
    message = {"message_id": 1, "date": 1, "chat": {"id": chat, "type": "private"}}
    query = {"id": "1", "from": {"id": who}, "message": message, "data": "go:menu", "chat_instance": "1"}
    return {"update_id": number, "callback_query": query}


def message(key: str, chat: int = 7, priority: Priority = Priority.ANSWER, **more: Any) -> Message:
    """A message saying its own key."""
    method = "editMessageText" if more.get("follows") else "sendMessage"
    return Message(key, chat, more.pop("method", method), {"chat_id": chat, "text": key}, priority, **more)


def add(database: Database, *messages: Message, now: datetime = NOW) -> int:
    with database.begin() as session:
        return outbox.add(session, messages, now)


def take(
    database: Database,
    now: datetime = NOW,
    most: int = 100,
    throttled: tuple[int, ...] = (),
    lease: Lease = LEASE,
) -> list[Leased]:
    with database.begin() as session:
        return outbox.take(session, now, lease, most, throttled)


def keys(taken: list[Leased]) -> list[str]:
    return [leased.key for leased in taken]


def settle(database: Database, leased: Leased, state: Any, now: datetime = NOW, **values: Any) -> None:
    with database.begin() as session:
        outbox.settle(session, leased, state, now, **values)


def body(database: Database, leased: Leased) -> dict[str, Any] | None:
    with database.begin() as session:
        return outbox.body(session, leased)


def row(database: Database, key: str) -> Any:
    with database.begin() as session:
        return session.core.execute(sa.select(OUTBOX).where(OUTBOX.c.key == key)).one()


def receive(database: Database, *updates: Any, now: datetime = NOW) -> int:
    with database.begin() as session:
        return inbox.receive(session, updates, now)


def rows(database: Database, table: Any) -> list[Any]:
    with database.begin() as session:
        return list(session.core.execute(sa.select(table).order_by(table.c.id)))


def join(
    session: Session,
    telegram_id: int,
    role: Role = Role.BUYER,
    organisation: str = "Ville de Caen",
    name: str = "Brigitte Martin",
) -> Member:
    """Someone of an organisation."""
    kind = Kind.PLIE if role in people.STAFF else Kind.BUYER
    home = organisations.find_or_create(session, kind, organisation, NOW)
    assert home.id is not None
    return people.join(session, Newcomer(telegram_id, name, "fr", home.id, role, None), NOW)


def together(times: int, work: Callable[[int], T]) -> list[T]:
    """What `work(0)`, `work(1)`, … return, each in its own thread."""
    with ThreadPoolExecutor(times) as threads:
        return list(threads.map(work, range(times)))


@contextmanager
def undone(database: Database) -> Iterator[Session]:
    """A transaction that fails at its end."""
    with suppress(ZeroDivisionError), database.begin() as session:
        yield session
        _ = 1 / 0
