"""The indicators as they may leave the PLIE, counted once a day: whoever asks on the same day reads the same,
and nobody waits for the masks of a whole year."""

import json
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from bot.reports.indicators.outside import Reports, check
from bot.rules.period import Period, previous, quarter
from bot.store import memos
from bot.store.database import Session
from bot.store.indicators.scope import Asked


def figures(session: Session, asked: Asked, today: date) -> dict[str, Any]:
    """The figures of a whole quarter or year that may be told, as they were first counted on this day.
    Raises NotOutsideError."""
    check(asked.period)
    found = _read(session, asked, today)
    if found is None:
        count(session, asked.period.first.year, asked.zone, today, asked.buyer_id)
        found = _read(session, asked, today)
    if found is None:
        raise LookupError("a report that was just counted is not there")
    return found


def ahead(session: Session, zone: ZoneInfo, today: date) -> int:
    """Count the year, and the one whose last quarter has just ended, before anybody asks. Returns how many
    buyers' reports were kept, those of all among them."""
    years = {today.year, previous(quarter(today)).first.year}
    return sum(count(session, number, zone, today) for number in sorted(years))


def count(session: Session, number: int, zone: ZoneInfo, today: date, buyer_id: int | None = None) -> int:
    """Count a year anew: everybody's reports, those of each buyer that has contracts, and of this one."""
    made, now = Reports(session, number, zone, buyer_id), datetime.combine(today, time(), zone)
    for row, home in enumerate(made.rows):
        told = {_name(period): made.leaving(row, column) for column, period in enumerate(made.periods)}
        content = json.dumps({"day": today.isoformat(), "reports": told}, default=_exact)
        memos.write(session, _memo(number, home), content, now)
    return len(made.rows)


def _read(session: Session, asked: Asked, today: date) -> dict[str, Any] | None:
    """What was kept today, if anything."""
    content = memos.read(session, _memo(asked.period.first.year, asked.buyer_id))
    kept = None if content is None else json.loads(content, object_hook=_number)
    if kept is None or kept["day"] != today.isoformat():
        return None
    found: dict[str, Any] = kept["reports"][_name(asked.period)]
    return found


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
