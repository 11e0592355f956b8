"""What leaves the PLIE, attacked by someone who has every report of a year and knows that counts are whole,
what a mask stands for, and every sum and bound. To recover a count of one or two people is to know which."""

from typing import Any

import pytest
from attacker import Attacker
from masked_years import Grid, year

from bot.reports.indicators import groups
from bot.reports.indicators.masks import masks
from bot.rules.disclosure import HIDDEN, SMALL, is_small
from bot.rules.recovery import Reader, Rule

YEARS, BATCHES = 80, 8


def attack(grid: Grid, said: dict[Any, str]) -> set[Any]:
    true = groups.counts(grid)
    known = groups.rules(grid, true, 1 + max(row for row, _ in grid), 5)
    told = {spot: said.get(spot, count) for spot, count in true.items()}
    return Attacker(told, [(rule.terms, rule.exact) for rule in known]).recovered(true)


def named(grid: Grid) -> dict[Any, str]:
    """Every count by its mask as it was before readers were thought of: "< 3" for each small one."""
    true, said = groups.counts(grid), masks(grid)
    return {spot: SMALL if is_small(true[spot]) else HIDDEN for spot in said}


@pytest.mark.parametrize("batch", range(BATCHES))
def test_the_attacker_recovers_nothing_of_a_thousand_reports(batch: int) -> None:
    reports = 0
    for seed in range(batch, YEARS, BATCHES):
        grid = year(seed)
        said, true = masks(grid), groups.counts(grid)
        assert {spot for spot, count in true.items() if is_small(count)} <= said.keys(), seed
        assert all(is_small(true[spot]) for spot, word in said.items() if word == SMALL), seed
        assert attack(grid, said) == set(), seed
        reports += len(grid)
    assert reports * BATCHES > 1000


def test_the_attacker_finds_what_is_badly_masked() -> None:
    found = sum(len(attack(grid, named(grid))) for grid in map(year, range(1, 9)))
    assert found > 100


def test_the_same_year_is_masked_the_same_way_each_time() -> None:
    assert list(masks(year(4)).items()) == list(masks(year(4)).items())


def test_a_year_with_enough_people_keeps_most_of_its_counts() -> None:
    grid = year(1, (600, 600), 3)
    said, true = masks(grid), groups.counts(grid)
    assert len(said) < len(true) / 2


def reader(counts: dict[str, int], *rules: Rule, **ranges: tuple[int, int | None]) -> Reader:
    made = Reader(counts, rules)
    made.ranges.update(ranges)
    return made


def test_two_small_counts_and_their_small_sum_are_pinned() -> None:
    """1 + 1 = 2, each of them shown as one or two: there is no other reading."""
    whole = Rule([("a", 1), ("b", 1), ("year", -1)], exact=True)
    counts = {"a": 1, "b": 1, "year": 2}
    pinned = reader(counts, whole, a=(1, 2), b=(1, 2), year=(1, 2))
    assert pinned.unsure("a") == pinned.unsure("year") == set()
    assert reader(counts, whole, a=(0, None), b=(1, 2), year=(1, 2)).unsure("b") == {"a", "b"}


def test_a_bound_may_tell_too() -> None:
    bound = Rule([("all", 1), ("some", -1)], exact=False)
    free = reader({"all": 2, "some": 1}, bound, all=(1, 2), some=(1, 2))
    assert free.unsure("some") == {"some"}
    assert reader({"all": 1, "some": 1}, bound, some=(1, 2)).unsure("some") == set()


def test_a_count_that_is_shown_is_known() -> None:
    assert reader({"a": 5}).unsure("a") == set()
