"""A long report is counted in parts side by side, each on a connection of its own that sees what its session
sees: the databases work without holding Python's lock, so that two halves take the time of one."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any

import sqlalchemy as sa

from bot.store import written
from bot.store.database import ONLY_READS, Session

_OF_THE_HOUSE = frozenset({"inbox", "outbox", "drafts", "memos", "audit", "job_runs"})
"""Tables no report reads: having written them keeps nobody from reading beside."""
_SETTINGS = ("jit = off", "work_mem = '64MB'", "random_page_cost = 1.1", "lock_timeout = '2s'")
"""Of PostgreSQL, for queries of millions of short rows: to compile each takes longer than to run it, and to
look a row up by an index little more than to read the next. Who upgrades the tables may wait for our session,
and a reader for them: PostgreSQL cannot see that circle."""


def side_by_side(session: Session, *parts: Callable[[Session], Any]) -> list[Any]:
    """What each part returns, of the same instant. One after the other where this session has written what
    others cannot see yet, and in a savepoint, whose sight PostgreSQL does not hand on. No part may write."""
    alone = session.on_memory or session.core.in_nested_transaction()
    if alone or written.tables(session.core) - _OF_THE_HOUSE:
        return [part(session) for part in parts]
    seen, (*others, last) = _seen(session), parts
    with ThreadPoolExecutor(max(1, len(others)), "reader") as threads:
        beside = [threads.submit(_read, session, seen, part) for part in others]
        here = _read(session, seen, last)
        return [*(one.result() for one in beside), here]


def _seen(session: Session) -> str | None:
    """The name of what a session sees now. SQLite needs none: who began with `BEGIN IMMEDIATE` is the only
    one to write, and all others see what was committed last."""
    if session.on_sqlite:
        return None
    return str(session.core.exec_driver_sql("SELECT pg_export_snapshot()").scalar_one())


def _read(session: Session, seen: str | None, part: Callable[[Session], Any]) -> Any:
    with _connected(session, seen) as core, Session(core, session.sealer, session.files) as reader:
        return part(reader)


@contextmanager
def _connected(session: Session, seen: str | None) -> Iterator[sa.Connection]:
    with session.core.engine.connect().execution_options(**{ONLY_READS: True}) as core, core.begin():
        if seen is not None:
            core.exec_driver_sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            core.exec_driver_sql(f"SET TRANSACTION SNAPSHOT '{seen}'")
            for setting in _SETTINGS:
                core.exec_driver_sql(f"SET LOCAL {setting}")
        yield core
