"""Databases of one kind only."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import fresh
import pytest

from bot.store.database import Database
from bot.store.sealed import Sealer

KEY = bytes(range(32))


@pytest.fixture
def on_sqlite(tmp_path: Path) -> Iterator[Database]:
    with closing(Database(fresh.sqlite(tmp_path / "only.sqlite"), Sealer([KEY]))) as opened:
        yield opened


@pytest.fixture
def on_postgres(postgres_emptied: str) -> Iterator[Database]:
    with closing(Database(postgres_emptied, Sealer([KEY]))) as opened:
        yield opened
