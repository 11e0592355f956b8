"""Towns whose talk with the bot is checked against the Bot API; polls and pauses short enough for tests."""

import shutil
from collections.abc import AsyncIterator, Iterator
from contextlib import closing
from pathlib import Path

import psycopg
import pytest
from sqlmodel import SQLModel
from town import Town
from wire import EXPLODE, a_town

from bot import handlers
from bot.pipeline import intake, sender, worker
from bot.store import schema
from bot.store.database import Database
from bot.store.sealed import Sealer

KEY = bytes(range(32))


@pytest.fixture(autouse=True)
def _impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker, "POLL", 0.1)
    monkeypatch.setattr(sender, "POLL", 0.1)
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


def _migrate(url: str) -> None:
    with closing(Database(url, Sealer([KEY]))) as database:
        schema.upgrade(database)


@pytest.fixture(scope="session")
def postgres_town(postgres_server: str) -> str:
    with psycopg.connect(postgres_server, autocommit=True) as connection:
        connection.execute("DROP DATABASE IF EXISTS town WITH (FORCE)")
        connection.execute("CREATE DATABASE town")
    url = postgres_server.replace("/postgres?", "/town?")
    _migrate(url.replace("postgresql://", "postgresql+psycopg://"))
    return url


@pytest.fixture
def on_postgres(postgres_town: str) -> str:
    """The address of an empty migrated database."""
    tables = ", ".join(f'"{name}"' for name in SQLModel.metadata.tables)
    with psycopg.connect(postgres_town, autocommit=True) as connection:
        connection.execute(f"TRUNCATE {tables} RESTART IDENTITY CASCADE")
    return postgres_town


@pytest.fixture(params=["sqlite", "postgresql"])
async def either_town(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Town]:
    """A town on SQLite, then one on PostgreSQL."""
    changes = {} if request.param == "sqlite" else {"database_url": request.getfixturevalue("on_postgres")}
    async with a_town(tmp_path, **changes) as opened:
        yield opened


@pytest.fixture(scope="session")
def migrated_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("migrated") / "migrated.sqlite"
    _migrate(f"sqlite:///{path}")
    return path


@pytest.fixture
def database(migrated_file: Path, tmp_path: Path) -> Iterator[Database]:
    """A migrated SQLite file, without a town around it."""
    url = f"sqlite:///{shutil.copy(migrated_file, tmp_path / 'alone.sqlite')}"
    with closing(Database(url, Sealer([KEY]))) as opened:
        yield opened
