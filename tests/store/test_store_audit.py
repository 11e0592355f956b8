"""The audit trail: written, read newest first, and never changed."""

from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from rows import NOW, join, rows
from sqlalchemy.exc import IntegrityError

from bot.store import audit, organisations
from bot.store.database import Database
from bot.store.tables import AuditEntry, Kind

AUDIT: Any = AuditEntry.__table__


def write(database: Database, count: int) -> None:
    with database.begin() as session:
        for number in range(count):
            audit.record(session, None, "invite", "organisation", number % 3, NOW, number=number)


@pytest.mark.parametrize(
    "statement",
    [
        sa.update(AUDIT).values(action="nothing"),
        sa.update(AUDIT).where(AUDIT.c.id == 1).values(person_id=None),
        sa.delete(AUDIT),
        sa.delete(AUDIT).where(AUDIT.c.id == 2),
    ],
)
def test_the_database_refuses_to_change_the_trail(database: Database, statement: Any) -> None:
    write(database, 3)
    before = rows(database, AUDIT)
    with pytest.raises(IntegrityError, match="append-only"), database.begin() as session:
        session.core.execute(statement)
    assert rows(database, AUDIT) == before
    write(database, 1)
    assert len(rows(database, AUDIT)) == 4


def test_a_line_cannot_be_replaced_either(on_sqlite: Database) -> None:
    write(on_sqlite, 1)
    before = rows(on_sqlite, AUDIT)
    sql = (
        "INSERT OR REPLACE INTO audit (id, at, action, subject, subject_id, details) "
        "VALUES (1, '2026-01-01', 'x', 'x', 1, '{}')"
    )
    with pytest.raises(IntegrityError, match="append-only"), on_sqlite.begin() as session:
        session.core.exec_driver_sql(sql)
    assert rows(on_sqlite, AUDIT) == before


def test_pages_newest_first(database: Database) -> None:
    write(database, 10)
    with database.begin() as session:
        first = audit.page(session, None, 4)
        assert [entry.details["number"] for entry in first] == [9, 8, 7, 6]
        following = audit.page(session, first[-1].id, 4)
        assert [entry.details["number"] for entry in following] == [5, 4, 3, 2]
        assert [entry.details["number"] for entry in audit.page(session, following[-1].id, 4)] == [1, 0]
        assert audit.page(session, 1, 4) == []


def test_what_happened_to_one_object(database: Database) -> None:
    write(database, 8)
    with database.begin() as session:
        person = join(session, 1)
        audit.record(
            session, person.id, "join", "person", 1, NOW + timedelta(days=1), role=person.role, on=NOW.date()
        )
        assert [entry.details["number"] for entry in audit.of(session, "organisation", 1)] == [7, 4, 1]
        assert [entry.details["number"] for entry in audit.of(session, "organisation", 1, most=2)] == [7, 4]
        [entry] = audit.of(session, "person", 1)
        assert (entry.person_id, entry.at, entry.action) == (person.id, NOW + timedelta(days=1), "join")
        assert entry.details == {"on": "2026-11-22", "role": "buyer"}
        assert audit.of(session, "organisation", 4711) == []


def test_objects_without_reference_have_none(database: Database) -> None:
    with database.begin() as session:
        home = organisations.find_or_create(session, Kind.BUYER, "Ville de Caen", NOW)
        assert audit.reference(session, "organisation", home.id or 0) is None
        for subject in ("procurement", "lot", "offer", "candidate", "nothing"):
            assert audit.reference(session, subject, 4711) is None


def test_reading_a_page_sorts_nothing(on_sqlite: Database) -> None:
    """The keyset is the primary key, an object's lines are found by their index."""
    with on_sqlite.begin() as session:
        plan = session.core.exec_driver_sql(
            "EXPLAIN QUERY PLAN SELECT * FROM audit WHERE id < 50 ORDER BY id DESC LIMIT 8"
        ).all()
        assert "USING INTEGER PRIMARY KEY" in str(plan)
        plan = session.core.exec_driver_sql(
            "EXPLAIN QUERY PLAN SELECT * FROM audit WHERE subject = 'lot' AND subject_id = 1 "
            "ORDER BY id DESC LIMIT 8"
        ).all()
        assert "ix_audit_subject" in str(plan)
        assert "TEMP B-TREE" not in str(plan)
