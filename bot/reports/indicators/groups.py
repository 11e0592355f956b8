"""The counts of people in the figures, and what a reader knows of how they hang together."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from bot.rules.disclosure import Place, is_small
from bot.rules.recovery import Rule

Path = tuple[str, ...]
Spot = tuple[Place, Path]
"""A count of a report: which report of the year's grid, and where in its figures."""


@dataclass(frozen=True, slots=True)
class Group:
    """Counts that are hidden together: where they are in the figures, and where their total is, if any."""

    path: Path
    total: Path | None = None
    names: tuple[str, ...] | None = None

    def counts(self, figures: Mapping[str, Any]) -> dict[str, int]:
        """The counts of the group by their names."""
        found = at(figures, self.path)
        return {name: found[name] for name in (self.names or found)}

    def paths(self, figures: Mapping[str, Any]) -> list[Path]:
        """Where each of its counts is."""
        return [(*self.path, name) for name in self.counts(figures)]


@dataclass(frozen=True, slots=True)
class Apart:
    """A count no report tells: what is left of one when others are taken from it."""

    whole: Spot
    parts: tuple[Spot, ...]
    count: int = field(compare=False)

    @property
    def rule(self) -> Rule:
        """How a reader works it out."""
        return Rule([(self.whole, 1), *((part, -1) for part in self.parts), (self, -1)], exact=True)


BENEFICIARIES = ("people", "beneficiaries")
_ELIGIBILITY = ("people", "profile", "eligibility")
EXITS = ("people", "positive_exits")
LEAVERS = ("people", "leavers")
GONE = (*LEAVERS, "people")
GROUPS: Sequence[Group] = (
    *(
        Group(("people", "profile", name), BENEFICIARIES)
        for name in ("level", "experience", "age", "sex", "origin")
    ),
    Group(_ELIGIBILITY),
    Group(
        EXITS,
        (*EXITS, "total"),
        ("hiring_company", "outside_contract", "training"),
    ),
    Group(("people", "trained")),
    Group((*LEAVERS, "reasons"), (*LEAVERS, "placements")),
    Group(LEAVERS, None, ("people",)),
    Group(("implementation", "presented")),
    Group(("implementation", "referrals")),
)
"""Every group of counts of people; the exits' total is apart from its parts."""
TOTALS = frozenset(group.total for group in GROUPS if group.total)
SUPPORTED = ("targets", "supported")
EVERYBODY: Sequence[tuple[Path, ...]] = (
    (SUPPORTED, ("targets", "sustained")),
    (("implementation", "interviews", "total"),),
)
"""The counts that belong to no buyer: those of each tuple are hidden together, in all reports of the year."""
_PARTS = (
    (("people", "trained", "total"), BENEFICIARIES),
    (("people", "trained", "before"), ("people", "trained", "total")),
    (("people", "trained", "during"), ("people", "trained", "total")),
    (GONE, (*LEAVERS, "placements")),
    (("implementation", "referrals", "hired"), ("implementation", "referrals", "total")),
    (("targets", "sustained"), SUPPORTED),
    (("targets", "sustained"), ("people", "positive_exits", "total")),
    (BENEFICIARIES, SUPPORTED),
    (GONE, SUPPORTED),
)
"""What is at most what."""
_AT_MOST = 1000
"""Work contracts that one person may have left: where nobody left there is none."""
_OF_A_BUYER = ((GONE, BENEFICIARIES),)
"""The same with a buyer, where only work on its lots counts."""
_TRAINED, _REFERRALS = ("people", "trained"), ("implementation", "referrals")
_PRESENTED = ("implementation", "presented")
_WHOLES: Mapping[Path, tuple[Path, ...]] = {
    _ELIGIBILITY: (BENEFICIARIES,),
    _TRAINED: ((*_TRAINED, "total"),),
    (*LEAVERS, "reasons"): (GONE,),
    _REFERRALS: ((*_REFERRALS, "total"),),
}
"""Whom the counts of a group tell of, beside its total."""
_OF_NO_BUYER = (EXITS, (*LEAVERS, "reasons"))
"""Groups that count for everybody what belongs to no buyer, too."""
_TOLD_OF: Mapping[Path, Path] = {
    **{group.path: BENEFICIARIES for group in GROUPS if group.total == BENEFICIARIES},
    _ELIGIBILITY: BENEFICIARIES,
    _TRAINED: (*_TRAINED, "total"),
}
"""Of the groups that count people, each once in a period: how many these are."""


