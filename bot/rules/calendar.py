"""Working days and hours of the partners: Monday to Friday, French public holidays excepted."""

from datetime import datetime, time
from functools import cache

import holidays

OPENS, CLOSES = time(8), time(19)
_SATURDAY = 5


@cache
def _public_holidays(year: int) -> holidays.HolidayBase:
    return holidays.country_holidays("FR", years=year)


def in_working_hours(local: datetime) -> bool:
    """Whether the partners' staff are at work at this local time: 08:00 to 19:00 on a working day."""
    day = local.date()
    if day.weekday() >= _SATURDAY or day in _public_holidays(day.year):
        return False
    return OPENS <= local.time() < CLOSES
