"""The life of a lot and of a procurement (`domain.md` §3)."""

from collections.abc import Iterable
from enum import StrEnum


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


_ORDER = list(LotState)
_ENDED_WITHOUT_CLAUSE = (LotState.UNSUITABLE, LotState.DECLINED, LotState.CANCELLED)


def procurement_state(lots: Iterable[LotState]) -> LotState:
    """The state of a procurement: that of its least advanced living lot; of the least advanced of all
    when none lives.

    Raises ValueError when there is no lot.
    """
    states = list(lots)
    living = [state for state in states if state not in _ENDED_WITHOUT_CLAUSE]
    return min(living or states, key=_ORDER.index)
