"""Several threads on one database: nothing is lost, nothing is taken twice, no order is inverted."""

import random
import threading
from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

import pytest
import sqlalchemy as sa
from rows import NOW, OUTBOX, add, message, receive, together, update

from bot.store import inbox, memos, outbox
from bot.store.database import Database
from bot.store.outbox import Lease
from bot.store.tables import OutboxState

ROWS, LANES = 2000, 40


def test_concurrent_read_modify_writes_lose_nothing(on_sqlite: Database) -> None:
    def increment(_turn: int) -> None:
        for _ in range(50):
            with on_sqlite.begin() as session:
                value = int(memos.read(session, "count") or 0)
                memos.write(session, "count", str(value + 1), NOW)

    together(8, increment)
    with on_sqlite.begin() as session:
        assert memos.read(session, "count") == "400"


@pytest.mark.parametrize(
    ("pragma", "value"),
    [("journal_mode", "wal"), ("synchronous", 2), ("busy_timeout", 10000), ("foreign_keys", 1)],
)
def test_sqlite_is_set_for_safety(on_sqlite: Database, pragma: str, value: object) -> None:
    with on_sqlite.begin() as session:
        assert session.core.exec_driver_sql(f"PRAGMA {pragma}").scalar() == value


async def test_run_commits_what_work_returns(database: Database) -> None:
    await database.run(memos.write, "name", "value", NOW)
    assert await database.run(memos.read, "name") == "value"


async def test_run_rolls_back_what_fails(database: Database) -> None:
    def fail(session: object, now: datetime) -> None:
        memos.write(session, "name", "value", now)  # type: ignore[arg-type]
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await database.run(fail, NOW)
    assert await database.run(memos.read, "name") is None


@dataclass
class Seen:
    """What the workers took, in the order their transactions ended."""

    order: dict[int, list[int]] = field(default_factory=lambda: defaultdict(list))
    times: Counter[int] = field(default_factory=Counter)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def note(self, taken: list[tuple[int, int]]) -> None:
        for lane, number in taken:
            self.order[lane].append(number)
            self.times[number] += 1

    def check(self, rows: int) -> None:
        assert len(self.times) == rows
        assert set(self.times.values()) == {1}
        for numbers in self.order.values():
            assert numbers == sorted(numbers)


def fill(database: Database) -> None:
    chance = random.Random(7)
    lanes = [chance.randrange(1, LANES + 1) for _ in range(ROWS)]
    receive(database, *(update(number, chat=lane) for number, lane in enumerate(lanes, start=1)))
    add(database, *(message(str(number), chat=lane) for number, lane in enumerate(lanes, start=1)))


def until_all(seen: Seen, step: Callable[[], int]) -> Callable[[int], None]:
    """A worker: steps until every row was seen."""

    def work(_turn: int) -> None:
        for _ in range(20 * ROWS):
            step()
            with seen.lock:
                if seen.times.total() >= ROWS:
                    return
        raise AssertionError(f"only {seen.times.total()} rows")

    return work


@pytest.mark.parametrize("workers", [3])
def test_updates_on_postgresql_are_handled_once_and_in_order(on_postgres: Database, workers: int) -> None:
    """The order inside a lane is told by a sequence, asked while the row is locked."""
    fill(on_postgres)
    with on_postgres.begin() as session:
        session.core.exec_driver_sql("CREATE SEQUENCE IF NOT EXISTS handled")
    seen = Seen()
    handled: list[tuple[int, int, int]] = []

    def step() -> int:
        with on_postgres.begin() as session:
            waiting = inbox.take(session, NOW, 50)
            moments = [
                session.core.exec_driver_sql("SELECT nextval('handled')").scalar_one() for _ in waiting
            ]
            inbox.finish(session, waiting, NOW)
        with seen.lock:
            handled.extend((moment, one.lane, one.id) for moment, one in zip(moments, waiting, strict=True))
            seen.times.update(one.id for one in waiting)
        return len(waiting)

    together(workers, until_all(seen, step))
    seen.times.clear()
    seen.note([(lane, number) for _, lane, number in sorted(handled)])
    seen.check(ROWS)


@pytest.mark.parametrize("workers", [3])
def test_messages_on_postgresql_leave_once_and_in_order(on_postgres: Database, workers: int) -> None:
    fill(on_postgres)
    seen = Seen()
    counter = iter(range(1_000_000))

    def step() -> int:
        lease = Lease(f"worker {next(counter)}", NOW)
        with on_postgres.begin() as session:
            taken = outbox.take(session, NOW, lease, 50, ())
        with seen.lock:
            seen.note([(leased.chat_id, leased.id) for leased in taken])
        with on_postgres.begin() as session:
            for leased in taken:
                outbox.settle(session, leased, OutboxState.SENT, NOW)
        return len(taken)

    together(workers, until_all(seen, step))
    seen.check(ROWS)
    with on_postgres.begin() as session:
        states = session.core.execute(sa.select(OUTBOX.c.state).distinct()).scalars().all()
    assert states == [OutboxState.SENT]


def test_numbers_of_updates_follow_their_commits_on_postgresql(on_postgres: Database) -> None:
    """A later update never becomes visible before an earlier one, with two processes receiving at once."""
    first_in, second_done = threading.Event(), threading.Event()

    def slow(_turn: int) -> None:
        with on_postgres.begin() as session:
            inbox.receive(session, [update(1)], NOW)
            first_in.set()
            assert not second_done.wait(0.3)

    def quick(_turn: int) -> None:
        first_in.wait(5)
        receive(on_postgres, update(2))
        second_done.set()

    together(2, lambda turn: (slow, quick)[turn](turn))
    with on_postgres.begin() as session:
        assert [inbox.read(session, one)["update_id"] for one in inbox.take(session, NOW, 1)] == [1]
