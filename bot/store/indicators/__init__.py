"""The indicators of the annex of the agreement, as known today, under the keys of `domain.md` §7."""

from typing import Any

from bot.store.database import Session
from bot.store.indicators import hours, implementation, markets, people, targets
from bot.store.indicators.gathered import Gathered
from bot.store.indicators.scope import Asked


def figures(session: Session, asked: Asked) -> dict[str, Any]:
    """Every figure for a period, of one buyer or of all: counts are integers, amounts euros excl. VAT and
    durations months as Decimal. With a buyer there are no interviews and no targets."""
    found = Gathered(session, asked)
    return {
        "markets": markets.figures(session, asked),
        "hours": hours.figures(session, asked, found),
        "people": people.figures(session, asked, found),
        "implementation": implementation.figures(session, asked, found),
        "targets": None if asked.buyer_id is not None else targets.figures(session, asked, found),
    }
