"""One process at a time polls, sends and keeps the schedule.

On SQLite the lock is a file beside the database, and a second process is refused: one file serves one
process. On PostgreSQL it is an advisory lock; other processes handle updates meanwhile and take over when
the leader's connection ends.
"""

import asyncio
import contextlib
import fcntl
import os
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from typing import TYPE_CHECKING, Any

import structlog

from bot.errors import PlainError
from bot.pipeline.patience import StoppedError, unless
from bot.store.database import SOCKET, Database

if TYPE_CHECKING:
    from psycopg import AsyncConnection

log = structlog.get_logger(__name__)

RETRY = 2.0
PATIENCE = 5.0
_LOCK = "SELECT pg_try_advisory_lock(7249, 0)"


class AlreadyRunningError(PlainError):
    """Another process already serves this database."""


@contextlib.contextmanager
def only_process(database: Database) -> Iterator[None]:
    """Hold a SQLite database for this process; PostgreSQL needs no hold. Raises AlreadyRunningError."""
    if not database.on_sqlite or not database.url.database:
        yield
        return
    lock = os.open(f"{database.url.database}.lock", os.O_CREAT | os.O_RDWR, 0o600)
    try:
        _lock(lock)
        yield
    finally:
        os.close(lock)


def _lock(lock: int) -> None:
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise AlreadyRunningError(AlreadyRunningError.__doc__) from None


async def lead(database: Database, work: Callable[[], Awaitable[None]], stopping: asyncio.Event) -> None:
    """Do the leader's work while leading, until it ends because of `stopping`."""
    if database.on_sqlite:
        await work()
        return
    while not stopping.is_set():
        async with _connection(database, stopping) as connected:
            if connected is not None:
                await _until(work, connected)
        if not stopping.is_set():
            await asyncio.sleep(RETRY)


async def _until(work: Callable[[], Awaitable[None]], connected: Callable[[], Awaitable[None]]) -> None:
    """Work until it ends, or until the lock's connection does: then another process may lead."""
    doing, holding = asyncio.ensure_future(work()), asyncio.ensure_future(connected())
    try:
        await asyncio.wait({doing, holding}, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in (doing, holding):
            task.cancel()
        results = await asyncio.gather(doing, holding, return_exceptions=True)
    for result in results:
        if isinstance(result, Exception):
            log.warning("leader steps down", exc_info=result)


@contextlib.asynccontextmanager
async def _connection(
    database: Database, stopping: asyncio.Event
) -> AsyncIterator[Callable[[], Awaitable[None]] | None]:
    """A connection that holds the lock, as a function that ends when it is lost; None when another
    process leads."""
    from psycopg import AsyncConnection, OperationalError

    address = database.url.set(drivername="postgresql").render_as_string(hide_password=False)
    try:
        connecting = AsyncConnection.connect(address, autocommit=True, **SOCKET)
        connection = await unless(stopping, connecting)
    except (OperationalError, StoppedError) as error:
        log.warning("no database", exc_info=error)
        yield None
        return
    async with connection:

        async def held() -> None:
            while True:
                await asyncio.sleep(RETRY)
                await asyncio.wait_for(connection.execute("SELECT 1"), PATIENCE)

        yield held if await _locked(connection) else None


async def _locked(connection: "AsyncConnection[Any]") -> bool:
    from psycopg import OperationalError

    try:
        row = await (await asyncio.wait_for(connection.execute(_LOCK), PATIENCE)).fetchone()
    except (OperationalError, TimeoutError) as error:
        log.warning("no database", exc_info=error)
        return False
    return bool(row and row[0])
