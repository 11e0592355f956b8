"""A database of years of indicators: the rows of `indicator_rows`, their files, then the indexes, as
quickly as may be."""
# ruff: noqa: S608 (the statements are made of what is written here)

from typing import Any

import sqlalchemy as sa

from bench import indicator_proofs
from bench.indicator_rows import POOL, SHARES, UID, statements
from bench.indicator_sql import Dialect
from bot.store import eligibility_counts
from bot.store.database import Database, Session
from bot.store.tables import Eligibility

TABLES = ("organisations", "persons", *SHARES, "worked_months", "evidence")


def fill(database: Database, placements: int) -> None:
    """Write the rows of so many placements, then the indexes; on PostgreSQL as a superuser."""
    if database.on_sqlite:
        sa.event.listen(database.engine, "connect", _unlinked)
        database.engine.dispose()
    with database.begin() as session:
        sql = Dialect(session.on_sqlite)
        _unchecked(session)
        indexes = _without_indexes(session)
        _pool(session)
        counts = {name: max(1, int(placements * share)) for name, share in SHARES.items()}
        for statement in (
            *statements(sql, counts),
            *indicator_proofs.statements(sql),
            *indexes,
            "DROP TABLE pool",
        ):
            session.core.exec_driver_sql(statement, execution_options={"no_parameters": True})
    _settled(database)


def _unlinked(connection: Any, _record: Any) -> None:
    """Rows refer to rows that are there: SQLite needs not look each of them up."""
    connection.execute("PRAGMA foreign_keys = OFF")


def _unchecked(session: Session) -> None:
    """On PostgreSQL too: rows refer to rows that are there, nobody needs to look each of them up."""
    if not session.on_sqlite:
        session.core.exec_driver_sql("SET LOCAL session_replication_role = replica")
        session.core.exec_driver_sql("SET LOCAL maintenance_work_mem = '256MB'")


def _without_indexes(session: Session) -> list[str]:
    """Drop every index of the tables but the keys. Returns the statements that make them again."""
    tables = ", ".join(f"'{name}'" for name in TABLES)
    query = (
        f"SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql <> '' AND tbl_name IN ({tables})"
    )
    if not session.on_sqlite:
        query = (
            "SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'"
            f" AND tablename IN ({tables}) AND indexname NOT LIKE 'pk%'"
            " AND indexname NOT IN (SELECT conname FROM pg_constraint)"
        )
    found = session.core.exec_driver_sql(query, execution_options={"no_parameters": True}).all()
    for row in found:
        session.core.exec_driver_sql(f'DROP INDEX "{row[0]}"')
    return [str(row[1]) for row in found]


def _pool(session: Session) -> None:
    """A table of sealed eligibilities that candidates share."""
    eligibility = sa.Table(
        "pool",
        sa.MetaData(),
        sa.Column("k", sa.Integer, primary_key=True),
        sa.Column("eligibility", sa.LargeBinary),
        sa.Column("eligibility_count", sa.LargeBinary),
    )
    eligibility.create(session.core)
    session.core.execute(sa.insert(eligibility), [_pooled(session, place) for place in range(POOL)])


def _pooled(session: Session, place: int) -> dict[str, object]:
    mask = (place * 7919) % 511 + 1
    codes = [str(code) for bit, code in enumerate(Eligibility) if mask >> bit & 1]
    sealed = session.sealer.seal(codes, f"candidates.eligibility:{UID}")
    return {"k": place, "eligibility": sealed, "eligibility_count": eligibility_counts.sealed(session, codes)}


def _settled(database: Database) -> None:
    """What the databases do by themselves in time."""
    if database.on_sqlite:
        database.checkpoint()
        return
    with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql("VACUUM ANALYZE")
