"""Whether a lot's hours will be reached: declared, planned by the contracts that run, and what is missing."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_CEILING, ROUND_HALF_UP, Decimal
from fractions import Fraction

from bot.rules.placements import Terms, end_after
from bot.rules.worked import covered, month_of

FULL_TIME = Decimal(35)
"""Hours a week of full-time work (labour code, article L3121-27)."""
BLOCKS = 10
_WEEK = 7


@dataclass(frozen=True, slots=True)
class Pace:
    """Hours owed, declared (validated ones included), planned and not declared yet; the lot's last day."""

    owed: Decimal
    declared: Decimal
    planned: Decimal
    ends_on: date

    @property
    def expected(self) -> Decimal:
        """What there will be at the end if nothing changes."""
        return self.declared + self.planned

    @property
    def missing(self) -> Decimal:
        """What will be missing then; 0 when nothing will."""
        return max(self.owed - self.expected, Decimal())

    def people(self, today: date) -> int | None:
        """How many people at full time, from today on, would make up for it; None once the lot is over."""
        days = (self.ends_on - today).days + 1
        if days < 1:
            return None
        return int((self.missing * _WEEK / (FULL_TIME * days)).to_integral_value(ROUND_CEILING))


def lot_end(start: date, known: Iterable[date | None], months: Decimal) -> date:
    """The last day of a lot: its duration in months from the planned start, or from the award or the kick-off
    where these came later."""
    return end_after(max([start, *(day for day in known if day is not None)]), months)


def planned(contracts: Iterable[tuple[Terms, Collection[date]]], until: date) -> Decimal:
    """The hours of contracts up to a day, but those of the months already declared (named by their first
    day); to the hour."""
    hours = sum((_left(terms, set(declared), until) for terms, declared in contracts), Fraction())
    exact = Decimal(hours.numerator) / Decimal(hours.denominator)
    return exact.quantize(Decimal(1), ROUND_HALF_UP)


def _left(terms: Terms, declared: Collection[date], until: date) -> Fraction:
    ends = min(terms.last_day or date.max, until)
    days = (ends - terms.starts_on).days + 1
    if days < 1:
        return Fraction()
    within = Terms(terms.starts_on, ends, terms.weekly_hours)
    days -= sum(covered(within, month_of(month)) for month in declared)
    return Fraction(terms.weekly_hours) * days / _WEEK


def share(declared: Decimal, owed: Decimal) -> Decimal:
    """The part of the hours owed that is declared, a fraction of one, downwards to the hundredth; 1 when
    nothing is owed."""
    return Decimal(int(100 * declared / owed)) / 100 if owed else Decimal(1)


def blocks(declared: Decimal, owed: Decimal) -> int:
    """How many of the ten blocks of a bar are full: all of them only when nothing is missing."""
    return min(int(BLOCKS * share(declared, owed)), BLOCKS)
