"""Against the targets of the PLIE's protocol: people supported, how many of them reached lasting work or a
certification."""

from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from bot.store import parameters
from bot.store.database import Session
from bot.store.indicators.gathered import Gathered
from bot.store.indicators.scope import Asked

_TENTH = Decimal("0.1")


def figures(session: Session, asked: Asked, gathered: Gathered | None = None) -> dict[str, Any]:
    """People supported in the period, the share (percent) of them with a sustained exit or a certification
    dated in it, and both targets."""
    found = gathered or Gathered(session, asked)
    supported, reached = found.supported.count, found.reached.count
    share = Decimal(100 * reached) / supported if supported else Decimal()
    return {
        "supported": supported,
        "supported_target": int(parameters.get(session, "target_supported")),
        "sustained": reached,
        "sustained_percent": share.quantize(_TENTH, ROUND_HALF_UP),
        "sustained_percent_target": 100 * parameters.get(session, "target_sustained"),
    }
