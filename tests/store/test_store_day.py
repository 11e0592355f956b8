"""What waits, as the queries say it and as plain Python says it, on made-up territories; and how it is
found."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import sqlalchemy as sa
from day_world import NOW, TODAY, Territory
from limits import assert_fits
from seekers import filed
from sqlmodel import select

from bot.dialogue.journey.day.cards import day_card
from bot.rules.calendar import add_working_days
from bot.rules.expiry import living_since
from bot.rules.urgency import DEADLINES, Urgency, Waiting, due, latest, urgency
from bot.store import day
from bot.store.database import Database, Session
from bot.store.day import Item
from bot.store.tables import (
    CallBack,
    Candidate,
    Exit,
    FollowUp,
    JobOffer,
    Lot,
    Placement,
    Procurement,
    Referral,
    Share,
    WorkedMonth,
)
from bot.store.waiting import KINDS
from bot.store.waiting.declared_hours import supplier_and_month

ZONE = ZoneInfo("Europe/Paris")
Found = tuple[Waiting, int, date, int | None]
_W = Waiting
WEEK, SOON, MONTH = (TODAY + timedelta(days=days) for days in (7, 15, 30))
LIVING = ("declared", "confirmed")


class Plain:
    """All rows in memory, and the sentences of `dialogues.md` §4 over them."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.candidates = {one.id or 0: one for one in self.all(Candidate)}
        self.contracts = {one.id or 0: one for one in self.all(Procurement)}
        self.referrals = self.all(Referral)
        self.placements = self.all(Placement)
        self.lots = self.all(Lot)

    def all(self, model: Any) -> list[Any]:
        return list(self.session.exec(select(model)))

    def waiting(self) -> Iterator[Found]:
        for call in self.all(CallBack):
            if call.done_at is None:
                yield _W.CALL_BACK, call.id, _after(call.asked_at, 1), None
        yield from self._contracts()
        yield from self._offers()
        for one in self.referrals:
            yield from self._referral(one)
        for one in self.placements:
            yield from self._placement(one)
        yield from self._hours()
        for one in self._follow_ups():
            yield _W.FOLLOW_UP, one.id or 0, one.due_on, self._adviser(one.candidate_id)
        for one in self.candidates.values():
            yield from self._candidate(one)
        for one in self.all(Share):
            if one.state == "answered" and _after(one.answered_at, 5) <= TODAY:
                yield _W.SHARE, one.id, _after(one.answered_at, 5), one.shared_by

    def _adviser(self, candidate_id: int) -> int | None:
        return self.candidates[candidate_id].adviser_id

    def _follow_ups(self) -> list[FollowUp]:
        every = self.all(FollowUp)
        return [one for one in every if not one.done_at and not one.dropped_at and one.due_on <= WEEK]

    def _contracts(self) -> Iterator[Found]:
        for number, one in self.contracts.items():
            lots = [lot for lot in self.lots if lot.procurement_id == number]
            if any(lot.state == "announced" for lot in lots):
                if one.examined_by is None:
                    yield _W.ANNOUNCED, number, _after(one.announced_at, 2), None
                else:
                    yield _W.ADVICE, number, _after(one.examined_at, 5), one.examined_by
            if any(lot.state == "suitable" and lot.advised_at for lot in lots):
                kind = _W.CLAUSE if one.consultation_on else _W.UNDATED_CLAUSE
                by = one.consultation_on or one.start_on - timedelta(days=90)
                if by <= SOON:
                    yield kind, number, by, one.examined_by
        for lot in self.lots:
            by = add_working_days(lot.awarded_on, 10)
            if lot.state == "awarded" and by <= WEEK:
                yield _W.KICK_OFF, lot.id, by, self.contracts[lot.procurement_id].examined_by

    def _offers(self) -> Iterator[Found]:
        for one in self.all(JobOffer):
            if one.state != "open" or one.heard_at < living_since(TODAY, 60, ZONE):
                continue
            mine = [referral for referral in self.referrals if referral.offer_id == one.id]
            opened = sum(referral.state in ("awaiting", "presented") for referral in mine)
            if one.circulation == "reserved" and not mine and one.positions > one.hired:
                yield _W.RESERVED, one.id, _after(one.posted_at, 2), None
            if one.circulation == "due" and one.positions - one.hired - opened > 0:
                yield _W.TO_SEND, one.id, _after(one.posted_at, 2), None

    def _referral(self, one: Referral) -> Iterator[Found]:
        adviser = self._adviser(one.candidate_id)
        if one.state == "awaiting":
            yield _W.AWAITING, one.id or 0, _after(one.created_at, 1), adviser
        by = _after(one.presented_at or one.created_at, 5)
        if one.state == "presented" and by <= TODAY:
            yield _W.PRESENTED, one.id or 0, by, adviser

    def _placement(self, one: Placement) -> Iterator[Found]:
        adviser = self._adviser(one.candidate_id)
        if one.state == "declared":
            yield _W.DECLARED, one.id or 0, _after(one.declared_at, 1), adviser
        end = one.planned_end
        if end is None or one.state not in LIVING or one.ended_on not in (None, end):
            return
        if TODAY - timedelta(days=60) <= end <= SOON and not self._goes_on(one, end) and not self._left(one):
            yield _W.ENDING, one.id or 0, end, adviser

    def _goes_on(self, one: Placement, end: date) -> bool:
        return any(
            other.candidate_id == one.candidate_id
            and other.id != one.id
            and other.state in LIVING
            and other.ended_on is None
            and other.starts_on >= one.starts_on
            and (other.planned_end is None or other.planned_end > end)
            for other in self.placements
        )

    def _left(self, one: Placement) -> bool:
        return any(
            left.candidate_id == one.candidate_id
            and left.cancelled_at is None
            and left.left_on >= one.starts_on
            for left in self.all(Exit)
        )

    def _hours(self) -> Iterator[Found]:
        groups: dict[tuple[int, date], list[WorkedMonth]] = {}
        for one in self.all(WorkedMonth):
            if one.state == "declared":
                groups.setdefault((one.declaring_id, one.month), []).append(one)
        for (supplier, month), rows in groups.items():
            subject = int(f"{supplier}{month:%Y%m}")
            yield _W.HOURS, subject, _after(min(row.declared_at for row in rows), 5), None

    def _candidate(self, one: Candidate) -> Iterator[Found]:
        if one.state != "active":
            return
        until = one.eligible_until
        if until is not None and TODAY - timedelta(days=60) <= until <= MONTH:
            yield _W.ELIGIBILITY, one.id or 0, until, one.adviser_id
        by = one.contacted_on + timedelta(days=60)
        followed = any(asked.candidate_id == one.id for asked in self._follow_ups())
        if by <= TODAY and not followed:
            yield _W.SILENT, one.id or 0, by, one.adviser_id


