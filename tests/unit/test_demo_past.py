"""The demo's past: every state there is, written by the real actions, whatever day it is."""

from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import sqlalchemy as sa

from bot.demo import past
from bot.demo.people import BATI, CAEN, PEOPLE, WRITTEN
from bot.demo.stage import Stage
from bot.demo.timeline import working_day
from bot.rules.calendar import in_working_hours
from bot.rules.hours import Terms
from bot.rules.lifecycle import LotState, procurement_state
from bot.rules.urgency import Urgency, Waiting
from bot.store import day, held, matching, offers, organisations, people, procurements, schema
from bot.store.database import Database, Session
from bot.store.sealed import Sealer
from bot.store.tables import (
    AuditEntry,
    Candidate,
    Circulation,
    Exit,
    FollowUp,
    JobOffer,
    Kind,
    Lot,
    OfferState,
    Outbox,
    Person,
    Placement,
    Procurement,
    Referral,
    Role,
    Training,
    WorkedMonth,
    rows_of,
)

PARIS = ZoneInfo("Europe/Paris")
OWNERS = {one: 700 + place for place, one in enumerate(PEOPLE)}
TODAY = date(2026, 11, 24)
OTHER_DAYS = [date(2027, 1, 1), date(2028, 2, 29), date(2027, 5, 17), date(2026, 11, 22)]
"""A public holiday, a leap day, the day behind a long week-end, a Sunday."""


def played(folder: Path, today: date) -> Database:
    database = Database(f"sqlite:///{folder / 'past.sqlite'}", Sealer([bytes(range(32))]))
    schema.upgrade(database)
    stage = Stage(database, PARIS, "fr")
    for events in past.split(OWNERS, today, PARIS):
        for event in events:
            stage.play(event)
    return database


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    with closing(played(tmp_path_factory.mktemp("past"), TODAY)) as opened:
        yield opened


@pytest.fixture
def session(database: Database) -> Iterator[Session]:
    with database.begin() as opened:
        yield opened


def every(session: Session, model: Any) -> list[Any]:
    table = rows_of(model)
    return list(session.core.execute(sa.select(table).order_by(table.c.id)))


def states(session: Session) -> dict[int, LotState]:
    found: dict[int, list[LotState]] = {}
    for lot in every(session, Lot):
        found.setdefault(lot.procurement_id, []).append(LotState(lot.state))
    return {number: procurement_state(known) for number, known in found.items()}


def test_every_state_a_contract_can_be_in(session: Session) -> None:
    assert Counter(states(session).values()) == {
        LotState.ANNOUNCED: 3,
        LotState.SUITABLE: 1,
        LotState.CONFIRMED: 1,
        LotState.PUBLISHED: 1,
        LotState.AWARDED: 2,
        LotState.RUNNING: 3,
        LotState.COMPLETED: 1,
        LotState.DECLINED: 1,
        LotState.CANCELLED: 1,
    }


def test_three_announced_one_new_one_taken_one_under_review(session: Session) -> None:
    where = states(session)
    waiting = [row for row in every(session, Procurement) if where[row.id] is LotState.ANNOUNCED]
    verdicts = {row.procurement_id for row in every(session, Lot) if row.verdict is not None}
    assert [(row.examined_by is not None, row.id in verdicts) for row in waiting] == [
        (True, True),
        (True, False),
        (False, False),
    ]
    assert waiting[-1].announced_at.astimezone(PARIS).date() == working_day(TODAY, 1) == date(2026, 11, 23)


def test_hours_come_from_the_formula(session: Session) -> None:
    owed = [lot for lot in every(session, Lot) if lot.hours_owed is not None]
    made = [
        Terms(lot.amount, lot.labour_share, lot.effort_rate, lot.hourly_cost).hours() - lot.hours_owed
        for lot in owed
    ]
    assert len(owed) > 20
    assert sorted(made) == [0] * (len(owed) - 1) + [80], "one lot's hours were discussed and lowered"


def test_only_the_news_waits_on_the_phones(session: Session) -> None:
    chats = {one.first_name: number for one, number in OWNERS.items()}
    assert Counter(row.chat_id for row in every(session, Outbox)) == {
        chats["Fatou"]: 3,
        chats["Claire"]: 2,
        chats["Brigitte"]: 1,
        chats["Marc"]: 1,
    }
    assert {row.method for row in every(session, Outbox)} == {"sendMessage"}


def test_nobody_is_there_whom_no_phone_reaches(session: Session) -> None:
    persons = every(session, Person)
    phones = sorted(row.telegram_id for row in persons if row.telegram_id is not None)
    assert phones == sorted(OWNERS.values())
    assert all(people.by_email(session, one.email) for one in WRITTEN)
    assert len(persons) == len(OWNERS) + len(WRITTEN)


def test_what_was_done_is_recorded_in_order_within_working_hours_before_today(session: Session) -> None:
    moments = [row.at.astimezone(PARIS) for row in every(session, AuditEntry)]
    assert len(moments) > 150
    assert moments == sorted(moments)
    assert all(in_working_hours(moment) and moment.date() < TODAY for moment in moments)
    assert (TODAY - moments[0].date()).days >= 365


