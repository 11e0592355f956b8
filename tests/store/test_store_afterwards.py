"""What was settled stays so when something else changes later: exits, follow-ups, hours, merged files."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
import sqlalchemy as sa
from rows import NOW, join
from seekers import filed
from test_store_follow_ups import END, START, Cast, cast, left, open_days
from test_store_worked import turn
from vacancies import LOTS, hand_lots
from work import place

from bot.actions import correct_exit, end_placement, merge_candidates, record_exit, renew_eligibility
from bot.dialogue.refusals import Refused
from bot.rules import follow_up as rules
from bot.rules.placements import Terms
from bot.rules.worked import most
from bot.store import candidates, eligibility, exits, follow_ups, hires, lots, placements, worked
from bot.store.database import Database, Session
from bot.store.exits import Said
from bot.store.placements import identity
from bot.store.tables import Candidate, CandidateState, EndReason, HoursState, Role, WorkedMonth, rows_of

CANDIDATES: Any = rows_of(Candidate)
PAST = Terms(date(2026, 1, 5), date(2026, 6, 30), Decimal(35))


def test_correcting_a_contract_that_was_over_when_the_person_left_calls_nobody(on_sqlite: Database) -> None:
    with on_sqlite.begin() as session:
        one = cast(session)
        number = identity(one.placement)
        left(session, one, END)
        follow_ups.settle_exit(session, one.person)
        assert open_days(session, number) == {}
        placements.change(session, number, weekly_hours=Decimal(28), starts_on=START + timedelta(days=1))
        session.refresh(one.placement)
        follow_ups.schedule_placement(session, one.placement)
        assert open_days(session, number) == {}


def test_of_two_exits_the_second_taken_back_leaves_what_the_first_settled(on_sqlite: Database) -> None:
    with on_sqlite.begin() as session:
        one = cast(session, PAST)
        first, me = identity(one.placement), turn(session, one.staff)
        record_exit.record(me, one.person, Said(date(2026, 7, 1), "none"))
        assert candidates.move(session, one.person, CandidateState.CLOSED, CandidateState.ACTIVE)
        terms = Terms(date(2026, 9, 1), date(2026, 11, 20), Decimal(35))
        second = place(session, one.person, one.boss, NOW, terms=terms)
        row = record_exit.record(me, one.person, Said(date(2026, 11, 20), "none"))
        assert open_days(session, identity(second)) == {}
        assert correct_exit.cancel(me, exits.identity(row))
        assert open_days(session, first) == {}
        assert open_days(session, identity(second)) == rules.of_placement(terms.starts_on, terms.last_day)
        assert state(session, one) == CandidateState.ACTIVE


def state(session: Session, one: Cast) -> str:
    found = candidates.get(session, one.person)
    assert found is not None
    return found.state


def test_a_file_closed_before_the_exit_is_not_opened_by_taking_the_exit_back(on_sqlite: Database) -> None:
    with on_sqlite.begin() as session:
        one = cast(session, PAST)
        assert candidates.move(session, one.person, CandidateState.ACTIVE, CandidateState.CLOSED)
        me = turn(session, one.staff)
        row = record_exit.record(me, one.person, Said(date(2026, 7, 1), "none"))
        assert correct_exit.cancel(me, exits.identity(row))
        assert state(session, one) == CandidateState.CLOSED


@pytest.mark.parametrize("fits", [True, False])
def test_an_early_end_leaves_no_more_hours_than_are_legal(on_sqlite: Database, *, fits: bool) -> None:
    with on_sqlite.begin() as session:
        one = cast(session)
        number, day = identity(one.placement), date(2027, 2, 10)
        legal = most(Terms(START, day, Decimal(35)), date(2027, 2, 1))
        session.add(
            WorkedMonth(
                placement_id=number, declaring_id=one.boss.organisation_id, month=date(2027, 2, 1),
                hours=legal + (0 if fits else Decimal("0.01")), state=HoursState.DECLARED,
                declared_by=one.boss.id, declared_at=NOW,
            )
        )  # fmt: skip
        session.flush()
        me = turn(session, one.staff)
        if fits:
            assert end_placement.end(me, number, None, day, EndReason.OTHER).ended_on == day
            return
        with pytest.raises(Refused, match="at most") as refused:
            end_placement.end(me, number, None, day, EndReason.OTHER)
        assert refused.value.values == {"month": "février 2027", "hours": "68,58", "most": "68,57"}
        [month] = worked.of_placement(session, number)
        assert month.hours == Decimal("68.58")


def test_a_merged_file_brings_the_end_of_its_eligibility(database: Database) -> None:
    with database.begin() as session:
        one = cast(session)
        kept = filed(session, one.staff.id, NOW, name="DUPONT Mari", phone=None).id or 0
        known = candidates.get(session, one.person)
        assert known is not None
        until = known.eligible_until
        assert until == date(2029, 1, 5)
        me = turn(session, join(session, 13, Role.COORDINATOR, "PLIE"))
        assert merge_candidates.merge(me, kept, one.person).eligible_until == until


def test_an_eligibility_said_not_to_be_renewed_is_that_one_only(database: Database) -> None:
    with database.begin() as session:
        one = cast(session)
        me, end = turn(session, one.staff), date(2029, 1, 5)
        assert not eligibility.is_declined(session, one.person, end)
        assert renew_eligibility.decline(me, one.person, end)
        assert not renew_eligibility.decline(me, one.person, end)
        assert eligibility.is_declined(session, one.person, end)
        assert renew_eligibility.renew(me, one.person, end)
        assert not eligibility.is_declined(session, one.person, end)
        assert not eligibility.is_declined(session, one.person, date(2031, 1, 5))


def test_everybody_means_the_same_end_of_a_lot(on_sqlite: Database) -> None:
    """Its duration runs from the award where that came after the start planned."""
    with on_sqlite.begin() as session:
        one = cast(session)
        [number] = hand_lots(session, one.boss.organisation_id, one.staff, 1, NOW)
        session.core.execute(sa.update(LOTS).values(awarded_on=date(2027, 10, 1)))
        lot = lots.get(session, number)
        assert lot is not None
        session.refresh(lot)
        assert hires.lot_end(session, lot) == date(2028, 9, 30)


def test_an_eligibility_follows_the_start_of_the_placement_it_began_with(on_sqlite: Database) -> None:
    with on_sqlite.begin() as session:
        one = cast(session)
        number, later = identity(one.placement), START + timedelta(days=40)

        def moved(to: date) -> tuple[date, date] | None:
            before = one.placement.starts_on
            placements.change(session, number, starts_on=to)
            session.refresh(one.placement)
            return hires.follow_start(session, one.placement, before)

        assert moved(START) is None
        assert moved(later) == (date(2029, 1, 5), date(2029, 2, 14))
        earlier = Terms(date(2027, 2, 1), date(2027, 2, 3), Decimal(7))
        place(session, one.person, one.boss, NOW, terms=earlier)
        assert moved(later + timedelta(days=9)) == (date(2029, 2, 14), date(2029, 2, 1))
        assert moved(later) is None
        known = candidates.get(session, one.person)
        assert known is not None
        assert known.eligible_until == date(2029, 2, 1)
