"""Which counts of the reports of a year are masked, and how: "< 3" or "n.c." (`domain.md` §7).

First the counts that must not be told are hidden with what the sums would tell of them (`rules.disclosure`).
Then each count of one or two people is looked at with a reader's eyes (`rules.recovery`): who knows that
"< 3" is one or two may still tell which. Where no other reading is found the count says "n.c." itself, then
those beside it, then its group is hidden in every report of the year.

So it goes for what reports tell together of one or two people: the newcomers a year has and a quarter has
not. What the sums tell all the same, and is no small count, says what it is.

Where the whole is masked, its parts say "n.c.", the small ones too: who knows the one person at work on a lot
must not read there why that person is eligible.

Later reports of the same period go on hiding the same counts: who kept one would otherwise have what a later
one hides.
"""

from collections import Counter
from collections.abc import Collection, Mapping
from types import MappingProxyType
from typing import Any

from bot.reports.indicators.groups import (
    BENEFICIARIES,
    EVERYBODY,
    GROUPS,
    TOTALS,
    Group,
    Path,
    Spot,
    apart,
    at,
    counts,
    family,
    few_apart,
    group_of,
    is_of_few,
    is_of_lots,
    kind_of,
    rules,
    wholes_of,
    within,
)
from bot.rules import disclosure
from bot.rules.disclosure import HIDDEN, SMALL, Place
from bot.rules.recovery import Reader

Grid = Mapping[Place, Mapping[str, Any]]
_PATIENCE = 30
_TOO_MUCH = 10**6


def masks(
    grid: Grid,
    settled: Mapping[Spot, str | None] = MappingProxyType({}),
    too_early: Collection[Place] = (),
) -> dict[Spot, str]:
    """What stands for each masked count. The grid has a row for everybody and one for each buyer, a column
    for each quarter that is over and one for the year as far as they go, the whole ones first and last;
    `settled` is what was told for the counts that are not free (`again`), None for the count itself;
    `too_early` are the places before the first clause of a buyer, where nothing can hide: everybody knows its
    noughts."""
    return _Masks(grid, settled, too_early).made()


