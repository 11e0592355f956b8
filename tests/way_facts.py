"""What a model of the way to work knows: people, offers, referrals, placements, hours, exits (`domain.md` §5
and §6)."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal

import holidays

LEGAL = Decimal(48)
NEWS_DAYS = 60
OPEN = ("awaiting", "presented")
LIVING = ("declared", "confirmed")
TO_WORK = ("hiring_company", "outside_contract", "civil_service", "own_business")
_HOLIDAYS = holidays.country_holidays("FR", years=range(2026, 2034))


class Illegal(Exception):
    """Why an order may not be obeyed. `stale`: nothing is left to be done, which need not be a refusal."""

    def __init__(self, why: str, *, stale: bool = False) -> None:
        super().__init__(why)
        self.stale = stale


def need(holds: bool, why: str, *, stale: bool = False) -> None:
    if not holds:
        raise Illegal(why, stale=stale)


@dataclass(frozen=True)
class Who:
    """Someone who gives orders."""

    role: str
    home: int

    @property
    def staff(self) -> bool:
        return self.role in ("facilitator", "coordinator")

    def of(self, *homes: int | None) -> bool:
        """Whether this is the PLIE, or a company or a SIAE on what is its own."""
        return self.staff or (self.role in ("company", "siae") and self.home in homes)


@dataclass
class Person:
    plie: bool
    state: str = "active"
    closed_by: int | None = None


@dataclass
class Post:
    """A job offer."""

    company: int
    positions: int
    heard: date
    reserved_until: datetime
    hired: int = 0
    state: str = "open"


@dataclass
class Lot:
    company: int
    owed: int


@dataclass
class Referral:
    candidate: int
    offer: int
    state: str = "presented"
    met: bool = False


@dataclass
class Job:
    """A placement; `end` is planned, `ended` the early end."""

    candidate: int
    company: int
    offer: int | None
    referral: int | None
    lot: int | None
    contract: str
    start: date
    end: date | None
    hours: Decimal
    siae: int | None
    state: str = "declared"
    ended: date | None = None

    @property
    def last(self) -> date:
        return self.ended or self.end or date.max

    @property
    def declaring(self) -> int:
        return self.siae or self.company

    @property
    def owners(self) -> tuple[int | None, ...]:
        return (self.company, self.siae)


@dataclass
class Month:
    hours: Decimal
    state: str = "declared"


@dataclass
class Leave:
    """An exit."""

    candidate: int
    left_on: date
    kind: str
    job: int | None
    cancelled: bool = False


@dataclass
class Call:
    """A follow-up."""

    due: date
    state: str | None = None
    dropped: bool = False


@dataclass
class Offered:
    """What is shared with a SIAE."""

    offer: int | None
    lot: int | None
    siae: int
    hours: int | None
    state: str = "shared"


def months_later(day: date, count: int) -> date:
    """The same day, or the last one of a shorter month."""
    month = day.month - 1 + count
    first = date(day.year + month // 12, month % 12 + 1, 1)
    after = (first + timedelta(days=31)).replace(day=1)
    return min(first + timedelta(days=day.day - 1), after - timedelta(days=1))


def worked(day: date) -> date:
    """This day, or the next one that is no weekend and no public holiday."""
    while day.weekday() > 4 or day in _HOLIDAYS:
        day += timedelta(days=1)
    return day


def days_covered(start: date, last: date, month: date) -> int:
    end = months_later(month, 1) - timedelta(days=1)
    return max((min(last, end) - max(start, month)).days + 1, 0)


@dataclass
class Facts:
    """Everything that is so, by the numbers things have."""

    now: datetime
    people: dict[int, Person]
    lots: dict[int, Lot]
    siaes: tuple[int, ...]
    companies: tuple[int, ...]
    offers: dict[int, Post] = field(default_factory=dict)
    referrals: dict[int, Referral] = field(default_factory=dict)
    jobs: dict[int, Job] = field(default_factory=dict)
    months: dict[tuple[int, date], Month] = field(default_factory=dict)
    exits: dict[int, Leave] = field(default_factory=dict)
    calls: dict[tuple[str, int, str], Call] = field(default_factory=dict)
    shares: dict[int, Offered] = field(default_factory=dict)
    trainings: list[tuple[int, ...]] = field(default_factory=list)
    overtaken: set[int] = field(default_factory=set)
    """Hires declared before another one of the person was confirmed."""

    @property
    def today(self) -> date:
        return self.now.date()

    def living(self, candidate: int) -> dict[int, Job]:
        return {n: j for n, j in self.jobs.items() if j.candidate == candidate and j.state in LIVING}

    def left(self, candidate: int) -> list[Leave]:
        """The exits of a person that stand, the first one first."""
        standing = (one for one in self.exits.values() if one.candidate == candidate and not one.cancelled)
        return sorted(standing, key=lambda one: one.left_on)

    def _open_of(self, offer: int, candidate: int) -> int | None:
        found = (
            number
            for number, one in self.referrals.items()
            if (one.offer, one.candidate) == (offer, candidate) and one.state in OPEN
        )
        return next(found, None)

    def _end_referrals(self, state: str, *, candidate: int | None = None, offer: int | None = None) -> None:
        for one in self.referrals.values():
            if one.state in OPEN and (one.candidate == candidate or one.offer == offer):
                one.state = state

    def _offer_over(self, offer: int) -> None:
        self._end_referrals("obsolete", offer=offer)
        for one in self.shares.values():
            if one.offer == offer and one.state in ("shared", "answered"):
                one.state = "withdrawn"

    def _hear(self, offer: int) -> None:
        if self.offers[offer].state == "open":
            self.offers[offer].heard = self.today
