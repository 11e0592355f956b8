"""Wake-ups: a reply does not wait for a poll. A bell only wakes; polling makes sure."""

import asyncio
import contextlib
from dataclasses import dataclass, field

import sqlalchemy as sa
import structlog

from bot.store.database import SOCKET, Database, Session

log = structlog.get_logger(__name__)

CHANNEL = "clausette"
INBOX, OUTBOX = "inbox", "outbox"


@dataclass
class Bells:
    """One bell for the worker, one for the sender."""

    inbox: asyncio.Event = field(default_factory=asyncio.Event)
    outbox: asyncio.Event = field(default_factory=asyncio.Event)

    def ring(self, name: str) -> None:
        """Wake who waits on this bell in this process."""
        (self.inbox if name == INBOX else self.outbox).set()


def announce(session: Session, name: str) -> None:
    """Wake the other processes when this transaction commits (PostgreSQL)."""
    if not session.on_sqlite:
        session.core.execute(sa.text("SELECT pg_notify(:channel, :name)"), {"channel": CHANNEL, "name": name})


async def wait(bell: asyncio.Event, seconds: float) -> None:
    """Until the bell rings, at most so many seconds."""
    with contextlib.suppress(TimeoutError):
        await asyncio.wait_for(bell.wait(), max(0.0, seconds))
    bell.clear()


async def listen(database: Database, bells: Bells) -> None:
    """Ring for what other processes announce, for ever (PostgreSQL)."""
    from psycopg import AsyncConnection, OperationalError

    address = database.url.set(drivername="postgresql").render_as_string(hide_password=False)
    while True:
        try:
            async with await AsyncConnection.connect(address, autocommit=True, **SOCKET) as connection:
                await connection.execute(f"LISTEN {CHANNEL}")
                async for notice in connection.notifies():
                    bells.ring(notice.payload)
        except OperationalError as error:
            log.warning("listening again", exc_info=error)
            await asyncio.sleep(1)
