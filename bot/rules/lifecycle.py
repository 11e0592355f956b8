"""The life of a lot and of a procurement (`domain.md` §3)."""

from collections.abc import Iterable, Mapping
from enum import StrEnum

from bot.rules.policy import Action


class LotState(StrEnum):
    """Where a lot stands, in the order of its life; the last three are ends."""

    ANNOUNCED = "announced"
    SUITABLE = "suitable"
    CONFIRMED = "confirmed"
    PUBLISHED = "published"
    AWARDED = "awarded"
    RUNNING = "running"
    COMPLETED = "completed"
    UNSUITABLE = "unsuitable"
    DECLINED = "declined"
    CANCELLED = "cancelled"


class Move(StrEnum):
    """What happens to a lot."""

    SUIT = "suitable"
    UNSUIT = "unsuitable"
    CONFIRM = "confirm"
    DISCUSS = "discuss"
    DECLINE = "decline"
    PUBLISH = "publish"
    PROVE = "prove"
    AWARD = "award"
    RUN = "run"
    AMEND = "amend"
    COMPLETE = "complete"
    CANCEL = "cancel"


_S = LotState
REVIEWABLE = frozenset({_S.ANNOUNCED, _S.SUITABLE, _S.UNSUITABLE, _S.CONFIRMED, _S.DECLINED})
AWARDABLE = frozenset({_S.CONFIRMED, _S.PUBLISHED, _S.AWARDED})
LIVING = frozenset({_S.ANNOUNCED, _S.SUITABLE, _S.CONFIRMED, _S.PUBLISHED, _S.AWARDED, _S.RUNNING})
"""A procurement with a lot in one of these states can be cancelled, with the lots that carry no clause."""
CANCELLABLE = LIVING | {_S.UNSUITABLE, _S.DECLINED}

MOVES: Mapping[Move, tuple[frozenset[LotState], LotState | None, Action]] = {
    Move.SUIT: (REVIEWABLE, _S.SUITABLE, Action.REVIEW),
    Move.UNSUIT: (REVIEWABLE, _S.UNSUITABLE, Action.REVIEW),
    Move.CONFIRM: (frozenset({_S.SUITABLE, _S.DECLINED}), _S.CONFIRMED, Action.ANSWER_ADVICE),
    Move.DISCUSS: (
        frozenset({_S.SUITABLE, _S.UNSUITABLE, _S.CONFIRMED, _S.DECLINED}),
        None,
        Action.ANSWER_ADVICE,
    ),
    Move.DECLINE: (frozenset({_S.SUITABLE, _S.CONFIRMED}), _S.DECLINED, Action.ANSWER_ADVICE),
    Move.PUBLISH: (frozenset({_S.CONFIRMED}), _S.PUBLISHED, Action.PUBLISH),
    Move.PROVE: (
        frozenset({_S.PUBLISHED, _S.AWARDED, _S.RUNNING, _S.COMPLETED}),
        None,
        Action.PUBLISH,
    ),
    Move.AWARD: (AWARDABLE, _S.AWARDED, Action.AWARD),
    Move.RUN: (frozenset({_S.AWARDED}), _S.RUNNING, Action.KICK_OFF),
    Move.AMEND: (frozenset({_S.AWARDED, _S.RUNNING}), None, Action.AMEND),
    Move.COMPLETE: (frozenset({_S.RUNNING}), _S.COMPLETED, Action.COMPLETE),
    Move.CANCEL: (CANCELLABLE, _S.CANCELLED, Action.CANCEL),
}
"""From which states, to which (None: it stays), and what one must be allowed to do. A decision not yet acted
upon can be taken back: a review until the publication (the buyer then answers anew), an answer before the
publication, an award before the kick-off; an award may come before the notice was recorded, which is then
proven afterwards."""

_ORDER = list(LotState)
_ENDED_WITHOUT_CLAUSE = (LotState.UNSUITABLE, LotState.DECLINED, LotState.CANCELLED)


class MoveError(ValueError):
    """The lot is not where this can happen."""


def sources(move: Move) -> frozenset[LotState]:
    """The states in which this can happen."""
    return MOVES[move][0]


def action(move: Move) -> Action:
    """What the person must be allowed to do."""
    return MOVES[move][2]


def after(state: LotState, move: Move) -> LotState:
    """The state of a lot after this. Raises MoveError."""
    origins, target, _ = MOVES[move]
    if state not in origins:
        raise MoveError(f"{move} from {state}")
    return target or state


def procurement_state(lots: Iterable[LotState]) -> LotState:
    """The state of a procurement: that of its least advanced living lot; of the least advanced of all
    when none lives.

    Raises ValueError when there is no lot.
    """
    states = list(lots)
    living = [state for state in states if state not in _ENDED_WITHOUT_CLAUSE]
    return min(living or states, key=_ORDER.index)
