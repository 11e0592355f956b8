"""Labour movements and training needs, as the employment service is told of them (article 3): counts by job
and month. Where people are counted, one or two of them are told as few (`domain.md` §7)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

FEW = 3
"""From so many people on, they are counted; below, they are few."""
MONTHS_AHEAD = 3
"""So many months, the present one first, of contracts that end."""


@dataclass(frozen=True, slots=True)
class Count:
    """How many of something for a job (a ROME code) on a day; `bit` is the requirement that is lacking, where
    one is."""

    job: str
    day: date
    number: int
    bit: int = 0


@dataclass(frozen=True, slots=True)
class Cell:
    """How many of something for a job, and the requirement that is lacking, if any."""

    job: str
    number: int
    bit: int = 0


@dataclass(frozen=True, slots=True)
class Month:
    """The counts of a month, the most first; it is named by its first day."""

    first: date
    cells: tuple[Cell, ...]


def by_month(counts: Iterable[Count], today: date) -> tuple[Month, ...]:
    """The counts by month and job, the first month first; what began before today counts for this month."""
    sums: dict[date, dict[tuple[str, int], int]] = {}
    for count in counts:
        month = sums.setdefault(max(count.day, today).replace(day=1), {})
        key = (count.job, count.bit)
        month[key] = month.get(key, 0) + count.number
    return tuple(Month(first, _cells(sums[first])) for first in sorted(sums))


def _cells(sums: dict[tuple[str, int], int]) -> tuple[Cell, ...]:
    found = [Cell(job, number, bit) for (job, bit), number in sums.items() if number > 0]
    return tuple(sorted(found, key=lambda cell: (-cell.number, cell.job, cell.bit)))


def is_few(number: int) -> bool:
    """Whether so many people are told as few."""
    return 0 < number < FEW


def ends_before(today: date) -> date:
    """The first day of the month after the last of which it is told which contracts end."""
    months = today.year * 12 + today.month - 1 + MONTHS_AHEAD
    return date(months // 12, months % 12 + 1, 1)


def total(months: Sequence[Month]) -> int:
    """How many there are in all these months."""
    return sum(cell.number for month in months for cell in month.cells)
