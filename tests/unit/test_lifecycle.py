"""The state of a procurement is that of its least advanced living lot."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rules.lifecycle import LotState, procurement_state

S = LotState
LIFE = [S.ANNOUNCED, S.SUITABLE, S.CONFIRMED, S.PUBLISHED, S.AWARDED, S.RUNNING, S.COMPLETED]
ENDS = [S.UNSUITABLE, S.DECLINED, S.CANCELLED]


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
