"""What reports tell together of one or two people, what can hide nothing, and what need not be hidden."""

import copy
import random
from typing import Any

import pytest
from attacker import Attacker
from masked_years import ELIGIBLE, GROUPS, QUARTERS, YEAR, Grid, Someone
from masked_years import grid as grid_of
from what_is_known import PROFILE, WHOLE, Path, cells, known

from bot.reports.indicators.masks import masks
from bot.rules.readings import Readings
from bot.rules.recovery import Reader, Rule

STAY, OFTEN = 0.97, 0.3
GRIDS = range(6)


def counts(grid: Grid) -> dict[Any, int]:
    return {(place, path): count for place, figures in grid.items() for path, count in cells(figures).items()}


def person(draw: random.Random, buyer: int, first: int, last: int) -> Someone:
    """At work with a buyer from one quarter to another, sent there by the PLIE."""
    groups = {name: draw.choice(codes) for name, codes in GROUPS.items()}
    work = [(buyer, one) for one in range(first, last + 1)]
    return Someone(groups, [draw.choice(ELIGIBLE)], work, referred=[(True, [(buyer, first)])])


def stable(seed: int, *sizes: int) -> Grid:
    """Nearly everybody works all the year."""
    draw = random.Random(seed)
    people = []
    for buyer, size in enumerate(sizes, 1):
        for _ in range(size):
            first = 0 if draw.random() < STAY else draw.choice(QUARTERS[1:])
            last = 3 if draw.random() < STAY else draw.choice([first, 3])
            people.append(person(draw, buyer, first, last))
    return grid_of(len(sizes), people, 3)


def moving(seed: int, *sizes: int, starts: int = 0) -> Grid:
    """People come and go; the last buyer's first come with the quarter `starts`."""
    draw = random.Random(seed)
    people = []
    for buyer, size in enumerate(sizes, 1):
        for _ in range(size):
            first = draw.choice([0, 0, *QUARTERS])
            first = max(first, starts if buyer == len(sizes) else 0)
            found = person(draw, buyer, first, min(3, first + draw.choice([0, 1, 1, 2, 3])))
            found.left = [(draw.choice(["health", "moved"]), [(buyer, first)])] * (draw.random() < OFTEN)
            found.trained = [("before", [(buyer, first)])] * (draw.random() < OFTEN)
            people.append(found)
    return grid_of(len(sizes), people, 3)


def few_apart(grid: Grid) -> dict[Any, tuple[Any, Any]]:
    """Two counts that tell together what one or two people are, under a name: those of a whole who are not in
    its part."""
    true = counts(grid)
    rows = 1 + max(row for row, _ in grid)
    pairs = [((row, YEAR), (row, one)) for row in range(rows) for one in QUARTERS]
    pairs += [((0, column), (row, column)) for row in range(1, rows) for column in (*QUARTERS, YEAR)]
    few = [(whole, part) for whole, part in pairs if 0 < true[whole, WHOLE] - true[part, WHOLE] < 3]
    said: list[Path] = [path for _, path in true if path[:2] == ("people", "profile")]
    return {
        (part, ("apart", str(whole), *path)): ((whole, path), (part, path))
        for whole, part in few
        for path in dict.fromkeys(said)
        if true[whole, path] > true[part, path]
    }


def reader(grid: Grid, said: dict[Any, str]) -> tuple[Attacker, list[Any]]:
    """An attacker who also asks what whole and part tell together."""
    true, apart = counts(grid), few_apart(grid)
    told = {spot: said.get(spot, count) for spot, count in true.items()} | dict.fromkeys(apart, "n.c.")
    beyond = [([(whole, 1), (part, -1), (name, -1)], True) for name, (whole, part) in apart.items()]
    return Attacker(told, [*known(grid), *beyond]), list(apart)


@pytest.mark.parametrize("seed", GRIDS)
@pytest.mark.parametrize("sizes", [(60, 40), (80, 60, 50), (50,)])
def test_a_year_and_its_quarter_do_not_tell_what_the_newcomer_is(seed: int, sizes: tuple[int, ...]) -> None:
    grid = stable(seed, *sizes)
    attacker, apart = reader(grid, masks(grid))
    assert all(attacker.can_be(both, 0) for both in apart)


def test_without_masks_they_would_be_told() -> None:
    found = [reader(grid, {}) for grid in (stable(seed, 60, 40) for seed in GRIDS)]
    assert sum(not one.can_be(both, 0) for one, apart in found for both in apart) > 50


def early(grid: Grid, starts: int) -> list[tuple[int, int]]:
    """The places of the last buyer before its first clause."""
    return [(max(row for row, _ in grid), column) for column in range(starts)]


def attacked(grid: Grid, said: dict[Any, str], noughts: list[tuple[int, int]]) -> set[Any]:
    """What is recovered by who knows a buyer's noughts before its first clause, but for exits."""
    told = {spot: said.get(spot, count) for spot, count in counts(grid).items()}
    sure = [spot for spot in told if spot[0] in noughts and spot[1][:2] != ("people", "positive_exits")]
    return Attacker(told | dict.fromkeys(sure, 0), known(grid)).recovered(counts(grid))


def test_nothing_hides_behind_the_noughts_of_a_buyer_before_its_first_clause() -> None:
    naive = 0
    for seed in range(24):
        draw = random.Random(seed)
        sizes = [draw.randint(2, 60) for _ in range(draw.randint(1, 2))]
        grid = moving(seed, *sizes, draw.randint(1, 40), starts=3)
        noughts = early(grid, 3)
        assert attacked(grid, masks(grid, too_early=noughts), noughts) == set(), seed
        naive += bool(attacked(grid, masks(grid), noughts))
    assert naive > 3


