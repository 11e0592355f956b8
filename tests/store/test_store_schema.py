"""The schema: what alembic makes is what the tables say, on both databases."""

from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from rows import NOW, together, undone
from sqlmodel import SQLModel

from bot.store import schema
from bot.store.database import Database
from bot.store.sealed import Sealer
from bot.store.tables import Procurement


def differences(connection: sa.Connection) -> list[Any]:
    context = MigrationContext.configure(connection, opts={"compare_type": True, "render_as_batch": True})
    found: list[Any] = compare_metadata(context, SQLModel.metadata)
    return found


def indexes(database: Database) -> dict[str, set[tuple[str, bool, tuple[str | None, ...], str]]]:
    """The indexes of every table: name, uniqueness, columns, condition."""
    inspector = sa.inspect(database.engine)
    found = {}
    for name in SQLModel.metadata.tables:
        found[name] = {
            (
                str(index["name"]),
                bool(index["unique"]),
                tuple(index["column_names"]),
                str(_condition(index)).replace("(", "").replace(")", ""),
            )
            for index in inspector.get_indexes(name)
        }
    return found


def _condition(index: Any) -> Any:
    options = index.get("dialect_options", {})
    return next((options[name] for name in ("sqlite_where", "postgresql_where") if name in options), "")


def test_migrations_make_what_the_tables_say(database: Database) -> None:
    with database.begin() as session:
        assert differences(session.core) == []


def test_the_comparison_sees_a_difference(database: Database) -> None:
    with undone(database) as session:
        session.core.exec_driver_sql("ALTER TABLE memos ADD COLUMN more VARCHAR")
        assert differences(session.core)


def test_constraints_are_the_same_as_those_of_the_tables(on_sqlite: Database, tmp_path: Path) -> None:
    """Autogenerate compares neither checks nor the conditions of partial indexes."""
    with closing(Database(f"sqlite:///{tmp_path / 'models.sqlite'}", on_sqlite.sealer)) as models:
        SQLModel.metadata.create_all(models.engine)
        assert indexes(on_sqlite) == indexes(models)
        for name in SQLModel.metadata.tables:
            ours, theirs = sa.inspect(on_sqlite.engine), sa.inspect(models.engine)
            assert _checks(ours, name) == _checks(theirs, name)
            assert _keys(ours, name) == _keys(theirs, name)


def _checks(inspector: Any, table: str) -> set[tuple[str, str]]:
    return {(check["name"], check["sqltext"]) for check in inspector.get_check_constraints(table)}


def _keys(inspector: Any, table: str) -> set[tuple[str, ...]]:
    foreign = {(key["name"], *key["constrained_columns"]) for key in inspector.get_foreign_keys(table)}
    return foreign | {(key["name"], *key["column_names"]) for key in inspector.get_unique_constraints(table)}


def test_upgrading_again_changes_nothing(database: Database) -> None:
    assert schema.is_current(database)
    schema.upgrade(database)
    schema.upgrade(database)
    assert schema.is_current(database)
    with database.begin() as session:
        assert differences(session.core) == []


def test_a_new_database_is_not_current(tmp_path: Path) -> None:
    with closing(
        Database(f"sqlite:///{tmp_path / 'deep' / 'er' / 'new.sqlite'}", Sealer([bytes(32)]))
    ) as database:
        assert not schema.is_current(database)
        schema.upgrade(database)
        assert schema.is_current(database)


def test_two_processes_may_upgrade_at_once(on_postgres: Database) -> None:
    with on_postgres.begin() as session:
        session.core.exec_driver_sql("CREATE SCHEMA fresh")
    url = on_postgres.url.update_query_dict({"options": "-csearch_path=fresh"}).render_as_string(
        hide_password=False
    )

    def upgrade(_turn: int) -> bool:
        with closing(Database(url, on_postgres.sealer)) as database:
            schema.upgrade(database)
            return schema.is_current(database)

    try:
        assert together(3, upgrade) == [True] * 3
    finally:
        with on_postgres.begin() as session:
            session.core.exec_driver_sql("DROP SCHEMA fresh CASCADE")


@pytest.mark.parametrize("wrong", [{"amount": -1}, {"months": 0}])
def test_impossible_figures_are_refused(database: Database, wrong: dict[str, int]) -> None:
    with pytest.raises(sa.exc.IntegrityError, match="ck_procurements"):
        _announce(database, {"amount": 1, "months": 1} | wrong)


def _announce(database: Database, figures: dict[str, int]) -> None:
    table: Any = Procurement.__table__
    fixed = {
        "uid": "x",
        "reference": "M",
        "organisation_id": 1,
        "announced_by": 1,
        "on_behalf": False,
        "title": "x",
    }
    kind = {
        "category": "works",
        "commune": "Caen",
        "start_on": NOW.date(),
        "start_as": "x",
        "announced_at": NOW,
    }
    with database.begin() as session:
        sql = (
            "PRAGMA defer_foreign_keys=ON"
            if database.on_sqlite
            else "SET LOCAL session_replication_role = replica"
        )
        session.core.exec_driver_sql(sql)
        session.core.execute(sa.insert(table).values(**fixed, **kind, **figures))
