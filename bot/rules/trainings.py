"""What a training may be: how many hours it can hold."""

from datetime import date
from decimal import Decimal

MOST_PEOPLE = 12
"""How many people one training is recorded for."""
_WEEK, _DAY = 48, 12
"""Hours of a week (labour code, article L3121-20) and, by agreement, of a day (article L3121-19), at most."""


def most_hours(starts_on: date, ends_on: date) -> Decimal:
    """The most hours a training between these days, both counted, can hold: 48 for each week begun, 12 for
    each day."""
    days = (ends_on - starts_on).days + 1
    weeks = -(-days // 7)
    return Decimal(min(_WEEK * weeks, _DAY * days))
