"""Procurements, references, the audit trail."""

import json
from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from rows import NOW, join, rows, together, undone

from bot.store import audit, procurements, references
from bot.store.database import Database, Session
from bot.store.procurements import Announcement, Announcer, LotDraft, Period
from bot.store.tables import AuditEntry, Category, Procurement

AUDIT: Any = AuditEntry.__table__
SAID = Announcement(
    title="Rénovation de 40 logements",
    category=Category.WORKS,
    commune="Caen",
    start=Period(date(2027, 6, 21), "2027-06-21/late"),
    months=Decimal(14),
    lots=[LotDraft("1", "Gros œuvre", Decimal("450000.50")), LotDraft("2", "Peinture")],
    amount=Decimal(1_200_000),
    consultation=Period(date(2027, 3, 1), "2027-03/month"),
)


def announce(
    session: Session, said: Announcement = SAID, telegram_id: int = 1, organisation: str = "Ville de Caen"
) -> Procurement:
    buyer = join(session, telegram_id, organisation=organisation)
    by = Announcer(buyer.organisation_id, buyer.id, on_behalf=False)
    return procurements.add(session, said, by, "announced", NOW.date(), NOW)


def test_what_was_announced_is_read_back(database: Database) -> None:
    with database.begin() as session:
        added = announce(session)
    with database.begin() as session:
        found = procurements.get(session, added.id or 0)
        assert found is not None
        assert (found.title, found.amount, found.months, found.start_on) == (
            SAID.title,
            SAID.amount,
            SAID.months,
            SAID.start.day,
        )
        assert (found.consultation_as, found.start_as) == ("2027-03/month", "2027-06-21/late")
        assert found.announced_at == NOW
        assert found.reference == "M-2026-0001"
        named = procurements.by_reference(session, "M-2026-0001")
        assert named is not None
        assert named.id == found.id
        lots = [
            (lot.number, lot.title, lot.amount, lot.state)
            for lot in procurements.lots(session, found.id or 0)
        ]
        assert lots == [
            ("1", "Gros œuvre", Decimal("450000.50"), "announced"),
            ("2", "Peinture", None, "announced"),
        ]
        assert procurements.comment(session, found) is None
        assert procurements.documents(session, found.id or 0) == []
        assert procurements.get(session, 4711) is None
        assert procurements.by_reference(session, "M-2026-4711") is None


def test_no_lots_is_one_lot_with_the_whole_amount(database: Database) -> None:
    with database.begin() as session:
        added = announce(session, replace(SAID, lots=[]))
        [lot] = procurements.lots(session, procurements.identity(added))
        assert (lot.number, lot.title, lot.amount) == ("1", SAID.title, SAID.amount)


def test_a_row_not_written_has_no_number() -> None:
    with pytest.raises(LookupError):
        procurements.identity(Procurement())


def test_the_first_who_takes_it_examines_it(database: Database) -> None:
    with database.begin() as session:
        number = procurements.identity(announce(session))
        for telegram_id in range(10, 16):
            join(session, telegram_id)

    def take(turn: int) -> bool:
        with database.begin() as session:
            return procurements.take(session, number, turn + 2, NOW)

    took = together(6, take)
    assert sorted(took) == [False] * 5 + [True]
    with database.begin() as session:
        found = procurements.get(session, number)
        assert found is not None
        assert found.examined_by == took.index(True) + 2
        assert found.examined_at == NOW
        assert not procurements.take(session, number, 1, NOW)
        assert not procurements.take(session, 4711, 1, NOW)


def test_pages_newest_first(database: Database) -> None:
    with database.begin() as session:
        for number in range(5):
            announce(
                session, replace(SAID, title=f"Marché {number}"), organisation="Caen" if number % 2 else "Ifs"
            )
        every = procurements.page(session, organisation_id=None, before=None, size=3)
        assert [line.title for line in every] == ["Marché 4", "Marché 3", "Marché 2"]
        rest = procurements.page(session, organisation_id=None, before=every[-1].id, size=3)
        assert [line.title for line in rest] == ["Marché 1", "Marché 0"]
        own = procurements.page(session, organisation_id=1, before=None, size=9)
        assert {line.organisation for line in own} == {"Ifs"}
        assert len(own) == 3


def test_references_are_never_given_twice(database: Database) -> None:
    def number(turn: int) -> list[str]:
        given = []
        for _ in range(15):
            with database.begin() as session:
                given.append(references.new(session, "M", 2026))
        return given

    given = [reference for one in together(8, number) for reference in one]
    assert Counter(given).most_common(1)[0][1] == 1
    assert sorted(given) == [f"M-2026-{n:04d}" for n in range(1, 121)]


def test_references_begin_again_each_year_and_prefix(database: Database) -> None:
    with database.begin() as session:
        given = [
            references.new(session, *kind) for kind in (("M", 2026), ("M", 2027), ("O", 2026), ("M", 2026))
        ]
    assert given == ["M-2026-0001", "M-2027-0001", "O-2026-0001", "M-2026-0002"]


def test_a_reference_of_what_failed_may_leave_a_gap_but_no_double(database: Database) -> None:
    with database.begin() as session:
        references.new(session, "M", 2026)
    with undone(database) as session:
        references.new(session, "M", 2026)
    with database.begin() as session:
        assert references.new(session, "M", 2026) != "M-2026-0001"


def test_the_audit_trail_keeps_who_did_what(database: Database) -> None:
    with database.begin() as session:
        person = join(session, 1)
        audit.record(
            session, person.id, "announce", "procurement", 7, NOW, on_behalf=False, day=date(2027, 1, 2)
        )
        audit.record(session, None, "invite", "organisation", 1, NOW + timedelta(seconds=1))
    first, second = rows(database, AUDIT)
    assert (first.at, first.person_id, first.action, first.subject, first.subject_id) == (
        NOW,
        1,
        "announce",
        "procurement",
        7,
    )
    assert json.loads(first.details) == {"on_behalf": False, "day": "2027-01-02"}
    assert (second.person_id, second.details) == (None, "{}")


def test_the_audit_trail_has_no_verb_that_changes_it() -> None:
    verbs = {
        name
        for name, value in vars(audit).items()
        if callable(value) and getattr(value, "__module__", "") == audit.__name__
    }
    assert verbs == {
        "record",
        "record_all",
        "_line",
        "last_since",
        "page",
        "of",
        "reference",
        "instants",
        "Entry",
        "_entry",
        "_of_person",
        "is_said",
        "written_since",
    }, "one writes, the others read"


def test_the_audit_trail_goes_with_the_fact_that_fails(database: Database) -> None:
    with undone(database) as session:
        audit.record(session, None, "invite", "organisation", 1, NOW)
    assert rows(database, AUDIT) == []
