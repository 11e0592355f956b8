"""The sheet of hours in both databases: pages, what is written, people at once, a thousand people."""

import random
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import sqlalchemy as sa
from rows import NOW, rows, together
from sqlalchemy import event
from telegram import Update
from vacancies import hand_lots
from workers import at_work

from bot.actions import ask_hours_back, declare_hours, validate_hours
from bot.actions.declare_hours import Declared, Sheet
from bot.dialogue.answers import Context
from bot.dialogue.cards import Card
from bot.dialogue.journey.hours import sheet as hours_sheet
from bot.dialogue.journey.hours.cards import digest, month_card
from bot.dialogue.journey.hours.month import Month
from bot.dialogue.lookups import lookup_for
from bot.dialogue.refusals import Refused
from bot.dialogue.turn import Turn
from bot.rules import worked as rules
from bot.store import organisations, people, worked, worked_lines
from bot.store.database import Database, Session
from bot.store.people import Member, Newcomer
from bot.store.tables import AuditEntry, Change, HoursState, Kind, Outbox, Role, WorkedMonth
from bot.store.worked import Totals

OCTOBER = date(2026, 10, 1)
MANY = 1000


def join(session: Session, chat: int, role: Role, kind: Kind, home: str) -> Member:
    organisation = organisations.find_or_create(session, kind, home, NOW)
    newcomer = Newcomer(chat, f"Personne {chat}", "fr", organisation.id or 0, role, None)
    return people.join(session, newcomer, NOW)


def firm(session: Session, count: int, **changes: Any) -> tuple[Member, Member, list[int]]:
    """A facilitator, someone of a company, and so many people at work for it: their placements."""
    staff = join(session, 1, Role.FACILITATOR, Kind.PLIE, "PLIE")
    member = join(session, 2, Role.COMPANY, Kind.COMPANY, "Bâti")
    made = [
        at_work(session, staff.id, member.organisation_id, NOW, name=f"NOM{number} Alex", **changes)
        for number in range(count)
    ]
    return staff, member, [one.id or 0 for one in made]


def turn(session: Session, me: Member, uid: str = "1") -> Turn:
    return Turn(session, uid, NOW, ZoneInfo("Europe/Paris"), Update(1), me.telegram_id, me, "fr")


def declare(
    session: Session, me: Member, hours: dict[int, str], seen: dict[int, list[str]], uid: str = "1"
) -> Declared:
    said = {str(number): value for number, value in hours.items()}
    known = {str(number): value for number, value in seen.items()}
    here = turn(session, me, uid)
    made = declare_hours.declare(here, Sheet(me.organisation_id, OCTOBER, said, known))
    here.close()
    return made


def test_pages_hold_everybody_once_by_the_start_of_their_contract(database: Database) -> None:
    chance = random.Random(4)
    with database.begin() as session:
        staff, member, _ = firm(session, 3)
        other = join(session, 3, Role.COMPANY, Kind.COMPANY, "Autre").organisation_id
        expected = {}
        for number in range(40):
            start = date(2026, chance.randint(7, 12), chance.randint(1, 28))
            planned = chance.choice((None, start, date(2026, 10, 31), date(2027, 3, 1)))
            planned = None if planned is None else max(planned, start)
            ended = chance.choice((None, None, start))
            state = chance.choice(("confirmed", "confirmed", "declared", "rejected"))
            home = chance.choice((member.organisation_id, member.organisation_id, other))
            terms = {"starts_on": start, "planned_end": planned, "ended_on": ended, "state": state}
            made = at_work(session, staff.id, home, NOW, name=f"HASARD{number} Al", **terms)
            last = ended or planned or date.max
            if home != other and state == "confirmed" and start <= date(2026, 10, 31) and last >= OCTOBER:
                expected[made.id or 0] = start
        mine = member.organisation_id
        seen: list[worked_lines.Line] = []
        while page := worked_lines.page(
            session, mine, OCTOBER, (seen[-1].terms.starts_on, seen[-1].placement_id) if seen else None, 8
        ):
            seen += page
        numbers = [line.placement_id for line in seen]
        assert set(numbers) == set(expected) | {1, 2, 3}
        assert numbers == sorted(numbers, key=lambda one: (expected.get(one, date(2026, 10, 5)), one))
        assert [line.placement_id for line in worked_lines.everybody(session, mine, OCTOBER)] == numbers
        assert worked_lines.counts(session, mine, OCTOBER).people == len(numbers)
        assert all(rules.covered(line.terms, OCTOBER) for line in seen)


