"""PLIE participants first, then everyone: where a new offer begins (article 3, domain.md §5)."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from bot.rules.calendar import CLOSES, add_working_days

RESERVED, DUE = "reserved", "due"


def first_circulation(matched: bool, now: datetime, zone: ZoneInfo, days: int) -> tuple[str, datetime | None]:
    """How an offer published now circulates: ("reserved", the aware UTC instant the reservation ends), or
    ("due", None) when no PLIE participant corresponds or nothing is to be reserved (`days` is 0).

    The reservation lasts `days` full working days after the day of publication and ends when the last of
    them closes, 19:00 in `zone`: published on a Friday at 15:00 for 3 days, until Wednesday 19:00.
    """
    if not matched or days == 0:
        return DUE, None
    last = add_working_days(now.astimezone(zone).date(), days)
    return RESERVED, datetime.combine(last, CLOSES, zone).astimezone(UTC)
