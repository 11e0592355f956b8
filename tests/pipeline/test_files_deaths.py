"""A file is fetched, and its update comes again, once, whenever the process dies or loses its lease."""

import asyncio
from datetime import UTC, datetime, timedelta

import files
import pytest
import sqlalchemy as sa
from files import READ, summary
from forks import FORKS
from town import Town
from wire import INBOX, OUTBOX, calm, count, rows, staff

from bot import handlers
from bot.pipeline import settle
from bot.pipeline.outcomes import Fate, Outcome
from bot.store import inbox, outbox
from bot.store.database import Database
from bot.store.outbox import Lease, Message
from bot.store.tables import OutboxState

CONTENT = bytes(range(256)) * 900


@pytest.fixture(autouse=True)
def _reading(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(handlers, "ROUTES", (READ, *handlers.ROUTES))


POINTS = [
    ("sender.leased", 1),
    ("sender.before_call", 1),
    ("sender.after_call", 1),
    ("sender.before_settle_commit", 1),
    ("sender.settled", 1),
    ("worker.after_step", 2),
    ("worker.committed", 1),
]


@pytest.mark.parametrize(("point", "passes"), POINTS)
async def test_death_while_a_file_is_fetched(town: Town, point: str, passes: int) -> None:
    coordinator, buyer = await staff(town)
    await town.stop()
    await buyer.sends("a.xlsx", CONTENT)
    assert await _dies_at(town, point, passes) == -9
    await town.start()
    await buyer.saw(summary(CONTENT))
    await calm(town)
    assert await count(buyer, "read ") == 1
    assert [one.state for one in rows(town, OUTBOX, method=outbox.FETCH)] == [OutboxState.SENT]
    assert len(rows(town, INBOX, update_id=None)) == 1
    assert await count(coordinator, "⚠️") == 0


async def _dies_at(town: Town, point: str, passes: int) -> int | None:
    """Another process serves the town and ends itself at a named point. Returns its exit code."""
    settings = town.settings
    values = {
        "token": settings.token.get_secret_value() if settings.token else "",
        "api_url": settings.api_url,
        "data_dir": str(settings.data_dir),
        "clock_file": str(settings.clock_file),
        "secret_key": settings.secret_key.get_secret_value() if settings.secret_key else "",
        "send_rate": "5000",
        "chat_rate": "5000",
    }
    environment = {f"CLAUSETTE_{name.upper()}": value for name, value in values.items()}
    log = settings.data_dir / "other.log"
    process = FORKS.Process(target=files.serve, args=(environment, log, point, passes), daemon=True)
    process.start()
    try:
        await asyncio.to_thread(process.join, 30)
        return process.exitcode
    finally:
        process.kill()
        process.join()


UPDATE = {"update_id": 7, "message": {"chat": {"id": 5}, "document": {"file_id": "F"}}}


def test_who_lost_the_lease_adds_nothing(database: Database) -> None:
    now = datetime(2027, 3, 1, 9, tzinfo=UTC)
    body = {"file_id": "F", "language": "fr", "update": UPDATE}
    with database.begin() as session:
        outbox.add(session, [Message("turn:u:0", 5, outbox.FETCH, body)], now)
    with database.begin() as session:
        [leased] = outbox.take(session, now, Lease("me", now + timedelta(minutes=1)), 9, [])
    for outcome in (
        Outcome(Fate.SENT, content=b"first"),
        Outcome(Fate.SENT, content=b"second"),
        Outcome(Fate.REFUSED, word="BadRequest"),
    ):
        with database.begin() as session:
            settle.settle(session, leased, outcome, now)
    with database.begin() as session:
        [waiting] = inbox.take(session, now, 9)
        update = inbox.read(session, waiting)
        assert inbox.take_content(update) == b"first"
        assert (update, waiting.lane) == (UPDATE, 5)
        assert session.core.execute(sa.select(sa.func.count()).select_from(OUTBOX)).scalar() == 1
