"""Who some people are: counts by level, experience, age, sex, eligibility and origin."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

import sqlalchemy as sa

from bot.rules import profile
from bot.store import eligibility_counts
from bot.store.database import Session
from bot.store.indicators.arrays import Array, Marked, numpy
from bot.store.indicators.reading import code, parts_of
from bot.store.sealed import COUNTED
from bot.store.tables import Candidate, Eligibility, Origin, Sex
from bot.store.tables import rows_of as table_of

_rows = table_of(Candidate)
_SEALED = sa.LargeBinary(COUNTED)
_MISSING = bytes(COUNTED)
_OPENED = 5_000
_BASES = {"origin": 10, "sex": 10, "level": 10, "experience": 100_000, "birth": 100_000}
"""What is packed into one number, and more than there are of each."""


def _packed() -> sa.ColumnElement[int]:
    """All that is counted of a file but the eligibility, in one number: read five times as fast as five."""
    parts = (_rows.c.birth_year, _rows.c.experience, _rows.c.level, code(_rows.c.sex, Sex))
    bases = list(reversed(_BASES.values()))[1:]
    found: sa.ColumnElement[int] = sa.cast(parts[0], sa.BigInteger())
    for part, base in zip((*parts[1:], code(_rows.c.origin, Origin)), bases, strict=True):
        found = found * sa.literal_column(str(base)) + part
    return found


_FILES = sa.select(
    _rows.c.id,
    _packed(),
    sa.type_coerce(sa.func.coalesce(_rows.c.eligibility_count, sa.literal(_MISSING)), _SEALED),
)


@dataclass(frozen=True, slots=True)
class Profiles:
    """How many of the beneficiaries are in each group, by the kind of group; how many of the people presented
    come from each origin."""

    beneficiaries: dict[str, dict[str, int]]
    origins: dict[str, int]


def profiles(session: Session, beneficiaries: Marked, presented: Marked, last: date) -> Profiles:
    """Who they are; the age is that of the last day of the period."""
    whose, origins = {name: Counter[int]() for name in _BASES}, Counter[int]()
    eligible: Counter[str] = Counter()
    anybody = Marked(beneficiaries.keys, presented.keys)
    for numbers, packed, sealed in parts_of(session, _FILES, anybody.keys):
        mine = beneficiaries.of(numbers)
        eligible.update(_eligible(session, numbers[mine], sealed[mine]))
        origins.update(_times(packed[presented.of(numbers)] % _BASES["origin"]))
        for name, part in _unpacked(packed[mine]):
            whose[name].update(_times(part))
    return Profiles(_groups(whose, eligible, last), _worded(origins, Origin))


def _unpacked(packed: Array) -> Iterator[tuple[str, Array]]:
    left = packed
    for name, base in _BASES.items():
        left, part = numpy().divmod(left, base)
        yield name, part


def _times(values: Array) -> dict[int, int]:
    """How often each value is there, none of them negative."""
    counts = numpy().bincount(values)
    there = numpy().flatnonzero(counts)
    return dict(zip(there.tolist(), counts[there].tolist(), strict=True))


def _groups(whose: dict[str, Counter[int]], eligible: Counter[str], last: date) -> dict[str, dict[str, int]]:
    births = _grouped(whose["birth"], lambda year: profile.age(year, last))
    return {
        "level": _counted(profile.LEVELS.values(), _grouped(whose["level"], profile.level)),
        "experience": _counted(profile.EXPERIENCES, _grouped(whose["experience"], profile.experience)),
        "age": _counted(profile.AGES, births),
        "sex": _worded(whose["sex"], Sex),
        "eligibility": _counted(Eligibility, eligible),
        "origin": _worded(whose["origin"], Origin),
    }


def _eligible(session: Session, numbers: Array, sealed: Array) -> Counter[str]:
    """How many hold each category. The sealed lists are opened only where nothing was written for
    counting."""
    missing = sealed == numpy().void(_MISSING)
    found = Counter(eligibility_counts.counts(session, sealed[~missing].tobytes()))
    alone = numbers[missing].tolist()
    for begin in range(0, len(alone), _OPENED):
        found.update(eligibility_counts.opened(session, alone[begin : begin + _OPENED]))
    return found


def _counted(names: Iterable[str], found: Counter[str]) -> dict[str, int]:
    """Every group with its count, those nobody is in too."""
    return {str(name): found[str(name)] for name in names}


def _grouped(values: Counter[int], group: Callable[[int], str]) -> Counter[str]:
    found: Counter[str] = Counter()
    for value, times in values.items():
        found[group(value)] += times
    return found


def _worded(places: Counter[int], names: Iterable[StrEnum]) -> dict[str, int]:
    return {str(name): places[place] for place, name in enumerate(names)}
