"""Towns whose talk with the bot is checked against the Bot API; polls and pauses short enough for tests."""

from collections.abc import AsyncIterator, Iterator
from contextlib import closing
from pathlib import Path

import fresh
import pytest
from town import Town
from wire import EXPLODE, a_town

from bot import handlers
from bot.pipeline import intake, posting, sender, worker
from bot.store.database import Database
from bot.store.sealed import Sealer

KEY = bytes(range(32))


@pytest.fixture(autouse=True)
def _impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker, "POLL", 0.1)
    monkeypatch.setattr(sender, "POLL", 0.1)
    monkeypatch.setattr(posting, "LOOK", 0.1)
    monkeypatch.setattr(worker, "RETRIES", (0.05, 0.05, 0.05))
    monkeypatch.setattr(intake, "_CONFLICT_SECONDS", 0.2)
    monkeypatch.setattr(intake, "_BACKOFF", (0.05, 0.1, 0.2))


@pytest.fixture
def explosive(monkeypatch: pytest.MonkeyPatch) -> None:
    """A command that fails every time."""
    monkeypatch.setattr(handlers, "ROUTES", (EXPLODE, *handlers.ROUTES))


@pytest.fixture
async def town(tmp_path: Path) -> AsyncIterator[Town]:
    async with a_town(tmp_path) as opened:
        yield opened


@pytest.fixture(params=["sqlite", "postgresql"])
async def either_town(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Town]:
    """A town on SQLite, then one on PostgreSQL."""
    changes = (
        {} if request.param == "sqlite" else {"database_url": request.getfixturevalue("postgres_emptied")}
    )
    async with a_town(tmp_path, **changes) as opened:
        yield opened


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    """A SQLite file, without a town around it."""
    with closing(Database(fresh.sqlite(tmp_path / "alone.sqlite"), Sealer([KEY]))) as opened:
        yield opened
