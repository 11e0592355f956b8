"""The indicators as they may leave the PLIE, counted once a day: whoever asks on the same day reads the same,
and nobody waits for the masks of a whole year."""

import json
from dataclasses import replace
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from bot.reports.indicators.groups import Spot, counts
from bot.reports.indicators.outside import Reports, check
from bot.rules.period import Period, previous, quarter, year
from bot.store import indicators, memos, organisations
from bot.store.database import Session
from bot.store.indicators.scope import Asked

_NOBODY = 0
"""The number of no organisation."""


def figures(session: Session, asked: Asked, today: date) -> dict[str, Any]:
    """The figures of a whole quarter or year that may be told, as they were first counted on this day: of a
    buyer that had no clause then, noughts. Raises NotOutsideError."""
    check(asked.period, today)
    if _read(session, replace(asked, buyer_id=None), today) is None:
        count(session, asked.period.first.year, asked.zone, today)
    found = _read(session, asked, today)
    return indicators.figures(session, replace(asked, buyer_id=_NOBODY)) if found is None else found


def ahead(session: Session, zone: ZoneInfo, today: date) -> int:
    """Count the year, and the one whose last quarter has just ended, before anybody asks, where that was not
    done today and a buyer may ask. Returns how many buyers' reports were kept, those of all among them."""
    if not organisations.buyers_with_clauses(session):
        return 0
    years = {today.year, previous(quarter(today)).first.year}
    asked = {number: Asked(year(date(number, 1, 1)), zone) for number in sorted(years)}
    waiting = [number for number, one in asked.items() if _read(session, one, today) is None]
    return sum(count(session, number, zone, today) for number in waiting)


def count(session: Session, number: int, zone: ZoneInfo, today: date) -> int:
    """Count a year anew: everybody's reports and those of each buyer with a clause. Returns how many."""
    made, now = Reports(session, number, zone, today), datetime.combine(today, time(), zone)
    made.settled = _settled(session, number, made)
    for row, home in enumerate(made.rows):
        told = {_name(period): made.leaving(row, column) for column, period in enumerate(made.periods)}
        content = json.dumps({"day": today.isoformat(), "reports": told}, default=_exact)
        memos.write(session, _memo(number, home), content, now)
    return len(made.rows)


def _settled(session: Session, number: int, made: Reports) -> dict[Spot, str | None]:
    """What stood for each count in the reports kept last, of the periods that were over by then."""
    found: dict[Spot, str | None] = {}
    for row, home in enumerate(made.rows):
        kept = _load(session, number, home)
        for column, period in enumerate(made.periods):
            if kept is not None and period.last.isoformat() < kept["day"]:
                told = counts({(row, column): kept["reports"][_name(period)]})
                found |= {spot: word if isinstance(word, str) else None for spot, word in told.items()}
    return found


def _read(session: Session, asked: Asked, today: date) -> dict[str, Any] | None:
    """What was kept today, if anything."""
    kept = _load(session, asked.period.first.year, asked.buyer_id)
    if kept is None or kept["day"] != today.isoformat():
        return None
    found: dict[str, Any] = kept["reports"][_name(asked.period)]
    return found


def _load(session: Session, number: int, buyer_id: int | None) -> Any:
    """What was kept last of a year and a buyer, if anything."""
    content = memos.read(session, _memo(number, buyer_id))
    return None if content is None else json.loads(content, object_hook=_number)


def _memo(number: int, buyer_id: int | None) -> str:
    return f"outside:{number}:{buyer_id or 0}"


def _name(period: Period) -> str:
    return f"{period.first}/{period.last}"


def _exact(value: Any) -> dict[str, str]:
    if not isinstance(value, Decimal):
        raise TypeError(f"no figure: {type(value).__name__}")
    return {"decimal": str(value)}


def _number(found: dict[str, Any]) -> Any:
    return Decimal(found["decimal"]) if found.keys() == {"decimal"} else found
