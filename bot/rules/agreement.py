"""The agreement in days: how long it lasts, how far a renewal goes, when a notice takes effect (articles 7
and 8).

Months and years are counted date to date: the same day of a later month, the last day of that month where it
has no such day (30 November and three months: 28 February, in a leap year 29).
"""

from datetime import date, timedelta
from enum import StrEnum

from bot.rules.placements import months_after

NOTICE_MONTHS = 3
"""The months between the notification of a termination and its effect (article 7)."""
MOST_YEARS = 3
"""The longest renewal, in years (article 8)."""
LONGEST_YEARS = 10
"""A first period longer than this is taken for a slip: the agreement of Caen lasts three years."""
SAID_DAYS = 30
"""Days for which a termination that took effect, or the end of the agreement, is still news."""
_ONE_DAY = timedelta(days=1)


class Fault(StrEnum):
    """Why days cannot be."""

    END_BEFORE_START = "end before start"
    TOO_LONG = "too long"
    NOT_LATER = "not later"
    OVER_THREE_YEARS = "over three years"
    ENDED = "ended"
    TO_COME = "to come"
    BEFORE_AGREEMENT = "before the agreement"


def effective_on(notified_on: date) -> date:
    """The first day a signatory is out, three months after the notification of its termination."""
    return months_after(notified_on, NOTICE_MONTHS)


def latest_end(ends_on: date) -> date:
    """The latest last day a renewal can give an agreement whose last day is this one."""
    return months_after(ends_on, 12 * MOST_YEARS)


def out_on(ends_on: date) -> date:
    """The first day a signatory that does not renew is out: it is bound to the last day, which counts."""
    return ends_on + _ONE_DAY


def days_left(ends_on: date, today: date) -> int:
    """Days until the last one, 0 on that day; negative once the agreement ended."""
    return (ends_on - today).days


def ended(ends_on: date, today: date) -> bool:
    """Whether the last day is over."""
    return ends_on < today


def period_fault(starts_on: date, ends_on: date) -> Fault | None:
    """What forbids an agreement from the one day to the other, both included."""
    if ends_on < starts_on:
        return Fault.END_BEFORE_START
    return Fault.TOO_LONG if ends_on >= months_after(starts_on, 12 * LONGEST_YEARS) else None


def renewal_fault(ends_on: date, wanted: date, today: date) -> Fault | None:
    """What forbids that an agreement that ends on `ends_on` is renewed until `wanted`."""
    if ended(ends_on, today):
        return Fault.ENDED
    if wanted <= ends_on:
        return Fault.NOT_LATER
    return Fault.OVER_THREE_YEARS if wanted > latest_end(ends_on) else None


def day_fault(day: date, starts_on: date, today: date) -> Fault | None:
    """What forbids that a termination was notified on this day under an agreement that began on
    `starts_on`."""
    if day > today:
        return Fault.TO_COME
    return Fault.BEFORE_AGREEMENT if day < starts_on else None
