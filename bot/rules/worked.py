"""The hours of a month (`domain.md` §6): days covered, the most that is legal, what a contract proposes."""

from datetime import date, timedelta
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal
from enum import StrEnum

from bot.rules.placements import LEGAL_HOURS, Terms, months_after

_WEEK = 7
_HUNDREDTH = Decimal("0.01")
_FAR = Decimal("0.25")
"""From which share of the hours proposed on a difference is worth a look; only a flag, nothing is refused."""


class Fault(StrEnum):
    """Why hours cannot be declared for a month."""

    NOT_BEGUN = "not begun"
    OUTSIDE = "outside"
    NEGATIVE = "negative"
    TOO_MANY = "too many"


class Oddity(StrEnum):
    """What is worth a look before hours are validated."""

    NONE_WORKED = "none worked"
    FAR = "far"


def month_of(day: date) -> date:
    """The month of a day, named by its first."""
    return day.replace(day=1)


def last_of(month: date) -> date:
    """The last day of a month named by its first."""
    return months_after(month, 1) - timedelta(days=1)


def covered(terms: Terms, month: date) -> int:
    """The days of a month on which the contract runs, the first and the last included."""
    begins = max(terms.starts_on, month)
    ends = min(terms.last_day or date.max, last_of(month))
    return max((ends - begins).days + 1, 0)


def most(terms: Terms, month: date) -> Decimal:
    """The most hours that are legal: 48 a week, over the days covered ÷ 7; to the hundredth, downwards."""
    return (LEGAL_HOURS * covered(terms, month) / _WEEK).quantize(_HUNDREDTH, ROUND_DOWN)


def proposal(terms: Terms, month: date) -> Decimal:
    """The hours of the contract in a month: hours a week × days covered ÷ 7, to the hour, never above what is
    legal."""
    hours = (terms.weekly_hours * covered(terms, month) / _WEEK).quantize(Decimal(1), ROUND_HALF_UP)
    return min(hours, most(terms, month).to_integral_value(ROUND_DOWN))


def fault(terms: Terms, month: date, hours: Decimal, today: date) -> Fault | None:
    """What forbids these hours in this month; None when nothing does."""
    if month > today:
        return Fault.NOT_BEGUN
    if not covered(terms, month):
        return Fault.OUTSIDE
    if hours < 0:
        return Fault.NEGATIVE
    return Fault.TOO_MANY if hours * _WEEK > LEGAL_HOURS * covered(terms, month) else None


def oddity(terms: Terms, month: date, hours: Decimal) -> Oddity | None:
    """What a facilitator should see about hours declared: none at all, or far from the contract's."""
    proposed = proposal(terms, month)
    if not hours and proposed:
        return Oddity.NONE_WORKED
    return Oddity.FAR if abs(hours - proposed) > _FAR * proposed else None