class _Masks:
    def __init__(self, grid: Grid, settled: Mapping[Spot, str | None], too_early: Collection[Place]) -> None:
        self._grid, self._settled = grid, settled
        self._rows = 1 + max(row for row, _ in grid)
        self._columns = 1 + max(column for _, column in grid)
        self._counts = counts(grid)
        busy = {place for (place, path), count in self._counts.items() if count and is_of_lots(path)}
        self._too_early = set(too_early) - busy
        self._shared = self._columns_of_several()
        self._masked: dict[Spot, str] = {}
        self._failures: Counter[Group | None] = Counter()
        self._totals: dict[Path, set[Place]] = {}
        self._by_group: dict[Group, set[Place]] = {}
        self._families: dict[Group | None, list[Spot]] = {}
        known = rules(grid, self._counts, self._rows, self._columns)
        self._apart = apart(grid, self._rows, self._columns)
        beyond = {one: one.count for one in self._apart}
        self._reader = Reader(self._counts | beyond, [*known, *(one.rule for one in self._apart)], kind_of)
        for one in self._apart:
            self._reader.masked(one, 0, None)

    def _columns_of_several(self) -> set[int]:
        """The columns in which two buyers may hide something; none where there is but one."""
        there = Counter(column for row, column in set(self._grid) - self._too_early if row != 0)
        found = {column for column, rows in there.items() if rows > 1}
        return found if len(found) > 1 else set()

    def made(self) -> dict[Spot, str]:
        """Hide what must be, then until no small count is told."""
        for spot, word in self._settled.items():
            if word is not None and spot in self._counts and not self._is_nought_anyway(spot):
                self._mask(spot, word if disclosure.is_small(self._counts[spot]) else HIDDEN)
        self._hide(self._at_first())
        self._say_no_more()
        self._widen_until_unsure()
        self._say_no_more()
        self._widen_until_nothing_is_said()
        self._say_no_more()
        self._tell_what_is_known()
        return self._masked

    def _say_no_more(self) -> None:
        """Of people whose number is masked, nothing says what they are."""
        for place, path in self._masked:
            masked = any((place, whole) in self._masked for whole in wholes_of(path))
            if masked or is_of_few(path, self._grid[place]):
                self._mask((place, path), HIDDEN)

    def _tell_what_is_known(self) -> None:
        """A count of no small number that the sums tell all the same says what it is."""
        while known := {one for one in self._reader.pinned() if one in self._masked and self._may_say(one)}:
            for spot in known:
                del self._masked[spot]
                self._reader.told(spot)

    def _may_say(self, spot: Spot) -> bool:
        place, path = spot
        masked = any((place, whole) in self._masked for whole in wholes_of(path))
        settled = self._settled.get(spot) is not None
        return not (masked or settled or disclosure.is_small(self._counts[spot]))

    def _widen_until_unsure(self) -> None:
        """No reader knows of a small count whether it is one or two."""
        small = [spot for spot in self._masked if disclosure.is_small(self._counts[spot])]
        safe: set[Any] = set()
        for number, spot in enumerate(small):
            for widen in (self._itself, self._beside, self._with_buyers, self._everywhere, self._wordless):
                if spot not in safe:
                    others = [one for one in small[number:] if one not in safe]
                    safe |= self._reader.unsure(spot, others, thoroughly=widen != self._itself)
                if spot in safe:
                    break
                widen(spot)

    def _widen_until_nothing_is_said(self) -> None:
        """No reader knows of one or two people that one of them is of an age, or left for a reason."""
        small = [spot for spot in self._masked if disclosure.is_small(self._counts[spot])]
        few = [spot for spot in small if is_of_few(spot[1], self._grid[spot[0]]) and spot[1] not in TOTALS]
        said = [*((spot, spot) for spot in few), *((one, one.parts[0]) for one in self._apart)]
        safe: set[Any] = set()
        for number, (cell, spot) in enumerate(said):
            for widen in (self._beside, self._with_buyers, self._everywhere, self._wordless, self._of_whom):
                if cell not in safe:
                    others = [one for one, _ in said[number:] if one not in safe]
                    safe |= self._reader.may_be_none(cell, others)
                if cell in safe:
                    break
                widen(spot)

    def _at_first(self) -> list[Spot]:
        hidden: list[Spot] = []
        for group in GROUPS:
            places, totals = self._hidden(group)
            hidden += [(place, path) for place in sorted(places) for path in group.paths(self._grid[place])]
            hidden += [(place, group.total) for place in sorted(totals) if group.total is not None]
        for alike in EVERYBODY:
            spots = [spot for spot in self._counts if spot[1] in alike]
            hidden += spots if any(disclosure.is_small(self._counts[spot]) for spot in spots) else []
        return hidden

    def _hide(self, spots: list[Spot]) -> None:
        for spot in spots:
            if spot not in self._masked:
                self._say(spot, SMALL if disclosure.is_small(self._counts[spot]) else HIDDEN)

    def _say(self, spot: Spot, word: str) -> None:
        """Mask a count, unless it is settled how it is told; a small one is never told."""
        small = disclosure.is_small(self._counts[spot])
        if self._is_nought_anyway(spot):
            return
        if spot not in self._settled or (self._settled[spot] is None and small):
            self._mask(spot, word)

    def _is_nought_anyway(self, spot: Spot) -> bool:
        """Whether everybody knows a count to be nought: before a buyer's first clause, where nobody was at
        work on its lots yet."""
        place, path = spot
        return place in self._too_early and is_of_lots(path)

    def _mask(self, spot: Spot, word: str) -> None:
        self._masked[spot] = word
        small = disclosure.is_small(self._counts[spot])
        known = word == SMALL or (small and self._settled.get(spot) == SMALL)
        self._reader.masked(spot, *((1, disclosure.LEAST - 1) if known else (0, None)))

    def _itself(self, spot: Spot) -> None:
        """The count says "n.c."; where that was needed too often, so do all of its family: in a year of many
        buyers with few people each, "< 3" tells too much nearly everywhere."""
        self._say(spot, HIDDEN)
        relatives = group_of(spot[1])
        self._failures[relatives] += 1
        if self._failures[relatives] == _PATIENCE:
            for other in self._relatives(spot):
                if other in self._masked:
                    self._say(other, HIDDEN)

    def _beside(self, spot: Spot) -> None:
        for other in self._reader.beside(spot):
            if other in self._masked:
                self._say(other, HIDDEN)

    def _with_buyers(self, spot: Spot) -> None:
        """Two buyers hide each other where there are two; one alone is everybody less nothing."""
        for other in self._relatives(spot):
            if other[0][0] != 0 and other[0][1] in self._shared:
                self._say(other, HIDDEN)

    def _everywhere(self, spot: Spot) -> None:
        self._hide(self._relatives(spot))

    def _wordless(self, spot: Spot) -> None:
        for other in self._relatives(spot):
            self._say(other, HIDDEN)

    def _of_whom(self, spot: Spot) -> None:
        """The numbers of the people it tells of, in every report of the year."""
        place, path = spot
        for whole in wholes_of(path):
            self._hide(self._relatives((place, whole)))

    def _relatives(self, spot: Spot) -> list[Spot]:
        """The counts of the same family, in every report of the year."""
        group = group_of(spot[1])
        if group not in self._families:
            self._families[group] = [one for one in self._counts if group_of(one[1]) in _with(group)]
        found = self._families[group]
        if group is not None:
            return found
        alike = next(one for one in EVERYBODY if spot[1] in one)
        return [one for one in found if one[1] in alike]

    def _hidden(self, group: Group) -> tuple[set[Place], set[Place]]:
        """Where the group is hidden, and where its total is. What hides the total hides every group of it."""
        if group.total is None:
            return self._alone(group), set()
        if group.total not in self._totals:
            alike = family(group)
            totals = {place for place in self._grid if disclosure.is_small(self._total(group, place))}
            totals |= {place for one in alike for place in self._alone(one) if self._gives_away(one, place)}
            self._totals[group.total] = self._closed(totals)
        totals = self._totals[group.total]
        return self._closed(self._alone(group) | totals), totals

    def _alone(self, group: Group) -> set[Place]:
        """Where the group is hidden for its own counts."""
        if group not in self._by_group:
            self._by_group[group] = self._closed(self._small(group))
        return self._by_group[group]

    def _small(self, group: Group) -> set[Place]:
        """Where a count is small or says what one or two people are, by itself or with a place that has but
        one or two more."""
        near = {
            part
            for whole, part in within(self._rows, self._columns)
            if few_apart(group, self._grid[whole], self._grid[part])
        }
        return near | {
            place
            for place, figures in self._grid.items()
            if any(
                disclosure.is_small(at(figures, path)) or is_of_few(path, figures)
                for path in group.paths(figures)
            )
        }

    def _gives_away(self, group: Group, place: Place) -> bool:
        found = list(group.counts(self._grid[place]).values())
        return disclosure.gives_away(found, self._total(group, place))

    def _total(self, group: Group, place: Place) -> int:
        return int(at(self._grid[place], group.total or ()))

    def _closed(self, hidden: set[Place]) -> set[Place]:
        """The places with their rectangles; with no buyer there is one row, which is hidden whole."""
        if self._rows == 1:
            return set(self._grid) if hidden else set()
        return disclosure.closed(hidden, range(self._rows), range(self._columns), self._people)

    def _people(self, place: Place) -> int:
        """What it costs to hide a place: the people told of there; where nothing can hide, more than that."""
        return _TOO_MUCH if place in self._too_early else int(at(self._grid[place], BENEFICIARIES))


def _with(group: Group | None) -> tuple[Group | None, ...]:
    return (None,) if group is None else family(group)
