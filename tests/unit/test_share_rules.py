"""The moves of a joint answer: what can follow what."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rules.shares import ShareMove, ShareMoveError, ShareStep, after, positions_left, whence, whither
from bot.store.tables import ShareState

_DECIDED = (ShareStep.PICKED, ShareStep.PASSED)


def test_the_states_are_those_the_tables_hold() -> None:
    assert [str(one) for one in ShareStep] == [str(one) for one in ShareState]


@given(st.lists(st.sampled_from(ShareMove), max_size=30))
def test_whatever_is_tried_only_known_moves_happen(moves: list[ShareMove]) -> None:
    """Nothing is chosen that was not answered, and nothing decided is answered over."""
    state, answered = ShareStep.SHARED, False
    for move in moves:
        try:
            new = after(state, move)
        except ShareMoveError:
            assert state not in whence(move)
            continue
        assert new == whither(move)
        if move is ShareMove.PICK:
            assert answered
        if move in (ShareMove.ANSWER, ShareMove.DECLINE):
            assert state not in (*_DECIDED, ShareStep.WITHDRAWN)
        if move is ShareMove.END:
            assert state not in _DECIDED
        answered = new not in (ShareStep.SHARED, ShareStep.DECLINED, ShareStep.WITHDRAWN)
        state = new


@pytest.mark.parametrize("state", ShareStep)
def test_the_plie_can_take_everything_back_once_and_share_it_again(state: ShareStep) -> None:
    if state is ShareStep.WITHDRAWN:
        with pytest.raises(ShareMoveError):
            after(state, ShareMove.WITHDRAW)
    else:
        assert after(after(state, ShareMove.WITHDRAW), ShareMove.AGAIN) is ShareStep.SHARED


@given(st.integers(1, 99), st.integers(0, 120))
def test_positions_left_are_never_negative(positions: int, hired: int) -> None:
    assert positions_left(positions, hired) == max(positions - hired, 0)