def test_hours_make_the_totals_of_a_lot(database: Database) -> None:
    with database.begin() as session:
        staff, member, _ = firm(session, 0)
        lots = hand_lots(session, member.organisation_id, staff, 2, NOW)
        ids = [
            at_work(session, staff.id, member.organisation_id, NOW, name=f"LOT{n} Al", lot_id=lots[n % 2]).id
            or 0
            for n in range(6)
        ]
        declare(session, member, {number: f"{10 * number}.25" for number in ids}, {})
        first = rows_by_placement(session)
        for number, state in ((ids[0], HoursState.VALIDATED), (ids[2], HoursState.ASKED_BACK)):
            assert worked.settle(session, first[number].id, (HoursState.DECLARED,), state, staff.id, NOW)
        zero = Decimal(10 * ids[0]) + Decimal("0.25")
        four = Decimal(10 * ids[4]) + Decimal("0.25")
        assert worked.lot_totals(session, lots[0]) == Totals(zero + four, zero)
        found = worked.totals(session, [*lots, 999])
        assert found[lots[1]].declared == sum(Decimal(10 * ids[n]) + Decimal("0.25") for n in (1, 3, 5))
        assert found[999] == Totals()
        months = dict(zip(ids, worked.of_placement(session, ids[1]), strict=False))
        assert [one.month for one in months.values()] == [OCTOBER]
        declared = [months for _, months in worked.contracts_of_lot(session, lots[0])]
        assert declared == [[OCTOBER], [], [OCTOBER]]


def rows_by_placement(session: Session) -> dict[int, Any]:
    table: Any = WorkedMonth.__table__
    return {row.placement_id: row for row in session.core.execute(sa.select(table))}


@pytest.mark.parametrize("seed", range(4))
def test_whatever_two_people_do_nothing_is_overwritten_unseen(database: Database, seed: int) -> None:
    """Random sheets, some of them stale, against a table kept by hand."""
    chance = random.Random(seed)
    kept: dict[int, tuple[str, Decimal]] = {}
    with database.begin() as session:
        staff, member, ids = firm(session, 5)
        for step in range(60):
            if chance.random() < 0.25 and kept:
                number = chance.choice(list(kept))
                state = kept[number][0]
                row = rows_by_placement(session)[number]
                if chance.random() < 0.5:
                    seen = chance.choice((kept[number][1], Decimal(1)))
                    done = validate_hours.validate(
                        turn(session, staff, f"v{step}"), worked_of(session, row.id), seen
                    )
                    assert done == (state == "declared" and seen == kept[number][1])
                    kept[number] = ("validated", kept[number][1]) if done else kept[number]
                else:
                    done = ask_hours_back.ask_back(
                        turn(session, staff, f"a{step}"), worked_of(session, row.id)
                    )
                    assert done == (state != "asked_back")
                    kept[number] = ("asked_back", kept[number][1])
                continue
            chosen = chance.sample(ids, chance.randint(1, 3))
            hours = {number: str(chance.choice((0, 40, Decimal("80.5"), 185, 186))) for number in chosen}
            stale = {number for number in chosen if chance.random() < 0.2}
            seen_rows = {
                number: [kept[number][0], str(kept[number][1])]
                for number in chosen
                if number in kept and number not in stale
            }
            bad = any(
                (number in stale and number in kept)
                or kept.get(number, ("",))[0] == "validated"
                or Decimal(hours[number]) > Decimal("185.14")
                for number in chosen
            )
            if bad:
                with pytest.raises(Refused) as refused:
                    declare(session, member, hours, seen_rows, f"d{step}")
                assert "NOM" in refused.value.values["people"]
            else:
                declare(session, member, hours, seen_rows, f"d{step}")
                kept |= {number: ("declared", Decimal(value)) for number, value in hours.items()}
            now = {
                number: (row.state, Decimal(row.hours)) for number, row in rows_by_placement(session).items()
            }
            assert now == kept


def worked_of(session: Session, number: int) -> WorkedMonth:
    found = worked.get(session, number)
    assert found is not None
    return found