def at(figures: Mapping[str, Any], path: Iterable[str]) -> Any:
    """What is at a place of the figures."""
    found: Any = figures
    for name in path:
        found = found[name]
    return found


def family(group: Group) -> tuple[Group, ...]:
    """The groups that have the same total, or the group itself."""
    return tuple(one for one in GROUPS if one is group or (group.total and one.total == group.total))


def counts(grid: Mapping[Place, Mapping[str, Any]]) -> dict[Spot, int]:
    """Every count of people of every report of the year."""
    return {(place, path): at(figures, path) for place, figures in grid.items() for path in _paths(figures)}


def _paths(figures: Mapping[str, Any]) -> list[Path]:
    found = [path for group in GROUPS for path in group.paths(figures)]
    found += sorted({group.total for group in GROUPS if group.total})
    return found if figures["targets"] is None else [*found, *(path for alike in EVERYBODY for path in alike)]


def rules(
    grid: Mapping[Place, Mapping[str, Any]], known: Mapping[Spot, int], rows: int, columns: int
) -> list[Rule]:
    """What a reader knows, at most: within a report, from the quarters to the year, from the buyers to all.
    The last row and column of the sums are those of `bot.reports.indicators.outside`: row 0 is everybody, the
    last column the year."""
    found = [rule for place, figures in grid.items() for rule in _within(place, figures, known)]
    for path in _paths(grid[0, 0]):
        for row in range(rows):
            if ((row, 0), path) in known:
                year, quarters = (
                    ((row, columns - 1), path),
                    [((row, one), path) for one in range(columns - 1)],
                )
                found += _whole(known, year, quarters)
        if rows > 1 and ((1, 0), path) in known:
            for column in range(columns):
                buyers = [((row, column), path) for row in range(1, rows)]
                found += _whole(known, ((0, column), path), buyers)
    return found


def within(rows: int, columns: int) -> Iterator[tuple[Place, Place]]:
    """The places of which one has all people of the other: the year and a quarter, everybody and a buyer."""
    last = columns - 1
    yield from (((row, last), (row, column)) for row in range(rows) for column in range(last))
    yield from (((0, column), (row, column)) for row in range(1, rows) for column in range(columns))


def told_of(group: Group, figures: Mapping[str, Any]) -> int | None:
    """How many people the counts of a group tell of, each once; None where they count something else."""
    if group.path == _PRESENTED:
        return sum(group.counts(figures).values())
    total = _TOLD_OF.get(group.path)
    return None if total is None else int(at(figures, total))


def few_apart(group: Group, whole: Mapping[str, Any], part: Mapping[str, Any]) -> bool:
    """Whether one or two people are in the whole and not in its part, where somebody is."""
    there, here = told_of(group, whole), told_of(group, part)
    return bool(there and here) and is_small((there or 0) - (here or 0))


