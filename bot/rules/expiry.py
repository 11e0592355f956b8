"""How long an offer lives without news from the company (domain.md §5)."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

REOPENED_DAYS = 30
"""So long after it expired an offer can be opened again."""


def expires_on(heard_at: datetime, days: int, zone: ZoneInfo) -> date:
    """The day an offer expires when the company says nothing for `days` days: counted from the calendar
    day of its last news in `zone`."""
    return heard_at.astimezone(zone).date() + timedelta(days=days)


def living_since(today: date, days: int, zone: ZoneInfo) -> datetime:
    """The aware UTC instant before which the last news of an offer was when it expired: nothing was heard up
    to the day `expires_on` says, and that day is over."""
    return datetime.combine(today - timedelta(days=days), time(), zone).astimezone(UTC)


def reopens_until(closed_on: date) -> date:
    """The last day on which an offer that expired on this day can be opened again."""
    return closed_on + timedelta(days=REOPENED_DAYS)


def reopens_since(today: date) -> date:
    """The first of the days an offer that can be opened again today expired on."""
    return today - timedelta(days=REOPENED_DAYS)
