"""Who takes over old lists wakes nobody up: what was over by then is reminded of to nobody."""

from collections import Counter
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import lists
import sqlalchemy as sa
from rows import NOW, join, work
from seekers import filed
from test_store_imports import contract_list, people_list, people_of, whole

from bot.jobs import LINES
from bot.store import candidates
from bot.store.database import Database, Session
from bot.store.tables import Lot, Person, Placement, Reminder, Role, WorkedMonth, rows_of

TODAY = NOW.date()
SEEN = ("notice", "award", "kick_off", "pace", "evidence", "silent", "announced")


def told(session: Session, days: int) -> Counter[tuple[str, str]]:
    """The reminders there are once the morning jobs ran so many days after the import, by kind and role."""
    for line in LINES:
        line.job().run(work(session, NOW + timedelta(days=days)))
    reminders, persons = rows_of(Reminder), rows_of(Person)
    query = sa.select(reminders.c.kind, persons.c.role).join_from(
        reminders, persons, reminders.c.person_id == persons.c.id
    )
    return Counter((kind, str(role)) for kind, role in session.core.execute(query) if kind in SEEN)


def day(days: int) -> str:
    """The day so many days before the import, as a list says it."""
    return f"{TODAY - timedelta(days=days):%d/%m/%Y}"


def test_old_contracts_and_files_remind_nobody(database: Database) -> None:
    with database.begin() as session:
        me = people_of(session)
        join(session, 5, Role.BUYER, "Ville de Caen", name="Brigitte Roux")
        join(session, 6, Role.FACILITATOR, "PLIE", name="Fatou Diallo")
        retained = lists.contract(9, **dict.fromkeys(("_12", "_13", "_14", "_15"), ""))
        recent = lists.contract(8, _10=day(60), _14=day(40))
        assert whole(session, me, contract_list(lists.contract(1), retained, recent)).made == 3
        assert whole(session, me, people_list(lists.person(1, _13="12/03/2026"))).made == 1
        assert told(session, 1) == {}
        assert told(session, 40) == {}
        assert told(session, 61) == {("silent", "facilitator"): 1, ("silent", "coordinator"): 1}


def test_what_comes_after_the_import_is_reminded_of(database: Database) -> None:
    bare = dict.fromkeys(("_12", "_13", "_14", "_15"), "")
    with database.begin() as session:
        me = people_of(session)
        join(session, 5, Role.BUYER, "Ville de Caen", name="Brigitte Roux")
        soon = f"{TODAY + timedelta(days=91):%d/%m/%Y}"
        rows = [lists.contract(1, _10=day(9), _14=day(2)), lists.contract(2, _8=soon, **bare)]
        assert whole(session, me, contract_list(*rows)).made == 2
        assert told(session, 1) == {}
        assert told(session, 20) == {("kick_off", "coordinator"): 1, ("notice", "buyer"): 1}
        later = told(session, 40)
        assert (later["evidence", "buyer"], later["award", "buyer"]) == (1, 1)


def test_the_pace_is_watched_once_hours_are_declared(database: Database) -> None:
    with database.begin() as session:
        me = people_of(session)
        assert whole(session, me, contract_list(lists.contract(1), lists.contract(2))).made == 2
        [lot, _] = session.core.execute(sa.select(rows_of(Lot)).order_by(rows_of(Lot).c.id)).all()
        assert "pace" not in {kind for kind, _ in told(session, 20)}
        hours_of(session, lot, me.id)
        assert told(session, 20)["pace", "coordinator"] == 1


def hours_of(session: Session, lot: Any, person_id: int) -> None:
    """Ten hours of somebody at work on the lot."""
    person = filed(session, person_id, NOW)
    placement = Placement(
        reference="P-2026-0001", candidate_id=candidates.identity(person), organisation_id=lot.supplier_id,
        declaring_id=lot.supplier_id, lot_id=lot.id, job="F1703", contract="cdd", weekly_hours=Decimal(35),
        state="confirmed", declared_by=person_id, declared_at=NOW, employer="supplier",
        starts_on=date(2026, 10, 1), ends_on=date(2026, 10, 30),
    )  # fmt: skip
    session.add(placement)
    session.flush()
    session.add(
        WorkedMonth(
            placement_id=placement.id, lot_id=lot.id, declaring_id=lot.supplier_id, month=date(2026, 10, 1),
            hours=Decimal(10), state="declared", declared_by=person_id, declared_at=NOW,
        )
    )  # fmt: skip
    session.flush()
