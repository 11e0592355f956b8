"""Placements: what is kept, positions that count down, what a hire ends, lists in little time."""

import time
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import sqlalchemy as sa
from rows import NOW, join, together
from vacancies import SAID, company, post
from work import TERMS, owing, place, present, worker

from bot.store import candidate_merges, candidates, follow_ups, hires, offers, placements, referrals
from bot.store.database import Database, Session
from bot.store.people import Member
from bot.store.placements import Employing, identity
from bot.store.tables import (
    Candidate,
    CandidateState,
    Employer,
    OfferState,
    Placement,
    PlacementState,
    ReferralState,
    Role,
    WorkedMonth,
)

TODAY = NOW.date()
ROWS: Any = Placement.__table__
WORKED: Any = WorkedMonth.__table__


def staff(session: Session) -> Member:
    return join(session, 50, Role.FACILITATOR, "PLIE")


def offered(session: Session, marc: Member, positions: int) -> int:
    return offers.identity(post(session, marc, NOW, replace(SAID, positions=positions)))


def test_what_was_declared_is_read_back(database: Database) -> None:
    with database.begin() as session:
        marc, fatou = company(session, 1, NOW), staff(session)
        siae = join(session, 60, Role.SIAE, "Tremplin").organisation_id
        person = worker(session, fatou.id, NOW).id or 0
        lent = Employing(Employer.SIAE, siae)
        number = identity(place(session, person, marc, NOW, confirmed=False, employing=lent))
        named = identity(
            place(
                session, person, marc, NOW, confirmed=False, employing=Employing(Employer.GEIQ, None, "GEIQ")
            )
        )
    with database.begin() as session:
        found = placements.get(session, number)
        assert found is not None
        assert (found.reference, found.state) == ("P-2026-0001", PlacementState.DECLARED)
        assert (found.siae_id, found.declaring_id, found.employer) == (siae, siae, Employer.SIAE)
        assert placements.owners(found) == (marc.organisation_id, siae)
        assert placements.terms(found) == TERMS
        assert placements.employing(found) == lent
        other = placements.by_reference(session, "P-2026-0002")
        assert other is not None
        assert (other.id, other.declaring_id, other.employer_name) == (named, marc.organisation_id, "GEIQ")
        assert placements.get(session, 4711) is None
        assert [one.id for one in placements.of_candidate(session, person)] == [number, named]


def test_positions_count_down_and_come_back(database: Database) -> None:
    with database.begin() as session:
        number = offered(session, company(session, 1, NOW), 2)
        assert offers.take_position(session, number, NOW, TODAY)
        assert _stands(session, number) == (1, OfferState.OPEN, None)
        assert offers.take_position(session, number, NOW, TODAY)
        assert _stands(session, number) == (2, OfferState.FILLED, TODAY)
        assert not offers.take_position(session, number, NOW, TODAY)
        assert offers.give_back(session, number, NOW)
        assert _stands(session, number) == (1, OfferState.OPEN, None)
        assert offers.close(session, number, OfferState.FILLED, TODAY)
        assert offers.give_back(session, number, NOW)
        assert _stands(session, number) == (0, OfferState.FILLED, TODAY)
        assert not offers.give_back(session, number, NOW)
        assert not offers.take_position(session, number, NOW, TODAY)


def _stands(session: Session, number: int) -> tuple[int, str, date | None]:
    offer = offers.get(session, number)
    assert offer is not None
    return offer.hired, offer.state, offer.closed_on


def test_of_many_hires_for_the_last_positions_so_many_win(database: Database) -> None:
    with database.begin() as session:
        number = offered(session, company(session, 1, NOW), 3)
    won: list[bool] = []

    def hire(_turn: int) -> None:
        for _ in range(3):
            with database.begin() as session:
                won.append(offers.take_position(session, number, NOW, TODAY))

    together(6, hire)
    assert won.count(True) == 3
    with database.begin() as session:
        assert _stands(session, number) == (3, OfferState.FILLED, TODAY)


