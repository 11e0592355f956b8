"""Parts of a report read side by side what their session sees, all of them the same instant."""

import threading
import time
from contextlib import closing
from datetime import UTC, datetime
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import OperationalError

from bot.store import written
from bot.store.database import Database, Session
from bot.store.readers import side_by_side
from bot.store.sealed import Sealer
from bot.store.tables import Memo, Parameter, rows_of

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
MEMOS, PARAMETERS = rows_of(Memo), rows_of(Parameter)


def _set(session: Session, table: sa.Table, name: str) -> None:
    value: Any = "1" if table is MEMOS else 1
    session.core.execute(sa.insert(table).values(name=name, value=value, changed_at=NOW))


def _names(session: Session) -> list[str]:
    return sorted(session.core.execute(sa.select(PARAMETERS.c.name)).scalars())


def test_parts_have_connections_of_their_own_and_read_what_was_committed(database: Database) -> None:
    with database.begin() as session:
        _set(session, PARAMETERS, "one")
    together = threading.Barrier(2)
    connections: list[int] = []

    def part(reader: Session) -> list[str]:
        together.wait(10)
        connections.append(id(reader.core.connection.driver_connection))
        return _names(reader)

    with database.begin() as session:
        connections.append(id(session.core.connection.driver_connection))
        assert side_by_side(session, part, part) == [["one"], ["one"]]
    assert len(set(connections)) == 3


def test_what_the_session_has_changed_is_counted_too(database: Database) -> None:
    with database.begin() as session:
        _set(session, PARAMETERS, "one")
        assert side_by_side(session, _names, lambda reader: reader is session) == [["one"], True]


def test_the_messages_of_the_same_transaction_keep_nobody_waiting(database: Database) -> None:
    with database.begin() as session:
        _set(session, MEMOS, "one")
        assert side_by_side(session, lambda reader: reader is session) == [False]


def test_all_parts_see_one_instant_whoever_writes_meanwhile(database: Database) -> None:
    """On SQLite nobody can: the session is the one that writes."""
    begun, changed = threading.Event(), threading.Event()

    def early(reader: Session) -> list[str]:
        begun.set()
        changed.wait(10)
        return _names(reader)

    def late(reader: Session) -> list[str]:
        changed.wait(10)
        return _names(reader)

    def other() -> None:
        begun.wait(10)
        if not database.on_sqlite:
            with database.begin() as session:
                _set(session, PARAMETERS, "later")
        changed.set()

    writer = threading.Thread(target=other)
    writer.start()
    with database.begin() as session:
        assert side_by_side(session, early, late) == [[], []]
    writer.join()
    with database.begin() as session:
        assert _names(session) == ([] if database.on_sqlite else ["later"])


def test_what_goes_wrong_in_a_part_is_told_and_the_connections_come_back(database: Database) -> None:
    def broken(_reader: Session) -> None:
        raise LookupError("no such figure")

    for _ in range(20):
        with database.begin() as session, pytest.raises(LookupError):
            side_by_side(session, _names, broken)
    with database.begin() as session:
        _set(session, PARAMETERS, "one")


def test_a_transaction_knows_what_it_has_written(database: Database) -> None:
    with database.begin() as session:
        _names(session)
        assert written.tables(session.core) == frozenset()
        session.core.execute(sa.update(MEMOS).values(value="2"))
        session.add(Parameter(name="two", value=2, changed_at=NOW))
        session.flush()
        assert written.tables(session.core) == {"memos", "parameters"}
        session.core.execute(sa.text("SELECT 1"))
        session.core.execute(sa.delete(PARAMETERS))
        assert written.tables(session.core) == {"memos", "parameters"}
    with database.begin() as session:
        assert written.tables(session.core) == frozenset()


@pytest.mark.parametrize("statement", ["DELETE FROM memos", " update memos set value = '3'"])
def test_a_statement_that_names_no_table_counts_as_all(database: Database, statement: str) -> None:
    with database.begin() as session:
        session.core.exec_driver_sql(statement)
        assert written.tables(session.core) == {"?"}
    with database.begin() as session:
        session.core.execute(sa.text(statement))
        assert written.tables(session.core) == {"?"}
        assert side_by_side(session, lambda reader: reader is session) == [True]


def test_a_statement_that_returns_what_it_wrote_counts_as_all(database: Database) -> None:
    with database.begin() as session:
        session.core.execute(sa.text("DELETE FROM memos RETURNING name").columns(MEMOS.c.name)).all()
        assert written.tables(session.core) == {"?"}


def test_parts_have_parts(database: Database) -> None:
    def part(reader: Session) -> list[Any]:
        return side_by_side(reader, _names, lambda other: other is reader)

    for _ in range(10):
        with database.begin() as session:
            assert side_by_side(session, part) == [[[], False]]


def test_a_report_within_a_savepoint_is_counted_in_the_session(database: Database) -> None:
    """As the worker handles updates one by one after a failure: PostgreSQL exports no snapshot there."""
    with database.begin() as session:
        with session.core.begin_nested():
            assert side_by_side(session, _names, lambda reader: reader is session) == [[], True]
        assert side_by_side(session, lambda reader: reader is session) == [False]


def test_a_reader_waits_no_longer_than_it_may_for_who_changes_the_tables(postgres_emptied: str) -> None:
    """Who upgrades waits for the session, which waits for its reader, which waits for who upgrades."""
    with closing(Database(postgres_emptied, Sealer([bytes(32)]))) as database:

        def upgrade() -> None:
            with database.begin() as other:
                other.core.execute(sa.text("LOCK TABLE parameters IN ACCESS EXCLUSIVE MODE"))

        upgrading = threading.Thread(target=upgrade)
        with database.begin() as session:
            _names(session)
            upgrading.start()
            _wait_for_a_lock(session)
            with pytest.raises(OperationalError, match="lock timeout"):
                side_by_side(session, _names)
        upgrading.join()


def _wait_for_a_lock(session: Session) -> None:
    waiting = "SELECT count(*) FROM pg_locks WHERE relation = 'parameters'::regclass AND NOT granted"
    for _ in range(200):
        if session.core.execute(sa.text(waiting)).scalar_one():
            return
        time.sleep(0.05)
