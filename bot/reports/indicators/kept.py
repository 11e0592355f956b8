"""The indicators as they may leave the PLIE, counted once a day: whoever asks on the same day reads the same,
nobody waits for the masks of a whole year, and what was told last is known."""

import json
from dataclasses import replace
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from bot.reports.indicators.outside import Reports, check
from bot.rules.period import Period, previous, quarter
from bot.store import claims, indicators, memos, organisations
from bot.store.database import Session
from bot.store.indicators.scope import Asked

_NOBODY = 0
"""The number of no organisation."""


def figures(session: Session, asked: Asked, today: date) -> dict[str, Any]:
    """The figures of a quarter or year that is over, as they were first counted on this day: of a buyer that
    had no clause then, noughts. Raises NotOutsideError."""
    check(asked.period, today)
    number = asked.period.first.year
    if _kept(session, number, None, today) is None:
        claims.serialise_reports(session)
        if _kept(session, number, None, today) is None:
            count(session, number, asked.zone, today)
    found = _read(session, asked, today)
    if found is None:
        return indicators.figures(session, replace(asked, buyer_id=_NOBODY))
    return _without_riddles(found)


def _without_riddles(found: dict[str, Any]) -> dict[str, Any]:
    """Where it is told that nobody left, everybody knows of how many contracts and why: noughts."""
    left = found["people"]["leavers"]
    if left["people"] == 0:
        left |= {"placements": 0, "reasons": dict.fromkeys(left["reasons"], 0)}
    return found


def ahead(session: Session, zone: ZoneInfo, today: date) -> int:
    """Count the last year that is over, and the one of the last quarter that is, before anybody asks, where
    that was not done today and a buyer may ask. Returns how many buyers' reports were kept, those of all
    among them."""
    if not organisations.buyers_with_clauses(session):
        return 0
    claims.serialise_reports(session)
    years = sorted({today.year - 1, previous(quarter(today)).first.year})
    waiting = [number for number in years if _kept(session, number, None, today) is None]
    return sum(count(session, number, zone, today) for number in waiting)


def count(session: Session, number: int, zone: ZoneInfo, today: date) -> int:
    """Count a year anew, going on from what was told last: everybody's reports and those of each buyer with a
    clause. Returns for how many. Raises NotOutsideError when no quarter of it is over."""
    made, now = Reports(session, number, zone, today), datetime.combine(today, time(), zone)
    _go_on(session, number, made)
    for row, home in enumerate(made.rows):
        told = {_name(period): made.told(row, column) for period, column in made.leaving.items()}
        content = json.dumps({"day": today.isoformat(), "reports": told}, default=_exact)
        memos.write(session, _memo(number, home), content, now)
    return len(made.rows)


def _go_on(session: Session, number: int, made: Reports) -> None:
    for row, home in enumerate(made.rows):
        kept = _load(session, number, home)
        for period, column in made.leaving.items():
            if kept is not None and _name(period) in kept["reports"]:
                made.go_on_from((row, column), kept["reports"][_name(period)])


def _read(session: Session, asked: Asked, today: date) -> dict[str, Any] | None:
    """The figures kept today, if any."""
    reports = _kept(session, asked.period.first.year, asked.buyer_id, today)
    return None if reports is None else reports[_name(asked.period)]


def _kept(session: Session, number: int, buyer_id: int | None, today: date) -> Any:
    """The reports of a year and a buyer kept today by their periods, if any."""
    kept = _load(session, number, buyer_id)
    return None if kept is None or kept["day"] != today.isoformat() else kept["reports"]


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
