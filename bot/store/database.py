"""The database: one transaction at a time on SQLite, in the thread that owns the connection; a small
pool on PostgreSQL."""

import asyncio
import sqlite3
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, Concatenate, ParamSpec, TypeVar

import sqlalchemy as sa
import sqlmodel
from sqlalchemy import event

from bot.store import written
from bot.store.files import Files
from bot.store.sealed import Sealer

P = ParamSpec("P")
T = TypeVar("T")

_PRAGMAS = (
    "journal_mode=WAL",
    "synchronous=FULL",
    "busy_timeout=10000",
    "foreign_keys=ON",
    "temp_store=MEMORY",
    "wal_autocheckpoint=20000",
)
"""The last one is a safety net: `checkpoint` moves the log into the file before, aside of the writer."""
_POOL = 4
AS_BYTES = {"as_bytes": True}
"""An option of statements that ask for long bytes: PostgreSQL sends them as they are, not as text."""
_BINARY = 1
"""`psycopg.pq.Format.BINARY`; the driver is loaded only where it is used."""
ONLY_READS = "only_reads"
"""An option of connections that never write: on SQLite they do not wait for who does."""
SOCKET: dict[str, Any] = {
    "connect_timeout": 5,
    "keepalives_idle": 5,
    "keepalives_interval": 2,
    "keepalives_count": 3,
    "tcp_user_timeout": 10_000,
}
"""PostgreSQL that went silent is noticed within seconds, not hours."""


class Session(sqlmodel.Session):
    """A session inside a transaction someone else began; it never commits by itself.

    `core` is its connection, for Core statements; `sealer` seals and opens personal columns; `files` are
    those sent as evidence.
    """

    def __init__(self, core: sa.Connection, sealer: Sealer, files: Files) -> None:
        super().__init__(bind=core, expire_on_commit=False, join_transaction_mode="rollback_only")
        self.core = core
        self.sealer = sealer
        self.files = files

    @property
    def on_sqlite(self) -> bool:
        """Whether the rows live in SQLite."""
        return self.core.dialect.name == "sqlite"

    @property
    def on_memory(self) -> bool:
        """Whether no other connection can see the rows: those of SQLite without a file."""
        return self.on_sqlite and self.core.engine.url.database in (None, "", ":memory:")


class Database:
    """Opens transactions. Network calls have no place inside one.

    The files sent as evidence are in `folder`; unless one is given, beside the file of SQLite.
    """

    def __init__(self, url: str, sealer: Sealer, folder: Path | None = None) -> None:
        self.url = sa.make_url(url)
        self.sealer = sealer
        self.files = Files(folder or Path(self.url.database or "none").with_name("evidence"), sealer)
        self.engine = _engine(self.url)
        self.on_sqlite = self.url.get_backend_name() == "sqlite"
        self._threads = ThreadPoolExecutor(1 if self.on_sqlite else _POOL, "database")

    @contextmanager
    def begin(self) -> Iterator[Session]:
        """A session in a transaction of its own: committed at the end, rolled back on any exception."""
        with self.engine.begin() as connection, Session(connection, self.sealer, self.files) as session:
            yield session
            session.flush()

    async def run(self, work: Callable[Concatenate[Session, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """What `work(session, …)` returns, run in one transaction in the database's thread."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._threads, lambda: self._work(work, *args, **kwargs))

    def _work(self, work: Callable[Concatenate[Session, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        with self.begin() as session:
            return work(session, *args, **kwargs)

    def checkpoint(self) -> None:
        """Move what SQLite's log holds into the file, on a connection of its own: no writer waits."""
        if self.on_sqlite and self.url.database:
            with closing(sqlite3.connect(self.url.database)) as aside:
                aside.execute("PRAGMA wal_checkpoint(PASSIVE)")

    def close(self) -> None:
        """Wait for running work, then close every connection."""
        self._threads.shutdown(wait=True)
        self.engine.dispose()


def _engine(url: sa.URL) -> sa.Engine:
    engine = _opened(url)
    written.watch(engine)
    return engine


def _opened(url: sa.URL) -> sa.Engine:
    if url.get_backend_name() != "sqlite":
        engine = sa.create_engine(
            url, hide_parameters=True, pool_size=_POOL + 2, pool_pre_ping=True, connect_args=SOCKET
        )
        event.listen(engine, "before_cursor_execute", _ask_for_bytes)
        return engine
    if url.database:
        _own_file(Path(url.database))
    engine = sa.create_engine(
        url, hide_parameters=True, connect_args={"check_same_thread": False}, pool_reset_on_return=None
    )
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_immediate)
    return engine


def _own_file(path: Path) -> None:
    """Make the file, readable by its owner only; SQLite gives its companions the same mode."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    path.touch(mode=0o600)


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    """The driver must not open transactions by itself: it would defer them and lose writes."""
    connection.isolation_level = None
    for pragma in _PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")


def _ask_for_bytes(
    _connection: sa.Connection, cursor: Any, _statement: str, _parameters: Any, context: Any, _many: bool
) -> None:
    if context.execution_options.keys() & AS_BYTES.keys():
        cursor.format = _BINARY


def _begin_immediate(connection: sa.Connection) -> None:
    reads = connection.get_execution_options().get(ONLY_READS, False)
    connection.exec_driver_sql("BEGIN" if reads else "BEGIN IMMEDIATE")
