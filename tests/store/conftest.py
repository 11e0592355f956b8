"""Databases migrated once: migrating anew for every test would take most of the time."""

import shutil
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import psycopg
import pytest
from sqlmodel import SQLModel

from bot.store import schema
from bot.store.database import Database
from bot.store.sealed import Sealer

KEY = bytes(range(32))
NAME = "store"


def _migrate(url: str) -> None:
    with closing(Database(url, Sealer([KEY]))) as database:
        schema.upgrade(database)


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("template") / "template.sqlite"
    _migrate(f"sqlite:///{path}")
    return path


@pytest.fixture(scope="session")
def postgres_migrated(postgres_server: str) -> str:
    with psycopg.connect(postgres_server, autocommit=True) as connection:
        connection.execute(f"DROP DATABASE IF EXISTS {NAME} WITH (FORCE)")
        connection.execute(f"CREATE DATABASE {NAME}")
    url = postgres_server.replace("/postgres?", f"/{NAME}?")
    _migrate(url.replace("postgresql://", "postgresql+psycopg://"))
    return url


def _emptied(url: str) -> str:
    tables = ", ".join(f'"{name}"' for name in SQLModel.metadata.tables)
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f"TRUNCATE {tables} RESTART IDENTITY CASCADE")
    return url.replace("postgresql://", "postgresql+psycopg://")


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    if request.param == "sqlite":
        url = f"sqlite:///{shutil.copy(request.getfixturevalue('sqlite_template'), tmp_path / 'test.sqlite')}"
    else:
        url = _emptied(request.getfixturevalue("postgres_migrated"))
    with closing(Database(url, Sealer([KEY]))) as opened:
        yield opened


@pytest.fixture
def on_sqlite(sqlite_template: Path, tmp_path: Path) -> Iterator[Database]:
    url = f"sqlite:///{shutil.copy(sqlite_template, tmp_path / 'only.sqlite')}"
    with closing(Database(url, Sealer([KEY]))) as opened:
        yield opened


@pytest.fixture
def on_postgres(postgres_migrated: str) -> Iterator[Database]:
    with closing(Database(_emptied(postgres_migrated), Sealer([KEY]))) as opened:
        yield opened
