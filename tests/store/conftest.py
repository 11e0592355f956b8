"""Databases made from a migrated one: migrating anew for every test would take most of the time."""

import shutil
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import psycopg
import pytest

from bot.store import schema
from bot.store.database import Database
from bot.store.sealed import Sealer

KEY = bytes(range(32))
TEMPLATE = "store_template"


def _migrate(url: str) -> None:
    with closing(Database(url, Sealer([KEY]))) as database:
        schema.upgrade(database)


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("template") / "template.sqlite"
    _migrate(f"sqlite:///{path}")
    return path


@pytest.fixture(scope="session")
def postgres_template(postgres_server: str) -> str:
    with psycopg.connect(postgres_server, autocommit=True) as connection:
        connection.execute(f"DROP DATABASE IF EXISTS {TEMPLATE} WITH (FORCE)")
        connection.execute(f"CREATE DATABASE {TEMPLATE}")
    url = postgres_server.replace("/postgres?", f"/{TEMPLATE}?")
    _migrate(url.replace("postgresql://", "postgresql+psycopg://"))
    return postgres_server


def _copy_of_template(server: str) -> str:
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute("DROP DATABASE IF EXISTS store_test WITH (FORCE)")
        connection.execute(f"CREATE DATABASE store_test TEMPLATE {TEMPLATE} STRATEGY FILE_COPY")
    return server.replace("/postgres?", "/store_test?").replace("postgresql://", "postgresql+psycopg://")


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    if request.param == "sqlite":
        url = f"sqlite:///{shutil.copy(request.getfixturevalue('sqlite_template'), tmp_path / 'test.sqlite')}"
    else:
        url = _copy_of_template(request.getfixturevalue("postgres_template"))
    with closing(Database(url, Sealer([KEY]))) as opened:
        yield opened


@pytest.fixture
def on_sqlite(sqlite_template: Path, tmp_path: Path) -> Iterator[Database]:
    url = f"sqlite:///{shutil.copy(sqlite_template, tmp_path / 'only.sqlite')}"
    with closing(Database(url, Sealer([KEY]))) as opened:
        yield opened


@pytest.fixture
def on_postgres(postgres_template: str) -> Iterator[Database]:
    with closing(Database(_copy_of_template(postgres_template), Sealer([KEY]))) as opened:
        yield opened
