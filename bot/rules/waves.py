"""The second wave of an unfilled offer: so many working days after the first, and no third (domain.md §5)."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.rules.calendar import add_working_days


def second_wave_on(sent: date, days: int) -> date:
    """The day from which an offer sent on this day is sent again: the `days`-th working day after it."""
    return add_working_days(sent, days)


def sent_before(today: date, days: int, zone: ZoneInfo) -> datetime:
    """The aware UTC instant before which an offer was sent when its second wave is due `today`."""
    last = today
    while second_wave_on(last, days) > today:
        last -= timedelta(days=1)
    return datetime.combine(last + timedelta(days=1), time(), zone).astimezone(UTC)
