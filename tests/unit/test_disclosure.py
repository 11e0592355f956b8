"""What leaves the PLIE, attacked by someone who has every report of a year and solves the linear system."""

import random
from collections.abc import Collection, Iterator
from fractions import Fraction
from itertools import product

import pytest
from solver import determined

from bot.rules.disclosure import closed, gives_away, is_small

QUARTERS, YEAR = 4, 4
COLUMNS = range(5)
Unknown = tuple[int, int, int]
"""Row, column, category of a count; the category after the last is the total."""


def must_hide(counts: Collection[int], total: int = 0) -> bool:
    """Whether a group holds a count that must not be told, itself or its total."""
    return any(map(is_small, [*counts, total]))


class Reports:
    """The true counts of a year: buyers × quarters × categories, with every sum."""

    def __init__(self, seed: int) -> None:
        draw = random.Random(seed)
        self.buyers, self.categories = draw.randint(1, 5), draw.randint(1, 6)
        rare = draw.random()
        self.counts: dict[Unknown, int] = {}
        for place in product(range(self.buyers), range(QUARTERS), range(self.categories)):
            self.counts[place] = 0 if draw.random() < rare else draw.choice([1, 1, 2, 2, 3, 4, 7, 12, 40])
        for equation in self.sums():
            *parts, total = equation
            self.counts.setdefault(total, sum(self.counts[part] for part in parts))

    @property
    def rows(self) -> range:
        return range(self.buyers + 1)

    def sums(self) -> Iterator[list[Unknown]]:
        """What adds up: the parts, then their sum."""
        for buyer, category in product(range(self.buyers), range(self.categories)):
            yield [(buyer, quarter, category) for quarter in range(QUARTERS)] + [(buyer, YEAR, category)]
        for column, category in product(COLUMNS, range(self.categories)):
            yield [(buyer, column, category) for buyer in range(self.buyers)] + [
                (self.buyers, column, category)
            ]
        for category in range(self.categories):
            everyone = self.buyers
            yield [(everyone, quarter, category) for quarter in range(QUARTERS)] + [
                (everyone, YEAR, category)
            ]
        for row, column in product(self.rows, COLUMNS):
            yield [(row, column, one) for one in range(self.categories)] + [(row, column, self.categories)]
        for row in self.rows:
            yield [(row, quarter, self.categories) for quarter in range(QUARTERS)] + [
                (row, YEAR, self.categories)
            ]
        for column in COLUMNS:
            total = self.categories
            yield [(buyer, column, total) for buyer in range(self.buyers)] + [(self.buyers, column, total)]

    def group(self, row: int, column: int) -> list[int]:
        return [self.counts[row, column, category] for category in range(self.categories)]

    def total(self, row: int, column: int) -> int:
        return self.counts[row, column, self.categories]

    def hidden(self) -> set[Unknown]:
        """What is hidden by the rules, as the outside report applies them."""
        places = list(product(self.rows, COLUMNS))
        groups = {place for place in places if must_hide(self.group(*place), self.total(*place))}
        groups = closed(groups, self.rows, COLUMNS, lambda place: self.total(*place))
        totals = {
            place
            for place in places
            if must_hide([self.total(*place)])
            or (
                place in groups
                and (self.categories == 1 or gives_away(self.group(*place), self.total(*place)))
            )
        }
        totals = closed(totals, self.rows, COLUMNS, lambda place: self.total(*place))
        groups = closed(groups | totals, self.rows, COLUMNS, lambda place: self.total(*place))
        found = {(row, column, category) for row, column in groups for category in range(self.categories)}
        return found | {(row, column, self.categories) for row, column in totals}


def attack(reports: Reports, hidden: set[Unknown]) -> set[Unknown]:
    """The hidden counts that the shown ones and all sums tell exactly."""
    equations = []
    for *parts, total in reports.sums():
        signed = [(part, Fraction(1)) for part in parts] + [(total, Fraction(-1))]
        equations.append({name: sign for name, sign in signed if name in hidden})
    return determined([equation for equation in equations if equation])


@pytest.mark.parametrize("batch", range(10))
def test_the_attacker_recovers_nothing_of_1_200_years(batch: int) -> None:
    for seed in range(batch, 1200, 10):
        reports = Reports(seed)
        hidden = reports.hidden()
        small = {place for place, count in reports.counts.items() if must_hide([count])}
        assert small <= hidden, seed
        assert attack(reports, hidden) == set(), seed


def test_the_attacker_finds_what_is_badly_hidden() -> None:
    """Hiding only the small counts themselves is not enough: the attacker is not asleep."""
    found = 0
    for seed in range(100):
        reports = Reports(seed)
        small = {place for place, count in reports.counts.items() if must_hide([count])}
        found += bool(attack(reports, small))
    assert found > 30


def test_a_total_that_tells_everything_is_told_apart() -> None:
    assert gives_away([1, 1, 1, 0], 3)
    assert gives_away([2, 2], 4)
    assert not gives_away([1, 2], 3)
    assert not gives_away([1, 5], 6)


def test_a_grid_without_rectangles_is_refused() -> None:
    with pytest.raises(ValueError, match="hides nothing"):
        closed({(0, 0)}, [0], [0, 1], lambda _: 1)