def test_a_month_declared_twice_at_once_is_declared_once(database: Database) -> None:
    with database.begin() as session:
        _, member, ids = firm(session, 20)

    def attempt(number: int) -> bool:
        with database.begin() as session:
            try:
                declare(session, member, {one: str(100 + number) for one in ids}, {}, f"u{number}")
            except Refused:
                return False
            return True

    assert sorted(together(4, attempt)) == [False, False, False, True]
    found = rows(database, WorkedMonth.__table__)
    assert len(found) == 20
    assert len({row.hours for row in found}) == 1


def test_a_correction_and_a_validation_at_once_never_validate_what_was_not_seen(database: Database) -> None:
    with database.begin() as session:
        staff, member, ids = firm(session, 10)
        declare(session, member, dict.fromkeys(ids, "100"), {})
        shown = digest(worked.waiting(session, member.organisation_id, OCTOBER))

    def attempt(number: int) -> str:
        with database.begin() as session:
            if number % 2:
                here = turn(session, staff, f"v{number}")
                done = validate_hours.validate_month(here, member.organisation_id, OCTOBER, shown)
                return "" if done is None else "validated"
            try:
                declare(session, member, {ids[0]: "50"}, {ids[0]: ["declared", "100"]}, f"c{number}")
            except Refused:
                return ""
            return "corrected"

    won = [one for one in together(4, attempt) if one]
    assert len(won) == 1
    found = rows(database, WorkedMonth.__table__)
    expected = {"validated"} if won == ["validated"] else {"declared"}
    assert {row.state for row in found} == expected
    assert min(row.hours for row in found) == (100 if won == ["validated"] else 50)


@contextmanager
def statements(database: Database) -> Iterator[list[str]]:
    """The statements sent to the database meanwhile."""
    said: list[str] = []

    def hear(_c: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        said.append(statement)

    event.listen(database.engine, "before_cursor_execute", hear)
    try:
        yield said
    finally:
        event.remove(database.engine, "before_cursor_execute", hear)


def test_a_thousand_people_cost_no_more_statements_than_ten(on_sqlite: Database) -> None:
    with on_sqlite.begin() as session:
        staff, member, ids = firm(session, MANY)
        context = Context(NOW.date(), "fr", {"month": "2026-10"}, None, lookup_for(turn(session, member)))
        with statements(on_sqlite) as said:
            assert len(Month().options(Context(NOW.date(), "fr", {}, None, context.lookup))) == 2
        assert len(said) <= 8
        field = hours_sheet.Sheet()
        with statements(on_sqlite) as said:
            assert len(field.rows(context)) == 8 + 2
            field.progress(context)
        assert len(said) <= 6
        with statements(on_sqlite) as said:
            whole = field.choose("end", context)
        assert len(said) == 1
        value = whole.value  # type: ignore[union-attr]
        assert value["people"] == MANY
        with statements(on_sqlite) as said:
            here = turn(session, member)
            declare_hours.declare(here, Sheet(member.organisation_id, OCTOBER, value["rows"], value["seen"]))
            here.close()
        assert len(said) <= 25
        with statements(on_sqlite) as said:
            card = month_card(session, member.organisation_id, OCTOBER, 0, "fr")
        assert isinstance(card, Card)
        assert len(said) <= 5
        shown = digest(worked.waiting(session, member.organisation_id, OCTOBER))
        with statements(on_sqlite) as said:
            done = validate_hours.validate_month(turn(session, staff), member.organisation_id, OCTOBER, shown)
        assert done is not None
        assert len(said) <= 10
        assert len(rows_by_placement(session)) == len(ids)


def test_the_trail_holds_numbers_and_the_history_is_sealed(database: Database) -> None:
    with database.begin() as session:
        _, member, ids = firm(session, 2)
        declare(session, member, {ids[0]: "100", ids[1]: "135"}, {})
        declare(session, member, {ids[0]: "90"}, {ids[0]: ["declared", "100"]}, "2")
    trail = rows(database, AuditEntry.__table__)
    assert [row.action for row in trail] == ["declare hours"] * 2
    assert all("NOM" not in row.details for row in trail)
    assert '"corrected": 1' in trail[1].details
    changes = rows(database, Change.__table__)
    assert [row.field for row in changes] == ["hours"]
    assert len({row.key for row in rows(database, Outbox.__table__)}) == 2
