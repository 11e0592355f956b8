"""The table of a referral's moves, and what makes one doubtful, against tables written apart."""

from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rules.matching import Seeker, Wanted, fits
from bot.rules.policy import Actor, Owner, may
from bot.rules.referrals import (
    MOVES,
    Doubt,
    Move,
    MoveError,
    Person,
    action,
    after,
    doubts,
    missing,
    sources,
    target,
)
from bot.store import referrals
from bot.store.tables import ReferralState

M, S = Move, ReferralState
ROLES = ("buyer", "company", "facilitator", "coordinator", "prescriber", "siae", "professional", "nobody")
STAFF = {"facilitator", "coordinator"}
LEADS: Mapping[Move, Mapping[str, str]] = {
    M.PRESENT: {S.AWAITING: S.PRESENTED},
    M.MEET: {S.PRESENTED: S.PRESENTED},
    M.REFUSE: {S.PRESENTED: S.REFUSED},
    M.WITHDRAW: {S.AWAITING: S.WITHDRAWN, S.PRESENTED: S.WITHDRAWN},
    M.HIRE: {S.AWAITING: S.HIRED, S.PRESENTED: S.HIRED},
    M.REJECT: {S.HIRED: S.PRESENTED},
    M.VOID: {S.HIRED: S.OBSOLETE},
    M.OUTDATE: {S.AWAITING: S.OBSOLETE, S.PRESENTED: S.OBSOLETE},
}
"""Where each move leads, from where it can be made."""
WHO = {
    M.PRESENT: STAFF,
    M.MEET: STAFF | {"company"},
    M.REFUSE: STAFF | {"company"},
    M.WITHDRAW: STAFF,
    M.HIRE: STAFF | {"company"},
    M.REJECT: STAFF,
    M.VOID: STAFF,
}


def test_every_move_is_in_both_tables() -> None:
    assert set(MOVES) == set(LEADS) == set(Move)


@pytest.mark.parametrize("move", Move)
@pytest.mark.parametrize("state", ReferralState)
def test_each_move_from_each_state(move: Move, state: ReferralState) -> None:
    expected = LEADS[move].get(state)
    assert (state in sources(move)) is (expected is not None)
    if expected is None:
        with pytest.raises(MoveError):
            after(state, move)
        return
    assert after(state, move) == expected
    assert target(move) in (expected, None)


@pytest.mark.parametrize("role", ROLES)
def test_each_move_is_for_whom_it_should_be(role: str) -> None:
    for move, roles in WHO.items():
        asked = action(move)
        assert asked is not None
        assert may(Actor(role, 1), asked, Owner(1)) is (role in roles), move
        others = roles - {"company"}
        assert may(Actor(role, 1), asked, Owner(2)) is (role in others), move
    assert action(M.OUTDATE) is None


@given(st.lists(st.sampled_from(Move), max_size=12), st.booleans())
def test_a_life_of_any_moves_ends_once(moves: list[Move], presented: bool) -> None:
    """Refused, withdrawn and obsolete are ends; nobody is refused or met before they are presented."""
    state: str = S.PRESENTED if presented else S.AWAITING
    told = presented
    for move in moves:
        try:
            now = after(state, move)
        except MoveError:
            assert state not in LEADS[move]
            continue
        assert state not in (S.REFUSED, S.WITHDRAWN, S.OBSOLETE)
        told = told or now in (S.PRESENTED, S.HIRED)
        assert told or now in (S.AWAITING, S.WITHDRAWN, S.OBSOLETE)
        state = now
    assert state in set(ReferralState)


def test_open_is_what_can_still_be_withdrawn() -> None:
    assert set(referrals.OPEN) == sources(M.WITHDRAW) == sources(M.OUTDATE)


JOBS = st.sampled_from(["F1703", "F1701", "F1503", "G1204"])
DAYS = st.integers(-40, 40).map(lambda days: date(2027, 1, 5) + timedelta(days=days))
WANTED = st.builds(Wanted, JOBS, st.just("Ifs"), DAYS, st.integers(0, 63), st.none() | st.integers(2, 7))
PEOPLE = st.builds(
    Person,
    st.lists(JOBS, min_size=1, max_size=3, unique=True).map(tuple),
    DAYS,
    st.integers(0, 63),
    st.integers(2, 7),
    st.sampled_from([Decimal(0), Decimal("34.99"), Decimal(35), Decimal(48)]),
    st.booleans(),
)


@given(WANTED, PEOPLE)
def test_who_fits_raises_no_doubt_but_about_work_and_earlier_referrals(
    wanted: Wanted, person: Person
) -> None:
    found = doubts(wanted, person)
    seekers = [
        Seeker(1, job, "Ifs", person.available_on, person.level, person.held, 0, None) for job in person.jobs
    ]
    about_fit = set(found) - {Doubt.AT_WORK, Doubt.TRIED}
    assert bool(about_fit) is not any(fits(wanted, seeker) for seeker in seekers)
    assert (Doubt.AT_WORK in found) is (person.weekly_hours >= 35)
    assert (Doubt.TRIED in found) is person.tried
    assert list(found) == sorted(found, key=list(Doubt).index)


@given(st.integers(0, 63), st.integers(0, 63))
def test_missing_is_what_is_wanted_and_not_held(wanted: int, held: int) -> None:
    assert held | missing(wanted, held) == held | wanted
    assert missing(wanted, held) & held == 0
