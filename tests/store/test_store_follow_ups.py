"""Follow-ups and exits as rows: written once, moved, dropped, listed from their index; files merged."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
import rows
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rows import NOW
from seekers import filed
from vacancies import company
from work import place

from bot.rules import follow_up as rules
from bot.rules.placements import Terms
from bot.store import candidate_merges, exits, follow_ups, placements
from bot.store.database import Database, Session
from bot.store.exits import Said
from bot.store.people import Member
from bot.store.placements import identity
from bot.store.tables import Exit, FollowUp, Placement, Role, rows_of

ROWS: Any = rows_of(FollowUp)
START, END = date(2027, 1, 5), date(2027, 7, 30)
TERMS = Terms(START, END, Decimal(35))


@dataclass
class Cast:
    """A facilitator, a company, someone at work for it."""

    staff: Member
    boss: Member
    person: int
    placement: Placement


def cast(session: Session, terms: Terms = TERMS) -> Cast:
    staff = rows.join(session, 11, Role.FACILITATOR, "PLIE")
    boss = company(session, 12, NOW)
    person = filed(session, staff.id, NOW).id or 0
    return Cast(staff, boss, person, place(session, person, boss, NOW, terms=terms))


def open_days(session: Session, placement_id: int) -> dict[str, date]:
    """What is to be made, by kind."""
    mine = sa.and_(ROWS.c.placement_id == placement_id, ROWS.c.dropped_at.is_(None), ROWS.c.done_at.is_(None))
    return {row.kind: row.due_on for row in session.core.execute(sa.select(ROWS).where(mine))}


def left(session: Session, one: Cast, day: date, kind: str = "outside_contract") -> Exit:
    return exits.add(session, one.person, Said(day, kind, "cdd", Decimal(6)), one.staff.id, NOW)


def test_a_confirmed_placement_has_its_follow_ups_once(database: Database) -> None:
    with database.begin() as session:
        one = cast(session)
        number = identity(one.placement)
        assert open_days(session, number) == rules.of_placement(START, END)
        for _ in range(2):
            follow_ups.schedule_placement(session, one.placement)
        assert len(session.core.execute(sa.select(ROWS)).all()) == 5
        waiting = place(session, one.person, one.boss, NOW, confirmed=False, terms=TERMS)
        follow_ups.schedule_placement(session, waiting)
        assert open_days(session, identity(waiting)) == {}


def test_what_is_not_made_moves_and_what_is_made_stays(database: Database) -> None:
    with database.begin() as session:
        one = cast(session)
        number = identity(one.placement)
        first = min(follow_ups.of_placement(session, number), key=lambda row: row.due_on)
        assert follow_ups.log(session, first.id or 0, None, "well", one.staff.id, NOW)
        assert not follow_ups.log(session, first.id or 0, None, "left", one.staff.id, NOW)
        later = START + timedelta(days=9)
        placements.change(session, number, starts_on=later, planned_end=date(2027, 3, 1))
        session.refresh(one.placement)
        follow_ups.schedule_placement(session, one.placement)
        wanted = rules.of_placement(later, date(2027, 3, 1))
        assert open_days(session, number) == {kind: wanted[kind] for kind in ("day15", "month1")}
        session.refresh(first)
        assert (first.due_on, first.state) == (date(2027, 1, 7), "well")
        placements.change(session, number, planned_end=None)
        session.refresh(one.placement)
        follow_ups.schedule_placement(session, one.placement)
        wanted = rules.of_placement(later, None)
        assert open_days(session, number) == {kind: wanted[kind] for kind in wanted if kind != "day2"}


def test_those_after_a_day_are_dropped_and_nobody_can_make_them(database: Database) -> None:
    with database.begin() as session:
        one = cast(session)
        number = identity(one.placement)
        placements.change(session, number, ended_on=date(2027, 1, 20), end_reason="other")
        session.refresh(one.placement)
        follow_ups.schedule_placement(session, one.placement)
        assert set(open_days(session, number)) == {"day2", "day15"}
        gone = session.core.execute(sa.select(ROWS.c.id).where(ROWS.c.kind == "month6")).scalar_one()
        assert not follow_ups.log(session, gone, None, "well", one.staff.id, NOW)
        assert {row.kind for row in follow_ups.of_candidate(session, one.person)} == {"day2", "day15"}


def test_an_exit_to_work_is_followed_and_one_to_nothing_is_not(database: Database) -> None:
    with database.begin() as session:
        one = cast(session)
        row = left(session, one, END)
        follow_ups.schedule_exit(session, row)
        follow_ups.settle_exit(session, one.person)
        due = {made.kind: made.due_on for made in follow_ups.of_exit(session, row.id or 0)}
        assert due == rules.of_exit(END)
        assert open_days(session, identity(one.placement)) == {}
        exits.change(session, row.id or 0, Said(END, "none"))
        session.refresh(row)
        follow_ups.schedule_exit(session, row)
        assert follow_ups.of_exit(session, row.id or 0) == []
        exits.change(session, row.id or 0, Said(END + timedelta(days=3), "civil_service"))
        session.refresh(row)
        follow_ups.schedule_exit(session, row)
        due = {made.kind: made.due_on for made in follow_ups.of_exit(session, row.id or 0)}
        assert due == rules.of_exit(END + timedelta(days=3))
        assert exits.cancel(session, row.id or 0, NOW)
        assert not exits.cancel(session, row.id or 0, NOW)
        session.refresh(row)
        follow_ups.schedule_exit(session, row)
        follow_ups.settle_exit(session, one.person)
        assert follow_ups.of_exit(session, row.id or 0) == []
        assert open_days(session, identity(one.placement)) == rules.of_placement(START, END)
        assert exits.current(session, one.person) is None


def test_a_placement_that_goes_on_keeps_its_follow_ups(database: Database) -> None:
    with database.begin() as session:
        one = cast(session)
        left(session, one, END - timedelta(days=1))
        follow_ups.settle_exit(session, one.person)
        assert open_days(session, identity(one.placement)) == rules.of_placement(START, END)


def test_exits_of_one_person_in_their_order(database: Database) -> None:
    with database.begin() as session:
        one = cast(session)
        second = left(session, one, date(2028, 5, 1))
        first = left(session, one, date(2027, 8, 1))
        assert exits.current(session, one.person) is second
        assert exits.around(session, one.person, first) == (None, second)
        assert exits.around(session, one.person, second) == (first, None)
        assert exits.around(session, one.person, None) == (second, None)


def test_a_note_is_sealed_and_replaced(database: Database) -> None:
    with database.begin() as session:
        one = cast(session)
        row = follow_ups.of_placement(session, identity(one.placement))[0]
        assert follow_ups.note(session, row) is None
        for text in ("Horaires trop serrés", "Tout est réglé"):
            follow_ups.write_note(session, row, text)
            session.refresh(row)
            assert follow_ups.note(session, row) == text
            assert text.encode() not in (row.note or b"")


def test_the_company_is_told_once(database: Database) -> None:
    with database.begin() as session:
        one = cast(session)
        number = follow_ups.of_placement(session, identity(one.placement))[0].id or 0
        assert [follow_ups.tell_company(session, number) for _ in range(2)] == [True, False]


def test_two_people_at_once_one_of_them_writes(on_postgres: Database) -> None:
    with on_postgres.begin() as session:
        one = cast(session)
        number = follow_ups.of_placement(session, identity(one.placement))[0].id or 0

    def write(place: int) -> bool:
        with on_postgres.begin() as session:
            return follow_ups.log(session, number, None, ("well", "left")[place], one.staff.id, NOW)

    assert sorted(rows.together(2, write)) == [False, True]


def test_a_merged_file_brings_its_follow_ups_and_exits(database: Database) -> None:
    with database.begin() as session:
        one = cast(session)
        left(session, one, END)
        kept = filed(session, one.staff.id, NOW, name="DUPONT Mari", phone=None).id or 0
        assert candidate_merges.merge(session, kept, one.person) is not None
        assert len(follow_ups.of_candidate(session, kept)) == 5
        assert follow_ups.of_candidate(session, one.person) == []
        assert exits.current(session, one.person) is None
        assert exits.current(session, kept) is not None


def test_the_due_ones_most_overdue_first_a_page_at_a_time(database: Database) -> None:
    with database.begin() as session:
        one = cast(session)
        others = [filed(session, one.staff.id, NOW, name=f"Petit {n}", phone=None) for n in range(4)]
        stranger = filed(session, one.boss.id, NOW, name="Autre", phone=None)
        for person in (*others, stranger):
            place(session, person.id or 0, one.boss, NOW, terms=TERMS)
        until = date(2027, 2, 6)
        seen: list[int] = []
        after = None
        for _ in range(20):
            page = follow_ups.due(session, until, adviser_id=None, after=after, size=4)
            seen += [line.id for line in page]
            if len(page) < 4:
                break
            after = (page[-1].due_on, page[-1].id)
        query = sa.select(ROWS.c.id).where(ROWS.c.due_on <= until).order_by(ROWS.c.due_on, ROWS.c.id)
        assert seen == list(session.core.execute(query).scalars())
        assert len(seen) == 18
        mine = follow_ups.due(session, until, adviser_id=one.staff.id, after=None, size=50)
        assert len(mine) == 15
        assert follow_ups.next_due(session, until, adviser_id=one.staff.id) == date(2027, 4, 5)
        assert follow_ups.next_due(session, date(2030, 1, 1), adviser_id=None) is None


def test_the_list_reads_its_index(on_sqlite: Database) -> None:
    with on_sqlite.begin() as session:
        cast(session)
        seen: list[str] = []

        def explain(_conn: Any, cursor: Any, statement: str, parameters: Any, *_rest: Any) -> None:
            if "follow_ups" in statement and statement.startswith("SELECT"):
                plan = cursor.connection.execute(f"EXPLAIN QUERY PLAN {statement}", parameters)
                seen.extend(str(line[3]) for line in plan)

        engine: Any = session.core.engine
        sa.event.listen(engine, "before_cursor_execute", explain)
        follow_ups.due(session, END, adviser_id=None, after=(START, 1), size=9)
        sa.event.remove(engine, "before_cursor_execute", explain)
        assert any("ix_follow_ups_due" in line for line in seen), seen
        assert not any("TEMP B-TREE" in line for line in seen), seen


CHANGE = st.tuples(st.integers(-20, 60), st.none() | st.integers(0, 300))


@pytest.fixture
def fresh(on_sqlite: Database) -> Callable[[], Database]:
    return lambda: on_sqlite


@given(st.lists(st.tuples(CHANGE, st.booleans()), min_size=1, max_size=5))
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_happens_to_the_dates_what_is_open_is_what_the_schedule_says(
    fresh: Callable[[], Database], moves: list[tuple[tuple[int, int | None], bool]]
) -> None:
    with rows.undone(fresh()) as session:
        one = cast(session, Terms(START, None, Decimal(35)))
        number, made = identity(one.placement), set()
        for (shift, length), makes in moves:
            start = START + timedelta(days=shift)
            end = None if length is None else start + timedelta(days=length)
            placements.change(session, number, starts_on=start, planned_end=end)
            session.refresh(one.placement)
            follow_ups.schedule_placement(session, one.placement)
            wanted = rules.of_placement(start, end)
            assert open_days(session, number) == {kind: wanted[kind] for kind in wanted if kind not in made}
            open_now = [row for row in follow_ups.of_placement(session, number) if row.done_at is None]
            if makes and open_now:
                assert follow_ups.log(session, open_now[0].id or 0, None, "well", one.staff.id, NOW)
                made.add(open_now[0].kind)
