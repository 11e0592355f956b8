"""The table of moves, and the state of a procurement: that of its least advanced living lot."""

from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rules.lifecycle import (
    AWARDABLE,
    CANCELLABLE,
    MOVES,
    REVIEWABLE,
    LotState,
    Move,
    MoveError,
    action,
    after,
    procurement_state,
    sources,
)
from bot.rules.policy import Actor, Owner, may

S, M = LotState, Move
LIFE = [S.ANNOUNCED, S.SUITABLE, S.CONFIRMED, S.PUBLISHED, S.AWARDED, S.RUNNING, S.COMPLETED]
ENDS = [S.UNSUITABLE, S.DECLINED, S.CANCELLED]
ROLES = ("buyer", "company", "facilitator", "coordinator", "prescriber", "siae", "professional", "nobody")
STAFF = {"facilitator", "coordinator"}

LEADS: Mapping[Move, Mapping[LotState, LotState]] = {
    M.SUIT: {
        S.ANNOUNCED: S.SUITABLE,
        S.SUITABLE: S.SUITABLE,
        S.UNSUITABLE: S.SUITABLE,
        S.CONFIRMED: S.SUITABLE,
        S.DECLINED: S.SUITABLE,
    },
    M.UNSUIT: {
        S.ANNOUNCED: S.UNSUITABLE,
        S.SUITABLE: S.UNSUITABLE,
        S.UNSUITABLE: S.UNSUITABLE,
        S.CONFIRMED: S.UNSUITABLE,
        S.DECLINED: S.UNSUITABLE,
    },
    M.CONFIRM: {S.SUITABLE: S.CONFIRMED, S.DECLINED: S.CONFIRMED},
    M.DISCUSS: {
        S.SUITABLE: S.SUITABLE,
        S.UNSUITABLE: S.UNSUITABLE,
        S.CONFIRMED: S.CONFIRMED,
        S.DECLINED: S.DECLINED,
    },
    M.DECLINE: {S.SUITABLE: S.DECLINED, S.CONFIRMED: S.DECLINED},
    M.PUBLISH: {S.CONFIRMED: S.PUBLISHED},
    M.PROVE: {
        S.PUBLISHED: S.PUBLISHED,
        S.AWARDED: S.AWARDED,
        S.RUNNING: S.RUNNING,
        S.COMPLETED: S.COMPLETED,
    },
    M.AWARD: {S.CONFIRMED: S.AWARDED, S.PUBLISHED: S.AWARDED, S.AWARDED: S.AWARDED},
    M.RUN: {S.AWARDED: S.RUNNING},
    M.AMEND: {S.AWARDED: S.AWARDED, S.RUNNING: S.RUNNING},
    M.COMPLETE: {S.RUNNING: S.COMPLETED},
    M.CANCEL: {state: S.CANCELLED for state in S if state not in (S.COMPLETED, S.CANCELLED)},
}
"""Where each move leads from where it may happen, written apart from the code: the table of domain.md §3."""

WITH_THE_BUYER = {M.CONFIRM, M.DISCUSS, M.DECLINE, M.PUBLISH, M.PROVE, M.AWARD, M.AMEND, M.CANCEL}
"""Moves a buyer makes on its own contracts; the others are the PLIE's alone."""


def allowed(role: str, own: bool, move: Move) -> bool:
    """Who may, by the table of domain.md §3."""
    return role in STAFF or (role == "buyer" and own and move in WITH_THE_BUYER)


@pytest.mark.parametrize("move", Move)
@pytest.mark.parametrize("state", LotState)
def test_every_move_from_every_state_by_every_role(state: LotState, move: Move) -> None:
    leads = LEADS[move].get(state)
    assert (state in sources(move)) == (leads is not None)
    if leads is None:
        with pytest.raises(MoveError):
            after(state, move)
    else:
        assert after(state, move) is leads
    for role in ROLES:
        for home in (1, 2):
            done = may(Actor(role, home), action(move), Owner(1)) and state in sources(move)
            assert done == (leads is not None and allowed(role, home == 1, move)), (role, home)


@given(st.lists(st.tuples(st.sampled_from(Move), st.sampled_from(ROLES), st.booleans()), max_size=40))
def test_a_lot_taken_through_anything_follows_the_table(
    events: list[tuple[Move, str, bool]],
) -> None:
    state = S.ANNOUNCED
    for move, role, own in events:
        before, known = state, may(Actor(role, 1 if own else 2), action(move), Owner(1))
        if known and state in sources(move):
            state = after(state, move)
        if allowed(role, own, move) and before in LEADS[move]:
            assert state is LEADS[move][before]
        else:
            assert state is before
        if before in (S.COMPLETED, S.CANCELLED):
            assert state is before


def test_without_its_owner_nobody_but_the_plie_moves_a_lot() -> None:
    for move in Move:
        assert {role for role in ROLES if may(Actor(role, 1), action(move))} == STAFF


def test_the_named_sets_are_those_of_the_table() -> None:
    assert set(MOVES) == set(Move) == set(LEADS)
    assert sources(M.SUIT) == sources(M.UNSUIT) == REVIEWABLE
    assert sources(M.AWARD) == AWARDABLE
    assert sources(M.CANCEL) == CANCELLABLE
    assert not any(S.CANCELLED in sources(move) for move in Move)
    assert [move for move in Move if S.COMPLETED in sources(move)] == [M.PROVE]


@pytest.mark.parametrize("state", [state for state in S if state not in (S.COMPLETED, S.CANCELLED)])
def test_every_living_state_leads_somewhere_and_can_be_reached(state: LotState) -> None:
    assert any(state in sources(move) for move in Move)
    reached = {target for leads in LEADS.values() for target in leads.values()}
    assert state in reached or state is S.ANNOUNCED


@pytest.mark.parametrize(
    ("lots", "state"),
    [
        ([S.ANNOUNCED], S.ANNOUNCED),
        ([S.CONFIRMED, S.SUITABLE], S.SUITABLE),
        ([S.UNSUITABLE, S.AWARDED], S.AWARDED),
        ([S.DECLINED, S.CANCELLED, S.COMPLETED], S.COMPLETED),
        ([S.CANCELLED], S.CANCELLED),
        ([S.DECLINED, S.UNSUITABLE], S.UNSUITABLE),
        ([S.RUNNING, S.COMPLETED, S.PUBLISHED], S.PUBLISHED),
    ],
)
def test_examples(lots: list[LotState], state: LotState) -> None:
    assert procurement_state(lots) == state


def test_every_state_is_of_the_life_or_an_end() -> None:
    assert [*LIFE, *ENDS] == list(LotState)


def test_no_lot_has_no_state() -> None:
    with pytest.raises(ValueError, match="empty"):
        procurement_state([])


@given(st.lists(st.sampled_from(LotState), min_size=1), st.randoms())
def test_order_does_not_matter_and_ends_do_not_hold_back(lots: list[LotState], chance: object) -> None:
    state = procurement_state(lots)
    assert procurement_state(iter(lots[::-1])) == state
    assert state in lots
    living = [lot for lot in lots if lot in LIFE]
    if living:
        assert state == min(living, key=LIFE.index)
        assert procurement_state([*lots, *ENDS]) == state
    else:
        assert state in ENDS
