"""What one training would open: people who fit an offer but for a single thing it asks.

Pure: `store.shortages` asks the same of the database in two queries, and a test holds the two together.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from bot.rules.matching import prefix
from bot.rules.requirements import Requirement, from_bits, to_bits

TRAINABLE = to_bits(one for one in Requirement if one is not Requirement.SHIFTS)
"""What a training can give; unusual hours are accepted, not learnt."""

Key = tuple[int, str]
"""A requirement as its bit, and the trade: what neighbouring jobs share of their codes."""
Kind = tuple[str, int, int]
"""Who lacks the same things: the trade of the job sought, what they hold as bits, their training level."""


@dataclass(frozen=True, slots=True)
class Asked:
    """An open offer that asks for something; `open` are the positions that are."""

    offer_id: int
    reference: str
    job: str
    start_on: date
    requirements: int
    level: int | None
    open: int


@dataclass(frozen=True, slots=True)
class Sought:
    """How many people of a kind are free from a day on."""

    kind: Kind
    available_on: date
    people: int


@dataclass(frozen=True, slots=True)
class Shortage:
    """What is missing, in which trade: how many people lack only this, for which offers, the first to start
    first, with how many open positions."""

    bit: int
    trade: str
    people: int
    positions: int
    offers: tuple[Asked, ...]

    @property
    def key(self) -> Key:
        """What tells it from the others."""
        return self.bit, self.trade


def lacking(asked: Asked, kind: Kind) -> int:
    """The only thing people of a kind lack for an offer, as its bit; 0 when it is none or several, or when
    something else does not fit, or when no training gives it. When they are free is not looked at."""
    trade, held, level = kind
    if trade != prefix(asked.job) or (asked.level is not None and level < asked.level):
        return 0
    missing = asked.requirements & ~held
    single = missing != 0 and missing & (missing - 1) == 0
    return missing if single and missing & TRAINABLE else 0


def shortages(offers: Iterable[Asked], seekers: Iterable[Sought]) -> list[Shortage]:
    """What is missing, the most useful first: where most of the people or positions would be served, then
    where most people would be trained, then the first to start."""
    trades = _by_trade(seekers)
    latest: dict[tuple[Key, Kind], date] = {}
    served: dict[Key, list[Asked]] = {}
    for asked in offers:
        for key in sorted(_served(asked, trades.get(prefix(asked.job), {}), latest)):
            served.setdefault(key, []).append(asked)
    people: dict[Key, int] = {}
    for (key, kind), day in latest.items():
        free = (one.people for one in trades[kind[0]][kind] if one.available_on <= day)
        people[key] = people.get(key, 0) + sum(free)
    return sorted((_shortage(key, people[key], found) for key, found in served.items()), key=_usefulness)


Kinds = dict[Kind, list[Sought]]


def _by_trade(seekers: Iterable[Sought]) -> dict[str, Kinds]:
    trades: dict[str, Kinds] = {}
    for one in sorted(seekers, key=lambda sought: sought.available_on):
        trades.setdefault(one.kind[0], {}).setdefault(one.kind, []).append(one)
    return trades


def _served(asked: Asked, kinds: Kinds, latest: dict[tuple[Key, Kind], date]) -> set[Key]:
    """What is missing for this offer; `latest` learns by when people of each kind must be free."""
    found = set()
    for kind, people in kinds.items():
        bit = lacking(asked, kind)
        if bit and people[0].available_on <= asked.start_on:
            key = (bit, kind[0])
            found.add(key)
            latest[key, kind] = max(latest.get((key, kind), asked.start_on), asked.start_on)
    return found


def _shortage(key: Key, people: int, offers: Sequence[Asked]) -> Shortage:
    ordered = tuple(sorted(offers, key=lambda asked: (asked.start_on, asked.offer_id)))
    return Shortage(*key, people, sum(asked.open for asked in ordered), ordered)


def _usefulness(one: Shortage) -> tuple[int, int, date, int, str]:
    return (
        -min(one.people, one.positions), -one.people, one.offers[0].start_on, one.bit, one.trade
    )  # fmt: skip


def gap(bits: int) -> Requirement:
    """The requirement of a single bit. Raises ValueError."""
    (found,) = from_bits(bits)
    return found
