"""Years of people drawn at random, and the figures of every report of them, without a database: larger than
the worlds of `indicator_worlds`, for what leaves the PLIE."""

import copy
import random
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

QUARTERS, YEAR = range(4), 4
GROUPS = {
    "level": ["infra_3", "3", "4", "5", "6", "7_8"],
    "experience": ["0", "1_2", "3_5", "over_5"],
    "age": ["under_26", "26_49", "50_and_over"],
    "sex": ["female", "male", "unsaid"],
    "origin": ["plie", "anpe", "mission_locale", "other"],
}
ELIGIBLE = ["long_term", "rsa", "allowance", "disabled", "young", "senior", "structure", "district", "other"]
KINDS = ["hiring_company", "outside_contract", "training"]
LASTING = {"hiring_company", "training"}
REASONS = ["resignation", "health", "moved", "other"]
Facts = list[tuple[int | None, int]]
"""What happened: for which buyer (None: for none of them), in which quarter."""
Grid = dict[tuple[int, int], dict[str, Any]]


@dataclass
class Someone:
    groups: dict[str, str]
    eligible: list[str]
    at_work: Facts
    met: Facts = field(default_factory=list)
    exits: list[tuple[str, Facts]] = field(default_factory=list)
    trained: list[tuple[str, Facts]] = field(default_factory=list)
    left: list[tuple[str, Facts]] = field(default_factory=list)
    referred: list[tuple[bool, Facts]] = field(default_factory=list)


def year(seed: int, people: tuple[int, int] = (1, 50), most_buyers: int = 6, last: int = 3) -> Grid:
    """The figures of every report of a year: row 0 is everybody, the last column the year, so far as it went
    with its `last` quarter."""
    buyers, drawn = draw_people(seed, people, most_buyers)
    return grid(buyers, drawn, last)


def draw_people(seed: int, people: tuple[int, int], most_buyers: int = 6) -> tuple[int, list[Someone]]:
    """How many buyers, and the people of a year."""
    draw = random.Random(seed)
    buyers = draw.randint(0 if seed % 9 == 0 else 1, most_buyers)
    return buyers, [_someone(draw, buyers) for _ in range(draw.randint(*people))]


def grid(buyers: int, people: list[Someone], last: int) -> Grid:
    """The figures of every report of a year, so far as it went with its `last` quarter."""
    there = copy.deepcopy(people)
    for one in there:
        for facts in _told(one):
            facts[:] = [fact for fact in facts if fact[1] <= last]
    columns = [*range(last + 1), YEAR]
    return {
        (row, number): _figures(there, row, column)
        for row in range(buyers + 1)
        for number, column in enumerate(columns)
    }


def _someone(draw: random.Random, buyers: int) -> Someone:
    homes = list(range(1, buyers + 1)) or [None]

    def fact() -> Facts:
        return [(draw.choice(homes), draw.choice(QUARTERS))]

    first = draw.choice(QUARTERS)
    work: Facts = [(draw.choice(homes), one) for one in range(first, draw.randint(first, 3) + 1)]
    found = Someone(
        {name: draw.choice(codes) for name, codes in GROUPS.items()},
        draw.sample(ELIGIBLE, draw.randint(1, 3)),
        work if draw.random() < 0.9 else [],
    )
    if draw.random() < 0.4:
        day = draw.choice(QUARTERS)
        found.exits.append((draw.choice(KINDS), [(home, day) for home, _ in found.at_work or [(None, 0)]]))
    for _ in range(draw.choice([0, 0, 1, 2])):
        day = draw.choice(QUARTERS)
        found.trained.append((draw.choice(["before", "during"]), [(home, day) for home in homes]))
    for _ in range(draw.choice([0, 0, 0, 1, 2])):
        found.left.append((draw.choice(REASONS), [draw.choice(found.at_work or [(None, first)])]))
    found.met += [(None, draw.choice(QUARTERS)) for _ in range(draw.choice([0, 0, 0, 1, 2]))]
    found.referred += [(draw.random() < 0.4, fact()) for _ in range(draw.choice([0, 1, 1, 3]))]
    return found


def _figures(people: list[Someone], row: int, column: int) -> dict[str, Any]:
    def there(facts: Facts) -> bool:
        return any((row in (0, home)) and column in (quarter, YEAR) for home, quarter in facts)

    at_work = [one for one in people if there(one.at_work)]
    trained = [(one, when) for one in at_work for when, facts in one.trained if there(facts)]
    left = [(one, why) for one in people for why, facts in one.left if there(facts)]
    exits = [kind for one in people for kind, facts in one.exits if there(facts)]
    referred = [(one, hired) for one in people for hired, facts in one.referred if there(facts)]
    shown = {id(one): one for one, _ in referred}.values()
    reached = [one for one in people if any(there(facts) and kind in LASTING for kind, facts in one.exits)]
    supported = [one for one in people if any(there(facts) for facts in _told(one))]
    met = sum(there([fact]) for one in people for fact in one.met)
    return {
        "people": {
            "beneficiaries": len(at_work),
            "profile": {
                name: _counted(codes, at_work, lambda one, name=name: [one.groups[name]])
                for name, codes in GROUPS.items()
            }
            | {"eligibility": _counted(ELIGIBLE, at_work, lambda one: one.eligible)},
            "positive_exits": {"total": len(exits)} | {kind: exits.count(kind) for kind in KINDS},
            "trained": {"total": len({id(one) for one, _ in trained})}
            | {
                name: len({id(one) for one, when in trained if when == name}) for name in ("before", "during")
            },
            "leavers": {
                "people": len({id(one) for one, _ in left}),
                "placements": len(left),
                "reasons": {why: sum(one == why for _, one in left) for why in REASONS},
            },
        },
        "implementation": {
            "interviews": {"total": met, "by_adviser": {}} if row == 0 else None,
            "referrals": {"total": len(referred), "hired": sum(hired for _, hired in referred)},
            "presented": _counted(GROUPS["origin"], shown, lambda one: [one.groups["origin"]]),
        },
        "targets": {"supported": len(supported), "sustained": len(reached)} if row == 0 else None,
    }


def _told(one: Someone) -> list[Facts]:
    """All that happened to somebody."""
    told = (*one.exits, *one.trained, *one.left, *one.referred)
    return [one.at_work, one.met, *(facts for _, facts in told)]


def _counted(
    codes: list[str], people: Iterable[Someone], of: Callable[[Someone], list[str]]
) -> dict[str, int]:
    found = [code for one in people for code in of(one)]
    return {code: found.count(code) for code in codes}
