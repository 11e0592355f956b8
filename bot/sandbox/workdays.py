"""The next working morning in France, for the clock of the sandbox."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

PARIS = ZoneInfo("Europe/Paris")
_FIXED = {(1, 1), (5, 1), (5, 8), (7, 14), (8, 15), (11, 1), (11, 11), (12, 25)}
_AFTER_EASTER = (1, 39, 50)


def easter(year: int) -> date:
    """Return Easter Sunday of a Gregorian year (Meeus, Jones and Butcher)."""
    a, (b, c) = year % 19, divmod(year, 100)
    d, e = divmod(b, 4)
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    m = (32 + 2 * e + 2 * i - h - k) % 7
    n = (a + 11 * h + 22 * m) // 451
    month, day = divmod(h + m - 7 * n + 114, 31)
    return date(year, month, day + 1)


def is_working(day: date) -> bool:
    """Tell whether `day` is neither a week-end nor a French public holiday."""
    moving = {easter(day.year) + timedelta(days=n) for n in _AFTER_EASTER}
    return day.weekday() < 5 and (day.month, day.day) not in _FIXED and day not in moving


def next_morning(now: datetime) -> datetime:
    """Return the first 08:30 of a working day in Paris after `now` (aware)."""
    day = now.astimezone(PARIS).date()
    while True:
        morning = datetime.combine(day, time(8, 30), PARIS)
        if is_working(day) and morning > now:
            return morning
        day += timedelta(days=1)
