"""Interviews and trainings in the database: order, pages, who wins, what a merge keeps."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from rows import NOW, join, together
from seekers import filed

from bot.rules.trainings import most_hours
from bot.store import candidate_merges, interviews, trainings
from bot.store.candidates import identity
from bot.store.database import Database, Session
from bot.store.interviews import Held
from bot.store.tables import (
    Employer,
    InterviewKind,
    InterviewOutcome,
    NextStep,
    Placement,
    PlacementState,
    Role,
    Timing,
    TraineeState,
    Training,
)
from bot.store.trainings import Course

TODAY = NOW.date()
PLANNED, DONE, CERTIFIED, DROPPED = (
    TraineeState.PLANNED,
    TraineeState.DONE,
    TraineeState.CERTIFIED,
    TraineeState.DROPPED,
)


def course(**changes: Any) -> Course:
    values: dict[str, Any] = {
        "title": "CACES R482",
        "timing": Timing.BEFORE,
        "starts_on": TODAY,
        "ends_on": TODAY + timedelta(days=4),
        "hours": Decimal(35),
        "provider": "AFPA",
        "certifying": True,
        "requirement": 2,
    }
    return Course(**values | changes)


def held(days: int = 0, outcome: str = InterviewOutcome.PROGRESS, **more: Any) -> Held:
    return Held(TODAY - timedelta(days=days), InterviewKind.OFFICE, outcome, **more)


def made(session: Session, count: int = 2) -> tuple[int, list[int]]:
    """Someone of the PLIE and candidates."""
    me = join(session, 1, Role.FACILITATOR, "PLIE").id
    return me, [
        identity(filed(session, me, NOW, name=f"Neuf A{n}x", birth_year=1960 + n)) for n in range(count)
    ]


def test_interviews_are_listed_newest_first_page_by_page(database: Database) -> None:
    with database.begin() as session:
        me, (one, other) = made(session)
        days = [3, 1, 3, 0, 9, 1, 1]
        rows = [interviews.add(session, one, me, held(n), NOW) for n in days]
        interviews.add(session, other, me, held(0), NOW)
        order = sorted(rows, key=lambda row: (row.held_on, row.id), reverse=True)
        listed = [row.id for row in interviews.of_candidate(session, one, 99)]
        assert listed == [row.id for row in order]
        pages, after = [], None
        while found := interviews.of_candidate(session, one, 2, after):
            pages += [row.id for row in found]
            after = found[-1]
        assert pages == listed


def test_the_note_of_an_interview_is_sealed_and_every_field_comes_back(database: Database) -> None:
    with database.begin() as session:
        me, (one, _) = made(session)
        said = held(2, InterviewOutcome.READY, next_step=NextStep.REFERRAL, note="Vient à vélo <b>")
        row = interviews.add(session, one, me, said, NOW)
        assert "vélo".encode() not in (row.note or b"")
        assert interviews.held(session, row) == said
        after = held(1, InterviewOutcome.ABSENT)
        interviews.change(session, row, after)
        kept = interviews.get(session, interviews.identity(row))
        assert kept is not None
        assert interviews.held(session, kept) == after
        assert interviews.get(session, 999) is None


def test_trainings_to_come_and_begun_are_two_lists_in_their_order(database: Database) -> None:
    with database.begin() as session:
        me, people = made(session)
        offsets = [0, 5, -1, 5, -30, 12, -1]
        made_ = {}
        for days in offsets:
            start = TODAY + timedelta(days=days)
            row = trainings.add(session, course(starts_on=start, ends_on=start), people, me, NOW)
            made_[row.id] = start
        gone = trainings.add(session, course(), people, me, NOW)
        assert trainings.cancel(session, trainings.identity(gone), NOW)
        for find, sign in ((trainings.to_come, 1), (trainings.begun, -1)):
            inside = [(start, n) for n, start in made_.items() if (start >= TODAY) == (sign == 1)]
            order = [n for _, n in sorted(inside, reverse=sign == -1)]
            assert [row.id for row in find(session, TODAY, 99)] == order
            pages: list[int | None] = []
            after: Training | None = None
            while found := find(session, TODAY, 2, after):
                pages += [row.id for row in found]
                after = found[-1]
            assert pages == order
        mine = trainings.of_candidate(session, people[0], 99)
        assert len(mine) == len(offsets)
        assert mine[0].training.starts_on == TODAY + timedelta(days=12)


def test_one_of_two_who_settle_at_once_did_it(database: Database) -> None:
    with database.begin() as session:
        me, (one, _) = made(session)
        number = trainings.identity(trainings.add(session, course(), [one], me, NOW))

    def settle(which: int) -> bool:
        with database.begin() as session:
            after = (DONE, DROPPED)[which]
            return trainings.settle(session, number, one, (PLANNED, after), me, NOW)

    assert sorted(together(2, settle)) == [False, True]


def test_a_training_followed_by_somebody_is_not_cancelled(database: Database) -> None:
    with database.begin() as session:
        me, (one, other) = made(session)
        number = trainings.identity(trainings.add(session, course(), [one, other], me, NOW))
        assert trainings.settle(session, number, one, (PLANNED, CERTIFIED), me, NOW)
        assert not trainings.cancel(session, number, NOW)
        assert trainings.settle(session, number, one, (CERTIFIED, DROPPED), me, NOW)
        assert trainings.cancel(session, number, NOW)
        assert not trainings.cancel(session, number, NOW), "once"


def test_who_waits_for_a_training(database: Database) -> None:
    with database.begin() as session:
        me, (one, other, third) = made(session, 3)
        number = trainings.identity(trainings.add(session, course(), [one, other], me, NOW))
        gone = trainings.add(session, course(), [third], me, NOW)
        trainings.cancel(session, trainings.identity(gone), NOW)
        assert trainings.awaited(session, [one, other, third], 2) == {one, other}
        assert trainings.awaited(session, [one, other, third], 1) == set()
        assert trainings.settle(session, number, one, (PLANNED, DONE), me, NOW)
        assert trainings.awaited(session, [one, other, third], 2) == {other}


@pytest.mark.parametrize(
    ("starts", "planned", "ended", "state", "there"),
    [
        (-30, 30, None, PlacementState.CONFIRMED, True),
        (-30, None, None, PlacementState.DECLARED, True),
        (-30, None, None, PlacementState.REJECTED, False),
        (-30, -1, None, PlacementState.CONFIRMED, False),
        (-30, 0, None, PlacementState.CONFIRMED, True),
        (-30, 30, -1, PlacementState.CONFIRMED, False),
        (4, None, None, PlacementState.CONFIRMED, True),
        (5, None, None, PlacementState.CONFIRMED, False),
    ],
)
def test_who_is_at_work_on_these_days(
    database: Database, starts: int, planned: int | None, ended: int | None, state: str, there: bool
) -> None:
    def day(offset: int | None) -> date | None:
        return None if offset is None else TODAY + timedelta(days=offset)

    with database.begin() as session:
        me, (one, other) = made(session)
        home = join(session, 2, Role.COMPANY, "Bâti").organisation_id
        session.add(
            Placement(
                reference="P-2026-0001", candidate_id=one, organisation_id=home, employer=Employer.SUPPLIER,
                declaring_id=home, job="F1703", contract="cdd", starts_on=day(starts),
                planned_end=day(planned),
                weekly_hours=Decimal(35), state=state, declared_by=me, declared_at=NOW, ended_on=day(ended),
            )
        )  # fmt: skip
        session.flush()
        found = trainings.at_work(session, [one, other], TODAY, TODAY + timedelta(days=4))
        assert found == ({one} if there else set())


def test_a_merge_takes_the_interviews_and_the_trainings_along(database: Database) -> None:
    with database.begin() as session:
        me, (kept, other) = made(session)
        interviews.add(session, kept, me, held(1), NOW)
        interviews.add(session, other, me, held(2, note="Ancien"), NOW)
        states = {
            "only theirs": ([other], {}),
            "ours further": ([kept, other], {kept: CERTIFIED, other: DONE}),
            "theirs further": ([kept, other], {other: DONE}),
            "ours dropped": ([kept, other], {kept: DROPPED}),
        }
        numbers = {}
        for name, (people, settled) in states.items():
            number = trainings.identity(trainings.add(session, course(title=name), people, me, NOW))
            for person, state in settled.items():
                assert trainings.settle(session, number, person, (PLANNED, state), me, NOW)
            numbers[name] = number
        assert candidate_merges.merge(session, kept, other) is not None
        assert len(interviews.of_candidate(session, kept, 9)) == 2
        assert interviews.note(session, interviews.of_candidate(session, kept, 9)[1]) == "Ancien"
        found = {name: trainings.people(session, number) for name, number in numbers.items()}
        assert found == {
            "only theirs": {kept: PLANNED},
            "ours further": {kept: CERTIFIED},
            "theirs further": {kept: DONE},
            "ours dropped": {kept: DROPPED},
        }


@pytest.mark.parametrize(
    ("days", "most"), [(1, 12), (2, 24), (4, 48), (5, 48), (7, 48), (8, 96), (14, 96), (15, 144)]
)
def test_a_training_holds_48_hours_a_week_and_12_a_day(days: int, most: int) -> None:
    assert most_hours(TODAY, TODAY + timedelta(days=days - 1)) == most
