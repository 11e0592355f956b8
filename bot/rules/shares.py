"""The life of a joint answer with a SIAE (article 3): what is shared is answered or declined, then chosen
by the company or not."""

from collections.abc import Collection
from enum import StrEnum


class ShareStep(StrEnum):
    """Where a share stands."""

    SHARED = "shared"
    ANSWERED = "answered"
    DECLINED = "declined"
    PICKED = "picked"
    PASSED = "passed"
    WITHDRAWN = "withdrawn"


class ShareMove(StrEnum):
    """What happens to a share."""

    AGAIN = "share again"
    ANSWER = "answer"
    DECLINE = "decline"
    PICK = "pick"
    LEAVE = "leave"
    WITHDRAW = "withdraw"
    END = "end"


_S = ShareStep
_MOVES: dict[ShareMove, tuple[frozenset[ShareStep], ShareStep]] = {
    ShareMove.AGAIN: (frozenset({_S.WITHDRAWN}), _S.SHARED),
    ShareMove.ANSWER: (frozenset({_S.SHARED, _S.ANSWERED, _S.DECLINED}), _S.ANSWERED),
    ShareMove.DECLINE: (frozenset({_S.SHARED, _S.ANSWERED}), _S.DECLINED),
    ShareMove.PICK: (frozenset({_S.ANSWERED, _S.PASSED}), _S.PICKED),
    ShareMove.LEAVE: (frozenset({_S.ANSWERED, _S.PICKED}), _S.PASSED),
    ShareMove.WITHDRAW: (frozenset(_S) - {_S.WITHDRAWN}, _S.WITHDRAWN),
    ShareMove.END: (frozenset({_S.SHARED, _S.ANSWERED}), _S.WITHDRAWN),
}
"""From which states, to which. A company that changes its mind may; an answer can be corrected until it
decided. END is what an offer's end does to what still waits; what was chosen stays chosen."""


class ShareMoveError(ValueError):
    """The share is not where this can happen."""


def whence(move: ShareMove) -> Collection[ShareStep]:
    """The states in which this can happen."""
    return _MOVES[move][0]


def whither(move: ShareMove) -> ShareStep:
    """The state after this."""
    return _MOVES[move][1]


def after(state: ShareStep, move: ShareMove) -> ShareStep:
    """The state of a share after this. Raises ShareMoveError."""
    if state not in whence(move):
        raise ShareMoveError(f"{move} from {state}")
    return whither(move)


def positions_left(positions: int, hired: int) -> int:
    """How many people an offer can still take."""
    return max(positions - hired, 0)
