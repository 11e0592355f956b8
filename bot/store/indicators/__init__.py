"""The indicators of the annex of the agreement, as known today, under the keys of `domain.md` §7."""

from functools import partial
from typing import Any

from bot.store.database import Session
from bot.store.indicators import hours, implementation, markets, people, targets
from bot.store.indicators.gathered import Gathered
from bot.store.indicators.scope import Asked
from bot.store.readers import side_by_side


def figures(session: Session, asked: Asked) -> dict[str, Any]:
    """Every figure for a period, of one buyer or of all: counts are integers, amounts euros excl. VAT and
    durations months as Decimal. With a buyer there are no interviews and no targets."""
    contracts, persons = side_by_side(session, partial(_contracts, asked), partial(_persons, asked))
    return {**contracts, **persons}


def _contracts(asked: Asked, session: Session) -> dict[str, Any]:
    return {"markets": markets.figures(session, asked), "hours": hours.figures(session, asked)}


def _persons(asked: Asked, session: Session) -> dict[str, Any]:
    found = Gathered(session, asked)
    return {
        "people": people.figures(session, asked, found),
        "implementation": implementation.figures(session, asked, found),
        "targets": None if asked.buyer_id is not None else targets.figures(session, asked, found),
    }
