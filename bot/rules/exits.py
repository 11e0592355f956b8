"""What an exit counts for: to work, positive, sustained (domain.md §6 and §7), derived, never stored; and
what an exit may not contradict."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

POSITIVE = frozenset(
    {
        "hiring_company",
        "outside_contract",
        "civil_service",
        "own_business",
        "training",
        "certification",
    }
)
TO_WORK = POSITIVE - {"training", "certification"}
HIRED = frozenset({"hiring_company", "outside_contract"})
"""The exits that have a work contract."""
LASTING = frozenset({"civil_service", "own_business"})
"""The exits that are sustained whatever their contract."""
BY_LENGTH = frozenset({"cdd", "interim"})
"""The contracts that are sustained from `SUSTAINED_MONTHS` on; a CDI always is."""
SUSTAINED_MONTHS = Decimal(6)


def is_to_work(kind: str) -> bool:
    """Whether the person left for work; such an exit is followed up."""
    return kind in TO_WORK


def is_positive(kind: str) -> bool:
    """Whether the exit is one of the positive exits of the agreement's annex."""
    return kind in POSITIVE


def has_contract(kind: str) -> bool:
    """Whether a kind of work contract is asked."""
    return kind in HIRED


def has_length(kind: str, contract: str | None) -> bool:
    """Whether a length in months is asked: of every work contract but a CDI."""
    return has_contract(kind) and contract != "cdi"


def is_sustained(kind: str, contract: str | None, months: Decimal | None) -> bool:
    """Whether the person left for lasting work: a CDI, a CDD or temporary work of six months at least, the
    civil service, or a business of their own."""
    if kind in LASTING:
        return True
    if kind not in HIRED:
        return False
    return contract == "cdi" or (contract in BY_LENGTH and months is not None and months >= SUSTAINED_MONTHS)


@dataclass(frozen=True, slots=True)
class Worked:
    """A placement as an exit sees it: `last_day` is None when no end is planned, `of_lot` tells whether it
    counts for the lot of a contract."""

    reference: str
    organisation_id: int
    starts_on: date
    last_day: date | None
    of_lot: bool


class Wrong(StrEnum):
    """Why an exit cannot be recorded so."""

    TO_COME = "to come"
    BEFORE_START = "before start"
    BEFORE_EXIT = "before exit"
    AFTER_EXIT = "after exit"
    NO_LOT = "no lot"
    STILL_RUNNING = "still running"


@dataclass(frozen=True, slots=True)
class Objection:
    """What an exit contradicts: the placement and the day it is about, where there are any."""

    why: Wrong
    about: Worked | None = None
    day: date | None = None


def hired_by(worked: Sequence[Worked]) -> Worked | None:
    """The placement by whose company a person is hired: the last one to start that counts for a lot, of two
    that start on the same day the one recorded last."""
    counted = [one for one in reversed(worked) if one.of_lot]
    return max(counted, key=lambda one: one.starts_on, default=None)


@dataclass(frozen=True, slots=True)
class Path:
    """What a person did: their placements, and the days of the exits before and after the one looked at."""

    worked: Sequence[Worked] = ()
    earlier: date | None = None
    later: date | None = None


def objection(kind: str, left_on: date, today: date, path: Path) -> Objection | None:
    """Why a person on this path cannot have left so on this day; None when they can. Whoever is hired by the
    company of a lot may still work for it; nobody else may still be at work."""
    worked = path.worked
    if left_on > today:
        return Objection(Wrong.TO_COME, day=left_on)
    if path.earlier is not None and left_on <= path.earlier:
        return Objection(Wrong.BEFORE_EXIT, day=path.earlier)
    if path.later is not None and left_on >= path.later:
        return Objection(Wrong.AFTER_EXIT, day=path.later)
    late = max(worked, key=lambda one: one.starts_on, default=None)
    if late is not None and left_on < late.starts_on:
        return Objection(Wrong.BEFORE_START, late, late.starts_on)
    home = hired_by(worked) if kind == "hiring_company" else None
    if kind == "hiring_company" and home is None:
        return Objection(Wrong.NO_LOT)
    for one in worked:
        running = one.last_day is None or one.last_day > left_on
        if running and (home is None or one.organisation_id != home.organisation_id):
            return Objection(Wrong.STILL_RUNNING, one, one.last_day)
    return None
