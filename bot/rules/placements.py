"""What a placement may be (`domain.md` §6): its dates, the legal hours of a week, what its contract plans."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

LEAST_HOURS = Decimal(1)
LEGAL_HOURS = Decimal(48)
"""Hours of work in a week, all contracts of a person together (labour code, article L3121-20)."""
MOST_MONTHS_AHEAD = 36
"""How long before its start a contract may be declared; beyond it the date is taken for a slip."""
FAR_MONTHS = 12
"""How long before its start a contract should be checked; the longest notice of an early end."""
MOST_MONTHS = 60
"""The longest contract with an end: an apprenticeship of four years, and some room."""
MOST_YEARS_BACK = 5
_WEEK = 7
_PERMANENT = "cdi"


@dataclass(frozen=True, slots=True)
class Terms:
    """From which day to which, the last one worked (None: without end), hours a week."""

    starts_on: date
    last_day: date | None
    weekly_hours: Decimal


class Fault(StrEnum):
    """Why terms cannot be."""

    HOURS = "hours"
    END_BEFORE_START = "end before start"
    PERMANENT_WITH_END = "permanent with end"
    NO_END = "no end"
    TOO_LONG = "too long"
    TOO_FAR = "too far"
    TOO_OLD = "too old"
    BEFORE_START = "before start"
    NOT_EARLY = "not early"


class Warn(StrEnum):
    """What should be checked of terms that can be."""

    FAR = "far"
    AFTER_LOT = "after the lot"


def fault(contract: str, terms: Terms, today: date) -> Fault | None:
    """What forbids a contract on these terms; None when nothing does."""
    if not LEAST_HOURS <= terms.weekly_hours <= LEGAL_HOURS:
        return Fault.HOURS
    if terms.starts_on > months_after(today, MOST_MONTHS_AHEAD):
        return Fault.TOO_FAR
    if terms.starts_on < months_after(today, -12 * MOST_YEARS_BACK):
        return Fault.TOO_OLD
    if contract == _PERMANENT:
        return None if terms.last_day is None else Fault.PERMANENT_WITH_END
    if terms.last_day is None:
        return Fault.NO_END
    if terms.last_day < terms.starts_on:
        return Fault.END_BEFORE_START
    return Fault.TOO_LONG if terms.last_day >= months_after(terms.starts_on, MOST_MONTHS) else None


def end_fault(terms: Terms, day: date, today: date) -> Fault | None:
    """What forbids that work on these (planned) terms ended early on this day, the last one worked."""
    if day < terms.starts_on:
        return Fault.BEFORE_START
    if terms.last_day is not None and day >= terms.last_day:
        return Fault.NOT_EARLY
    return Fault.TOO_FAR if day > months_after(today, FAR_MONTHS) else None


def warnings(terms: Terms, today: date, lot_ends: date | None) -> tuple[Warn, ...]:
    """What is possible on these terms but should be checked."""
    far = terms.starts_on > months_after(today, FAR_MONTHS)
    after = lot_ends is not None and terms.starts_on > lot_ends
    return tuple(warn for warn, holds in ((Warn.FAR, far), (Warn.AFTER_LOT, after)) if holds)


def months_after(day: date, months: int) -> date:
    """The same day some months later (or before); the last of the month where there is no such day."""
    years, month = divmod(day.month - 1 + months, 12)
    first = date(day.year + years, month + 1, 1)
    following = (first + timedelta(days=31)).replace(day=1)
    return first.replace(day=min(day.day, (following - first).days))


def end_after(starts_on: date, months: Decimal) -> date:
    """The last day of a contract of so many months; a part of a month counts 30 days to the whole."""
    whole = int(months)
    days = int(((months - whole) * 30).to_integral_value(ROUND_HALF_UP))
    return months_after(starts_on, whole) + timedelta(days=days - 1)


def overlap(one: Terms, other: Terms) -> bool:
    """Whether there is a day of both."""
    return one.starts_on <= (other.last_day or date.max) and other.starts_on <= (one.last_day or date.max)


def peak(present: Iterable[Terms], wanted: Terms) -> Decimal:
    """The most hours a week on a day of `wanted`, together with the contracts that overlap it."""
    beside = [one for one in present if overlap(one, wanted)]
    days = {wanted.starts_on, *(max(one.starts_on, wanted.starts_on) for one in beside)}
    return max(
        wanted.weekly_hours + sum((one.weekly_hours for one in beside if _on(one, day)), Decimal())
        for day in days
    )


def too_much(present: Iterable[Terms], wanted: Terms) -> bool:
    """Whether a week would have more than the legal hours."""
    return peak(present, wanted) > LEGAL_HOURS


def _on(terms: Terms, day: date) -> bool:
    return terms.starts_on <= day <= (terms.last_day or date.max)


def planned_hours(terms: Terms, until: date | None) -> Decimal | None:
    """The hours a contract plans, to the hour: hours a week × weeks, its last day and `until` included; None
    when neither ends it."""
    ends = [day for day in (terms.last_day, until) if day is not None]
    if not ends:
        return None
    days = max((min(ends) - terms.starts_on).days + 1, 0)
    return (terms.weekly_hours * days / _WEEK).quantize(Decimal(1), ROUND_HALF_UP)


def planned_sum(contracts: Sequence[Terms], until: date | None) -> Decimal:
    """The hours several contracts plan; one without any end counts for none."""
    return sum((planned_hours(one, until) or Decimal() for one in contracts), Decimal())
