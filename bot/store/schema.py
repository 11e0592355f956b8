"""The schema: brought up to date by alembic, imported only here because it is slow to import."""

from pathlib import Path
from typing import Any

import sqlalchemy as sa

from bot.store import eligibility_counts
from bot.store.database import Database


def _config(connection: sa.Connection) -> Any:
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).with_name("migrations")))
    config.attributes["connection"] = connection
    return config


def upgrade(database: Database) -> None:
    """Bring the database to the newest schema, and write what a migration, which has no key, cannot seal;
    nothing happens when all is there."""
    from alembic import command

    with database.engine.begin() as connection:
        if database.on_sqlite:
            connection.exec_driver_sql("PRAGMA defer_foreign_keys=ON")
        else:
            connection.exec_driver_sql("SELECT pg_advisory_xact_lock(7249, 2)")
        command.upgrade(_config(connection), "head")
    eligibility_counts.fill(database)


def is_current(database: Database) -> bool:
    """Whether the database has the newest schema."""
    from alembic.runtime.migration import MigrationContext
    from alembic.script import ScriptDirectory

    with database.engine.begin() as connection:
        head = ScriptDirectory.from_config(_config(connection)).get_current_head()
        return MigrationContext.configure(connection).get_current_revision() == head