def _after(instant: Any, days: int) -> date:
    return add_working_days(instant.astimezone(ZONE).date(), days)


def _ordered(found: Iterator[Found], people: tuple[int, ...] | None) -> list[Item]:
    order = list(KINDS)
    mine = [one for one in found if people is None or one[3] is None or one[3] in people]
    return [Item(*one) for one in sorted(mine, key=lambda one: (one[2], order.index(one[0]), one[1]))]


@pytest.mark.parametrize("seed", range(5))
def test_the_queries_say_what_the_sentences_say(database: Database, seed: int) -> None:
    with database.begin() as session:
        world = Territory(session, seed)
        world.fill(60)
        plain = Plain(session)
        first, second, gone = world.staff
        for me, people in ((first, (first, gone)), (second, (second, gone)), (None, None)):
            expected = _ordered(plain.waiting(), people)
            found = day.waiting(session, day.scope(session, TODAY, ZONE, me))
            assert found == expected
            assert len(found) > 30
        assert {item.kind for item in found} == set(Waiting)


def test_one_kind_alone_is_a_part_of_the_whole(on_sqlite: Database) -> None:
    with on_sqlite.begin() as session:
        Territory(session, 9).fill(30)
        asked = day.scope(session, TODAY, ZONE)
        every = day.waiting(session, asked)
        for kind in Waiting:
            alone = day.waiting(session, asked, [kind])
            assert alone == [item for item in every if item.kind is kind]


PARTIAL = ("ix_call_backs_open", "ix_worked_months_waiting", "ix_placements_declared")


def _plan(session: Session, statement: sa.Select[Any]) -> list[str]:
    text = str(statement.compile(session.core, compile_kwargs={"literal_binds": True}))
    return [row[3] for row in session.core.execute(sa.text(f"EXPLAIN QUERY PLAN {text}"))]


