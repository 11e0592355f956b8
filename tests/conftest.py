"""What all tests share: databases of both kinds, and a town where people talk to the bot."""

import os
import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import fresh
import machine
import postgres
import psycopg
import pytest
from town import Town, open_town

from bot import logs
from bot.pipeline import posting, sender
from bot.sandbox.config import DEFAULT_TOKEN
from bot.store.database import Database
from bot.store.sealed import Sealer

KEY = bytes(range(32))
CANARIES = (DEFAULT_TOKEN.partition(":")[2], "Martin", "06 12 34 56 78", "0612345678", "n.benali@exemple.fr")
"""A token, a name, a phone and an address that the whole suite uses, at DEBUG: no log may hold them."""

_told_by_workers: list[str] = []
"""Lines of the workers’ logs that hold a canary."""
_journal = tempfile.TemporaryFile("w+", encoding="utf-8")  # noqa: SIM115 (open as long as the session)


def pytest_configure(config: pytest.Config) -> None:
    machine.make_ready(soak=config.option.markexpr == "soak")


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers() -> int:
    return machine.workers()


def pytest_sessionstart() -> None:
    logs.configure("DEBUG", _journal)


def pytest_sessionfinish(session: pytest.Session) -> None:
    _journal.seek(0)
    journal = _journal.read()
    found = [canary for canary in CANARIES if canary in journal]
    lines = [line for line in journal.splitlines() if any(canary in line for canary in found)][:10]
    if hasattr(session.config, "workeroutput"):
        session.config.workeroutput["told"] = lines
    elif lines or _told_by_workers:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
        print("\nFAILED: the logs hold canaries:", *lines, *_told_by_workers, sep="\n")  # noqa: T201


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:
    _told_by_workers.extend(getattr(node, "workeroutput", {}).get("told", ()))


@pytest.fixture(autouse=True)
def _no_settings_from_outside(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in list(os.environ):
        if name.startswith("CLAUSETTE_"):
            monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    with postgres.server() as url:
        yield url


@pytest.fixture
def postgres_url(postgres_server: str, request: pytest.FixtureRequest) -> Iterator[str]:
    """A database of its own, without a schema."""
    name = f"t{abs(hash(request.node.nodeid)) % 10**12}"
    with psycopg.connect(postgres_server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
        yield postgres_server.replace("/postgres?", f"/{name}?")
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def postgres_emptied(postgres_server: str) -> str:
    """The newest schema without rows."""
    return fresh.postgres(postgres_server)


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    on_sqlite = request.param == "sqlite"
    path = tmp_path / "test.sqlite"
    url = fresh.sqlite(path) if on_sqlite else request.getfixturevalue("postgres_emptied")
    with closing(Database(url, Sealer([KEY]))) as opened:
        yield opened


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """What was written beside the bot, of which no bell tells it, is found soon."""
    monkeypatch.setattr(sender, "POLL", 0.1)
    monkeypatch.setattr(posting, "LOOK", 0.1)


@pytest.fixture
async def mail_town(tmp_path: Path, impatient: None) -> AsyncIterator[Town]:
    """A town whose bot writes letters to who is not on Telegram."""
    async with open_town(tmp_path, mail=True) as opened:
        yield opened


@pytest.fixture
async def town(tmp_path: Path, impatient: None) -> AsyncIterator[Town]:
    async with open_town(tmp_path) as opened:
        yield opened