def test_offers_of_every_kind(session: Session) -> None:
    found = every(session, JobOffer)
    assert Counter(offer.state for offer in found) == {
        OfferState.OPEN: 5,
        OfferState.FILLED: 1,
        OfferState.WITHDRAWN: 1,
    }
    still = [offer for offer in found if offer.state == OfferState.OPEN]
    assert Counter(offer.circulation for offer in still) == {
        Circulation.RESERVED: 3,
        Circulation.HELD: 1,
        Circulation.DUE: 1,
    }
    assert [offer.lot_id is None for offer in still].count(True) == 1
    assert all(offer.start_on > TODAY for offer in still)


def test_good_ranked_lists_and_one_offer_without_match(session: Session) -> None:
    still = [row for row in every(session, JobOffer) if row.state == OfferState.OPEN]
    ranked = {row.job: _ranked(session, row.id) for row in still}
    assert ranked.pop("F1301") == []
    assert ranked["F1703"][:3] == ["TRAORÉ Issa", "HADDAD Sofiane", "LECHEVALLIER Didier"]
    assert all(len(names) >= 3 for names in ranked.values())


def _ranked(session: Session, number: int) -> list[str]:
    offer = offers.get(session, number)
    assert offer is not None
    numbers = [one.candidate_id for one in matching.candidates_for(session, matching.wanted(offer), 20)]
    names = matching.named(session, numbers)
    return [names[one].name for one in numbers]


def test_everybody_with_a_list_finds_something_in_it(session: Session) -> None:
    town = organisations.find(session, Kind.BUYER, CAEN)
    builder = organisations.find(session, Kind.COMPANY, BATI)
    assert town is not None
    assert builder is not None
    assert len(procurements.page(session, organisation_id=town.id, before=None, size=9)) == 4
    assert len(held.of(session, builder.id or 0)) == 3
    assert len(offers.page(session, organisation_id=builder.id, before=None, size=9)) == 4
    advisers = Counter(row.adviser_id for row in every(session, Candidate))
    assert advisers[people.with_roles(session, Role.FACILITATOR)[0].id] > 8
    assert advisers[people.with_roles(session, Role.COORDINATOR)[0].id] >= 3


def test_people_found_work_and_hours_were_worked(session: Session) -> None:
    hires = every(session, Placement)
    assert Counter(hire.state for hire in hires) == {"confirmed": 5, "declared": 1}
    assert Counter(hire.employer for hire in hires) == {"supplier": 3, "agency": 2, "siae": 1}
    assert [hire.end_reason for hire in hires if hire.ended_on] == ["trial_employee"]
    months = Counter(row.state for row in every(session, WorkedMonth))
    assert months == {"validated": 13, "declared": 3, "asked_back": 1}, months
    assert {row.state for row in every(session, Referral)} == {"hired", "presented", "refused"}
    assert [(row.kind, row.contract) for row in every(session, Exit)] == [("outside_contract", "cdi")]
    assert [row.title for row in every(session, Training)] == [
        "Pose de bordures et de pavés",
        "CACES R489 catégorie 3, recyclage",
    ]
    made = Counter(row.state for row in every(session, FollowUp) if row.state)
    assert made == {"well": 13, "difficulty": 2}, made


def test_the_day_of_the_facilitator_is_full(session: Session) -> None:
    for role, least in ((Role.FACILITATOR, 10), (Role.COORDINATOR, 4)):
        me = people.with_roles(session, role)[0]
        items = day.waiting(session, day.scope(session, TODAY, PARIS, me.id))
        assert {item.kind for item in items} >= {Waiting.HOURS, Waiting.RESERVED, Waiting.TO_SEND}
        assert set(day.counts(items, TODAY)) >= {Urgency.LATE, Urgency.TODAY, Urgency.WEEK}
        assert least <= len(items) <= 25


@pytest.mark.parametrize("today", OTHER_DAYS, ids=str)
def test_the_past_can_be_played_on_any_day(tmp_path: Path, today: date) -> None:
    with closing(played(tmp_path, today)) as database, database.begin() as session:
        assert len(set(states(session).values())) == 9
        assert len(every(session, Outbox)) == 7
        assert len(every(session, Placement)) == 6
        assert {row.state for row in every(session, WorkedMonth)} >= {"validated", "declared"}
        me = people.with_roles(session, Role.FACILITATOR)[0]
        assert len(day.waiting(session, day.scope(session, today, PARIS, me.id))) >= 8
        assert max(row.at.astimezone(PARIS).date() for row in every(session, AuditEntry)) < today


def test_the_same_past_every_time(session: Session, tmp_path: Path) -> None:
    def told(of: Session) -> list[Any]:
        lots = [(row.title, row.state, row.hours_owed, row.supplier_id) for row in every(of, Lot)]
        work = [(row.reference, row.title, row.announced_at) for row in every(of, Procurement)]
        people_ = [(row.reference, row.birth_year, row.created_at) for row in every(of, Candidate)]
        return [lots, work, people_, [(row.at, row.action) for row in every(of, AuditEntry)]]

    with closing(played(tmp_path, TODAY)) as again, again.begin() as other:
        assert told(other) == told(session)