@pytest.mark.parametrize("person", [1, None])
@pytest.mark.parametrize("kind", list(Waiting))
def test_each_kind_is_found_by_an_index(on_sqlite: Database, kind: Waiting, person: int | None) -> None:
    with on_sqlite.begin() as session:
        Territory(session, 1).fill(3)
        asked = day.scope(session, TODAY, ZONE, person)
        steps = [step for step in _plan(session, KINDS[kind](asked)) if step.startswith("SCAN")]
        whole = [step for step in steps if not any(f"INDEX {name}" in step for name in PARTIAL)]
        assert not whole
        assert not steps or len(steps) == 1


def test_the_hours_of_a_supplier_are_named_by_both() -> None:
    assert supplier_and_month(12_202611) == (12, 202611)
    assert supplier_and_month(3_000_202601) == (3000, 202601)


@pytest.mark.parametrize("kind", list(Waiting))
def test_a_fact_is_shown_from_the_day_the_rule_says(kind: Waiting) -> None:
    """Read backwards, the rule says the same as forwards."""
    for back in range(-30, 120):
        since = TODAY - timedelta(days=back)
        ahead = DEADLINES[kind].ahead
        shown = since <= TODAY if ahead is None else due(kind, since) <= TODAY + timedelta(days=ahead)
        assert (since <= latest(kind, TODAY)) is shown, since


def test_a_week_ends_on_its_sunday() -> None:
    monday = date(2026, 11, 23)
    told = {days: urgency(monday + timedelta(days=days), monday) for days in (-1, 0, 1, 6, 7)}
    assert told == {
        -1: Urgency.LATE,
        0: Urgency.TODAY,
        1: Urgency.WEEK,
        6: Urgency.WEEK,
        7: Urgency.LATER,
    }
    sunday = date(2026, 11, 29)
    assert urgency(sunday, sunday) is Urgency.TODAY
    assert urgency(sunday + timedelta(days=1), sunday) is Urgency.LATER


def test_all_is_read_in_a_few_statements(on_sqlite: Database) -> None:
    with on_sqlite.begin() as session:
        Territory(session, 2).fill(60)
        session.flush()
        assert _statements(session, lambda: day.waiting(session, day.scope(session, TODAY, ZONE, 1))) == 3


def _statements(session: Session, work: Callable[[], Any]) -> int:
    asked: list[str] = []

    def hear(_connection: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        asked.append(statement)

    sa.event.listen(session.core, "before_cursor_execute", hear)
    try:
        work()
    finally:
        sa.event.remove(session.core, "before_cursor_execute", hear)
    return len(asked)


def test_counts_are_by_urgency() -> None:
    late, now = TODAY - timedelta(days=3), TODAY
    items = [Item(_W.SILENT, number, by, None) for number, by in enumerate((late, late, now, MONTH))]
    assert day.counts(items, NOW.date()) == {Urgency.LATE: 2, Urgency.TODAY: 1, Urgency.LATER: 1}


@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_page_of_the_longest_things_fits_and_asks_little(on_sqlite: Database, language: str) -> None:
    with on_sqlite.begin() as session:
        world, long = Territory(session, 3), "É<&" * 60
        for number in range(9):
            row = filed(session, world.staff[0], NOW, name=long, phone=None)
            offer = world.offer(state="open", heard_at=NOW, circulation="sent")
            world.referral(offer, row.id or 0, state="awaiting")
            placement = world.placement(row.id or 0, state="declared", ended_on=None)
            world.follow_up(placement, row.id or 0, "day2", due_on=TODAY, done_at=None, dropped_at=None)
            world.contract(title=long, examined_by=None, examined_at=None)
            world.share(offer, state="answered", answered_at=NOW - timedelta(days=30 + number))
            world.month(placement, date(2026, 10, 1), state="declared")
        items = day.waiting(session, day.scope(session, TODAY, ZONE))
        assert len(items) > 30
        for kind in {item.kind for item in items}:
            alone = [item for item in items if item.kind is kind]
            for page in range(3):
                card = day_card(session, alone, TODAY, language, mine=True, page=page)
                assert_fits(card)
            asked = partial(day_card, session, alone[:8], TODAY, language, mine=False, page=0)
            assert _statements(session, asked) <= 8 * 4