def _once(database: Database, decide: Callable[[Session, int], bool]) -> int:
    """How many of six at once decide about a declared hire."""
    with database.begin() as session:
        marc = company(session, 1, NOW)
        person = worker(session, staff(session).id, NOW).id or 0
        number = identity(place(session, person, marc, NOW, confirmed=False))
    won: list[bool] = []

    def act(_turn: int) -> None:
        with database.begin() as session:
            won.append(decide(session, number))

    together(6, act)
    return won.count(True)


def test_one_of_many_confirms(database: Database) -> None:
    assert _once(database, lambda session, number: placements.confirm(session, number, 1, NOW)) == 1


def test_one_of_many_does_not_confirm(database: Database) -> None:
    assert _once(database, lambda session, number: placements.reject(session, number, 1, NOW)) == 1


def test_a_hire_that_stands_ends_the_other_referrals(database: Database) -> None:
    with database.begin() as session:
        marc, fatou = company(session, 1, NOW), staff(session)
        here, there = (post(session, marc, NOW, replace(SAID, positions=1)) for _ in range(2))
        ali, bea = (worker(session, fatou.id, NOW, name) for name in ("Petit Ali", "Bea Petit"))
        mine = present(session, ali, here, fatou.id, NOW)
        present(session, ali, there, fatou.id, NOW)
        present(session, bea, here, fatou.id, NOW)
        kept = present(session, bea, there, fatou.id, NOW)
        referrals.move(session, mine.id or 0, referrals.OPEN, ReferralState.HIRED, marc.id, NOW)
        assert offers.take_position(session, here.id or 0, NOW, TODAY)
        made = place(session, ali.id or 0, marc, NOW, confirmed=False, offer_id=here.id, referral_id=mine.id)
        placements.confirm(session, identity(made), fatou.id, NOW)
        session.refresh(made)
        ended = hires.settle(session, made, fatou.id, NOW, TODAY)
        assert sorted((one.candidate_id, one.offer_id) for one in ended) == [
            (ali.id, there.id),
            (bea.id, here.id),
        ]
        assert _state(session, kept.id) == ReferralState.PRESENTED
        assert _state(session, mine.id) == ReferralState.HIRED
        person = candidates.get(session, ali.id or 0)
        assert person is not None
        assert person.eligible_until == date(2029, 1, 5)
        assert len(follow_ups.of_placement(session, identity(made))) == 4
        again = place(session, ali.id or 0, marc, NOW, terms=replace(TERMS, starts_on=date(2027, 6, 1)))
        assert again.state == PlacementState.CONFIRMED
        session.refresh(person)
        assert person.eligible_until == date(2029, 1, 5)


def _state(session: Session, number: int | None) -> str:
    found = referrals.get(session, number or 0)
    assert found is not None
    return found.state


def test_a_hire_not_confirmed_leaves_things_as_they_were(database: Database) -> None:
    with database.begin() as session:
        marc, fatou = company(session, 1, NOW), staff(session)
        offer = post(session, marc, NOW, replace(SAID, positions=1))
        ali = worker(session, fatou.id, NOW)
        states = []
        for _ in range(2):
            referral = present(session, ali, offer, fatou.id, NOW)
            number = referral.id or 0
            referrals.move(session, number, referrals.OPEN, ReferralState.HIRED, marc.id, NOW)
            offers.take_position(session, offer.id or 0, NOW, TODAY)
            made = place(
                session, ali.id or 0, marc, NOW, confirmed=False, offer_id=offer.id, referral_id=number
            )
            if states:
                present(session, ali, offer, fatou.id, NOW)
            hires.undo(session, made, fatou.id, NOW)
            states.append(_state(session, number))
            referrals.move(session, number, referrals.OPEN, ReferralState.REFUSED, marc.id, NOW)
        assert states == [ReferralState.PRESENTED, ReferralState.OBSOLETE]
        assert _stands(session, offer.id or 0) == (0, OfferState.OPEN, None)


