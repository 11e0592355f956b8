"""Databases of the newest schema without rows: migrated once by each process, then copied or emptied, as
migrating takes longer than most tests do."""

import os
import tempfile
from contextlib import closing
from functools import cache
from pathlib import Path

import psycopg
import sqlalchemy as sa
from sqlmodel import SQLModel

from bot.store import schema
from bot.store.database import Database
from bot.store.sealed import Sealer

NAME = f"migrated_{os.environ.get('PYTEST_XDIST_WORKER', 'alone')}"
"""Of each process its own, where they share a server."""
_NUMBERS_AGAIN = "SELECT setval(oid::regclass, 1, false) FROM pg_class WHERE relkind = 'S'"


def sqlite(path: Path) -> str:
    """The URL of a new file there."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    path.touch(mode=0o600)
    path.write_bytes(_file())
    return f"sqlite:///{path}"


def postgres(server: str) -> str:
    """The URL of the one database kept for this on the server, emptied. Rows are deleted: to truncate fifty
    tables takes twenty times as long."""
    url = _migrated(server)
    deletions = "; ".join(str(sa.delete(table)) for table in SQLModel.metadata.tables.values())
    with psycopg.connect(url.replace("+psycopg", ""), autocommit=True) as connection:
        connection.execute(f"SET session_replication_role = replica; {deletions}; {_NUMBERS_AGAIN}")
    return url


@cache
def _file() -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"{NAME}.sqlite"
        _migrate(f"sqlite:///{path}")
        return path.read_bytes()


@cache
def _migrated(server: str) -> str:
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"DROP DATABASE IF EXISTS {NAME} WITH (FORCE)")
        connection.execute(f"CREATE DATABASE {NAME}")
    url = server.replace("/postgres?", f"/{NAME}?").replace("postgresql://", "postgresql+psycopg://")
    _migrate(url)
    return url


def _migrate(url: str) -> None:
    with closing(Database(url, Sealer([bytes(32)]))) as database:
        schema.upgrade(database)