def apart(grid: Mapping[Place, Mapping[str, Any]], rows: int, columns: int) -> list[Apart]:
    """What reports tell together of one or two people: of those a whole has and its part has not; of exits
    and departures that are of no buyer's people."""
    found = [
        Apart((whole, path), ((part, path),), more)
        for whole, part in within(rows, columns)
        for group in GROUPS
        if few_apart(group, grid[whole], grid[part])
        for path in group.paths(grid[part])
        if (more := at(grid[whole], path) - at(grid[part], path)) > 0
    ]
    for column in range(columns) if rows > 1 else ():
        buyers = [(row, column) for row in range(1, rows)]
        for group in (one for one in GROUPS if one.path in _OF_NO_BUYER):
            paths = [group.total or (), *group.paths(grid[0, column])]
            left = {
                path: at(grid[0, column], path) - sum(at(grid[one], path) for one in buyers) for path in paths
            }
            if is_small(left.pop(paths[0])):
                found += [
                    Apart(((0, column), path), tuple((one, path) for one in buyers), more)
                    for path, more in left.items()
                    if more > 0
                ]
    return found


def _within(place: Place, figures: Mapping[str, Any], known: Mapping[Spot, int]) -> Iterator[Rule]:
    """What hangs together in a report."""
    for group in GROUPS:
        parts = [(place, path) for path in group.paths(figures)]
        if group.total is not None:
            yield Rule([*((part, 1) for part in parts), ((place, group.total), -1)], exact=True)
        elif group.path == _ELIGIBILITY:
            total = (place, BENEFICIARIES)
            yield from (Rule([(total, 1), (part, -1)], exact=False) for part in parts)
            yield Rule([*((part, 1) for part in parts), (total, -1)], exact=False)
    trained = (("before", 1), ("during", 1), ("total", -1))
    yield Rule([((place, (*_TRAINED, name)), sign) for name, sign in trained], exact=False)
    for part, whole in (*_PARTS, *(_OF_A_BUYER if figures["targets"] is None else ())):
        if (place, part) in known and (place, whole) in known:
            yield Rule([((place, whole), 1), ((place, part), -1)], exact=False)
    yield Rule([((place, GONE), _AT_MOST), ((place, (*LEAVERS, "placements")), -1)], exact=False)


def _whole(known: Mapping[Spot, int], whole: Spot, parts: Sequence[Spot]) -> Iterator[Rule]:
    """No part is more than the whole; the parts add up to it where they do, else to more or to less."""
    yield from (Rule([(whole, 1), (part, -1)], exact=False) for part in parts)
    left = sum(known[part] for part in parts) - known[whole]
    sign = -1 if left < 0 else 1
    yield Rule([(whole, -sign), *((part, sign) for part in parts)], exact=left == 0)


def is_of_lots(path: Path) -> bool:
    """Whether a count is of what happened on lots with a clause: not exits, and not the departures, which of
    everybody are from any lot or none. (A buyer's are noughts too where it has no beneficiaries: a reader
    knows by that bound.)"""
    return path[: len(EXITS)] not in (EXITS, LEAVERS)


def kind_of(one: Spot | Apart) -> Path:
    """Where the counts are that this one is told with."""
    _, path = one.whole if isinstance(one, Apart) else one
    return path[:-1]


@cache
def group_of(path: Path) -> Group | None:
    """The group a count is of, or is the total of; None for those of `EVERYBODY`."""
    for group in GROUPS:
        if path == group.total or (path[:-1] == group.path and path[-1] in (group.names or (path[-1],))):
            return group
    return None


@cache
def wholes_of(path: Path) -> tuple[Path, ...]:
    """The counts of the people a count says something more of: the beneficiaries of an age, the exits of a
    kind, the departures for a reason. None for those that say of nobody what they are."""
    group = group_of(path)
    if group is None:
        return ()
    found = (*_WHOLES.get(group.path, ()), *([group.total] if group.total else ()))
    return tuple(whole for whole in found if whole != path)


def is_of_few(path: Path, figures: Mapping[str, Any]) -> bool:
    """Whether a count says of one or two people what they are: which of them, where those presented come
    from, why they left each of their contracts."""
    wholes = [at(figures, whole) for whole in wholes_of(path)]
    if path[:-1] == _PRESENTED:
        wholes.append(sum(at(figures, _PRESENTED).values()))
    return any(map(is_small, wholes))