def test_hours_declared_follow_the_lot_and_the_employer(database: Database) -> None:
    with database.begin() as session:
        marc, fatou = company(session, 1, NOW), staff(session)
        siae = join(session, 60, Role.SIAE, "Tremplin").organisation_id
        first, second = owing(session, marc.organisation_id, fatou, NOW, count=2)
        person = worker(session, fatou.id, NOW).id or 0
        number = identity(place(session, person, marc, NOW, lot_id=first))
        values = {
            "placement_id": number, "lot_id": first, "declaring_id": marc.organisation_id,
            "month": date(2027, 1, 1), "hours": Decimal(100), "state": "declared", "declared_by": marc.id,
            "declared_at": NOW,
        }  # fmt: skip
        session.core.execute(sa.insert(WORKED).values(values))
        assert placements.change(session, number, lot_id=second, declaring_id=siae)
        row = session.core.execute(sa.select(WORKED.c.lot_id, WORKED.c.declaring_id)).one()
        assert tuple(row) == (second, siae)
        assert [one.id for one in placements.of_lot(session, second)] == [number]
        assert placements.of_lot(session, first) == []


def test_the_placements_of_two_files_become_those_of_one(database: Database) -> None:
    with database.begin() as session:
        marc, fatou = company(session, 1, NOW), staff(session)
        kept, other = worker(session, fatou.id, NOW), worker(session, fatou.id, NOW, "Ali Petit")
        number = identity(place(session, other.id or 0, marc, NOW))
        assert candidate_merges.merge(session, kept.id or 0, other.id or 0) is not None
        assert [one.id for one in placements.of_candidate(session, kept.id or 0)] == [number]


def test_a_page_of_a_thousand_takes_little_time(database: Database) -> None:
    with database.begin() as session:
        marc, fatou = company(session, 1, NOW), staff(session)
        siae = join(session, 60, Role.SIAE, "Tremplin").organisation_id
        person = worker(session, fatou.id, NOW).id or 0
        _copies(session, place(session, person, marc, NOW, employing=Employing(Employer.SIAE, siae)), 1000)
    with database.begin() as session:
        for condition in (
            placements.of_company(marc.organisation_id),
            placements.of_siae(siae),
        ):
            best, before = 1.0, None
            for _ in range(5):
                began = time.perf_counter()
                found = placements.page(session, condition, before, 9)
                best = min(best, time.perf_counter() - began)
                assert len(found) == 9
                before = found[7].id
            assert best < 0.02


def _copies(session: Session, placement: Placement, count: int) -> None:
    row = dict(session.core.execute(sa.select(ROWS).where(ROWS.c.id == placement.id)).mappings().one())
    del row["id"]
    rows = [row | {"uid": f"u{n}", "reference": f"P-2020-{n:04d}"} for n in range(count)]
    session.core.execute(sa.insert(ROWS), rows)


def test_the_people_presented_to_a_company(database: Database) -> None:
    with database.begin() as session:
        marc, fatou = company(session, 1, NOW), staff(session)
        rival = company(session, 2, NOW, "Autre")
        offer, full = (post(session, marc, NOW, replace(SAID, positions=1)) for _ in range(2))
        ali, bea = (worker(session, fatou.id, NOW, name) for name in ("Petit Ali", "Bea Petit"))
        mine = present(session, ali, offer, fatou.id, NOW)
        present(session, bea, full, fatou.id, NOW)
        offers.take_position(session, full.id or 0, NOW, TODAY)
        home = marc.organisation_id
        assert [one.id for one in hires.presented(session, home, None, 9)] == [mine.id]
        assert hires.presented(session, home, full.id, 9) == []
        assert hires.presented(session, rival.organisation_id, None, 9) == []
        assert [one.id for one in hires.open_offers(session, home, 9)] == [offer.id]
        _close(session, ali)
        assert hires.presented(session, home, None, 9) == []


def _close(session: Session, person: Candidate) -> None:
    assert candidates.move(session, person.id or 0, CandidateState.ACTIVE, CandidateState.CLOSED)
