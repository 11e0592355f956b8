"""What the reminders about contracts, hours and proofs read: by an index, and the same as said one by one."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import sqlalchemy as sa
from day_world import TODAY, Territory
from lines_world import BEGIN, Year, day

from bot.dialogue.journey.hours.progress import lot_progress
from bot.rules.stages import Whom
from bot.rules.worked import last_of
from bot.store import consultations, lots, paces, people, undeclared, unproven
from bot.store.audience import About, Audience
from bot.store.database import Database, Session
from bot.store.tables import Amendment, Lot, Placement, WorkedMonth, rows_of

SMALL = ("organisations",)
"""Tables that do not grow with the work done."""
QUERIES: dict[str, sa.Select[Any]] = {
    "clause": consultations.unanswered_query(TODAY),
    "notice": consultations.unproven_query(TODAY),
    "award": consultations.unawarded_query(TODAY),
    "pace": paces.owing_query(),
    **{f"hours {place}": query for place, query in enumerate(undeclared.of_month_queries(date(2026, 10, 1)))},
    **{
        f"evidence of a {subject}": query
        for subject, query in unproven.queries(TODAY - timedelta(days=200), TODAY).items()
    },
}


def _plan(session: Session, statement: sa.Select[Any]) -> list[str]:
    text = str(statement.compile(session.core, compile_kwargs={"literal_binds": True}))
    return [row[3] for row in session.core.execute(sa.text(f"EXPLAIN QUERY PLAN {text}"))]


@pytest.mark.parametrize("name", QUERIES)
def test_each_is_found_by_an_index(on_sqlite: Database, name: str) -> None:
    with on_sqlite.begin() as session:
        Territory(session, 1).fill(3)
        scans = [step for step in _plan(session, QUERIES[name]) if step.startswith("SCAN")]
        assert not [step for step in scans if not step.startswith(tuple(f"SCAN {one}" for one in SMALL))]


def test_who_validates_is_found_among_what_waits(on_sqlite: Database) -> None:
    asked: list[str] = []
    with on_sqlite.begin() as session:
        Territory(session, 1).fill(3)

        def hear(_connection: Any, _cursor: Any, statement: str, *_more: Any) -> None:
            asked.append(statement)

        sa.event.listen(session.core, "before_cursor_execute", hear)
        undeclared.validators(session)
        sa.event.remove(session.core, "before_cursor_execute", hear)
        steps = [row[3] for row in session.core.execute(sa.text(f"EXPLAIN QUERY PLAN {asked[-1]}"))]
    scans = [step for step in steps if step.startswith("SCAN")]
    assert scans
    assert all("INDEX ix_worked_months_waiting" in step for step in scans)


def _lots(session: Session, world: Territory) -> None:
    """Lots that owe hours, people at work for them, months declared, durations amended."""
    for number in range(40):
        contract = world.contract()
        lot = world.lot(
            contract, 7, state=world.chance.choice(["awarded", "running", "completed"]),
            hours_owed=world.chance.choice([None, 0, 100, 400, 833]), supplier_id=world.companies[0],
        )  # fmt: skip
        for _ in range(world.chance.randint(0, 3)):
            placement = world.placement(world.candidate(), lot_id=lot)
            if world.chance.random() < 0.7:
                world.month(placement, date(2026, 10, 1), lot_id=lot)
        if number % 4 == 0:
            for months in (Decimal(2), None, Decimal(30)):
                said = {"signed_on": world.day(), "recorded_by": world.staff[0], "recorded_at": BEGIN}
                session.add(Amendment(lot_id=lot, months=months, **said))
    session.flush()


@pytest.mark.parametrize("seed", range(3))
def test_a_lot_is_behind_when_its_card_says_so(database: Database, seed: int) -> None:
    with database.begin() as session:
        world = Territory(session, seed)
        world.fill(5)
        _lots(session, world)
        numbers = list(session.core.execute(sa.select(rows_of(Lot).c.id)).scalars())
        living = [lots.get(session, number) for number in numbers]
        warned = {
            lot.id
            for lot in living
            if lot is not None
            and lot.state in ("awarded", "running")
            and any("⚠️" in line for line in lot_progress(session, lot, "en", TODAY))
        }
        found = list(paces.behind(session))
        assert {one.id for one in found} == warned
        assert len(found) == len(warned) > 5
        assert len(warned) < len([lot for lot in living if lot is not None and lot.hours_owed])


@pytest.mark.parametrize("seed", range(4))
def test_hours_are_undeclared_when_the_sheet_says_so(database: Database, seed: int) -> None:
    month = date(2026, 10, 1)
    with database.begin() as session:
        world = Territory(session, seed)
        world.fill(60)
        expected = set()
        rows = session.core.execute(sa.select(rows_of(Placement))).all()
        worked = session.core.execute(sa.select(rows_of(WorkedMonth))).all()
        for row in rows:
            ends = row.ended_on or row.planned_end or date.max
            runs = row.state == "confirmed" and row.starts_on <= last_of(month) and ends >= month
            told = any(
                one.placement_id == row.id and one.month == month and one.state != "asked_back"
                for one in worked
            )
            if runs and not told:
                expected.add(row.declaring_id)
        assert expected
        assert set(undeclared.of_month(session, month)) == expected


def test_nothing_is_waited_for_on_a_lot_that_was_over(on_sqlite: Database) -> None:
    with on_sqlite.begin() as session:
        year = Year()
        year.settle(session)
        year.contract(session, "Q", state="completed", lot={"completed_on": day("2027-02-10")})
        year.work(session, "W", "Bati", "Fanny", starts_on=day("2027-01-04"), lot_id=year.things["Q/1"])
        home = year.homes["Bati"]
        waiting = [
            month for month in range(1, 7) if home in undeclared.of_month(session, date(2027, month, 1))
        ]
        assert waiting == [1, 2]


def _told(session: Session, whom: Whom, about: About, *, mailed: bool = False) -> set[int]:
    return Audience(session, "clause", day("2026-11-02"), ZoneInfo("Europe/Paris"), mailed=mailed).of(
        [whom], about
    )


def test_nobody_is_told_who_left_or_cannot_be_reached(on_sqlite: Database) -> None:
    with on_sqlite.begin() as session:
        year = Year()
        year.settle(session)
        who, homes = year.who, year.homes
        staff = {who["Fanny"], who["Farid"], who["Colette"]}
        assert _told(session, Whom.FACILITATORS, About()) == {who["Fanny"], who["Farid"]}
        assert _told(session, Whom.COORDINATORS, About()) == {who["Colette"]}
        for nobody in ("gone", "mute"):
            assert _told(session, Whom.IN_CHARGE, About(in_charge=(who[nobody],))) == staff
        assert _told(session, Whom.IN_CHARGE, About(in_charge=(None,))) == staff
        assert _told(session, Whom.IN_CHARGE, About(in_charge=(who["Farid"],))) == {who["Farid"]}
        assert _told(session, Whom.IN_CHARGE, About()) == set()
        assert _told(session, Whom.PARTNER, About(homes["Louvigny"])) == set()
        assert _told(session, Whom.PARTNER, About(homes["Nobody"])) == set()
        assert _told(session, Whom.PARTNER, About(homes["Caen"])) == {who["Brigitte"]}
        both = {who["Brigitte"], who["Benoit"]}
        assert _told(session, Whom.PARTNER, About(homes["Caen"]), mailed=True) == both


def test_where_there_is_no_facilitator_coordinators_are_told(on_sqlite: Database) -> None:
    with on_sqlite.begin() as session:
        year = Year()
        year.settle(session)
        for name in ("Fanny", "Farid"):
            people.change(session, year.who[name], revoked_at=BEGIN)
        assert _told(session, Whom.FACILITATORS, About()) == {year.who["Colette"]}