def test_what_was_hidden_behind_such_noughts_is_not_any_more() -> None:
    """A clause confirmed later than was thought: the reports told before hid counts behind them."""
    for seed in range(12):
        grid = moving(seed, 30 + seed, 8 + seed, 10, starts=3)
        noughts = early(grid, 3)
        told = {spot: word for spot, word in masks(grid).items() if spot[0][1] < YEAR}
        said = masks(grid, told, noughts)
        assert attacked(grid, said, noughts) == set(), seed
        assert not [spot for spot in said if spot[0] in noughts and spot[1] == WHOLE]


def test_one_count_that_stands_since_another_day_hides_no_more() -> None:
    """A quarter was told, somebody is taken out since: it is more than its year, against all bounds."""

    def everybodys(said: dict[Any, str]) -> int:
        return sum(place == (0, YEAR) for place, _ in said)

    for seed in range(3):
        grid = stable(seed, 200, 120, 80, 40, 12, 3)
        stale = copy.deepcopy(grid)
        told, year = (stale[1, column]["people"] for column in (0, YEAR))
        more = year["beneficiaries"] - told["beneficiaries"] + 1
        told["beneficiaries"] += more
        for name in PROFILE:
            told["profile"][name][next(iter(told["profile"][name]))] += more
        assert everybodys(masks(stale)) <= everybodys(masks(grid)), seed


@pytest.mark.parametrize("buyers", [1, 2])
def test_the_one_who_left_no_buyers_lot_is_not_what_the_others_leave(buyers: int) -> None:
    people = []
    for buyer in range(1, buyers + 1):
        people += [person(random.Random(one), buyer, 0, 3) for one in range(12)]
    for number, one in enumerate(people):
        one.left = [("health" if number % 2 else "moved", one.at_work[:1])]
    other = person(random.Random(99), 1, 0, 3)
    other.at_work, other.left = [(None, 0)], [("health", [(None, 0)])]
    grid = grid_of(buyers, [*people, other], 3)
    reasons: Path = ("people", "leavers", "reasons")
    places = [(row, 0) for row in range(buyers + 1)]
    true = counts(grid)
    assert true[places[0], (*reasons, "health")] == 1 + sum(
        true[one, (*reasons, "health")] for one in places[1:]
    )
    said = masks(grid)
    assert any((one, (*reasons, "health")) in said for one in places)
    assert any((one, (*reasons, "moved")) in said for one in places)


def test_who_works_before_the_first_clause_is_no_nought() -> None:
    """A clause confirmed late: what such a report says must be hidden as any other's."""
    for seed in range(10):
        grid = moving(seed, 20, 4)
        assert masks(grid, too_early=early(grid, 3)).keys() >= {
            spot for spot, count in counts(grid).items() if count in (1, 2)
        }


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("sizes", [(120, 60, 30, 8), (200, 120, 80, 40, 12, 3)])
def test_everybodys_people_of_the_year_are_told(seed: int, sizes: tuple[int, ...]) -> None:
    """They need not be hidden: nobody can recover anything, as the attacker shows."""
    grid = moving(seed, *sizes)
    said = masks(grid)
    assert ((0, YEAR), WHOLE) not in said
    assert attacked(grid, said, []) == set()


def test_a_reading_is_found_that_moves_many_counts_at_once() -> None:
    """A ring in which each count is tied to the next: all move, or none."""
    ring = [Rule([(one, 1), ((one + 1) % 50, -1)], exact=True) for one in range(50)]
    found = Reader(dict.fromkeys(range(50), 4), ring)
    for one in range(50):
        found.masked(one, 0, None)
    assert found.unsure(0) == set(range(50))
    assert found.may_be_none(0) == set(range(50))


def test_no_reading_is_found_where_there_is_none() -> None:
    readings = Readings(3, [[(0, 1), (1, 1), (2, -1)], [(0, 1), (1, -1)]], [True, True], [0, 0])
    bounds = ([-1, -1, 0], [1, 1, 0])
    assert readings.one(bounds, 0, (1, 5), {}) == {}
    assert readings.one(([-1, -1, -2], [1, 1, 2]), 0, (1, 5), {}) == {0: 1, 1: 1, 2: 2}
    assert readings.one(([-1, -1, -2], [1, 1, 2]), 0, (2, 5), {}) == {}
    assert readings.one(([-1, -1, -2], [1, 1, 2]), 0, (1, 1), {}, among=[0]) == {}


def test_a_slack_is_kept_and_wishes_are_followed() -> None:
    readings = Readings(3, [[(0, 1), (1, -1)]], [False], [2])
    free = ([-9, -9, -9], [9, 9, 9])
    assert readings.one(free, 0, (-9, -9), {1: 1})[1] == -7
    assert readings.one(free, 0, (1, 1), {1: 1})[1] == 3
    assert 2 not in readings.one(free, 0, (1, 1), {2: 1})


@pytest.mark.parametrize(("size", "found"), [(1000, True), (200_001, False)])
def test_the_search_ends(size: int, found: bool) -> None:
    readings = Readings(size, [[(one, 1) for one in range(size)]], [True], [0])
    assert bool(readings.one(([-1] * size, [1] * size), 0, (1, 1), {})) is found
