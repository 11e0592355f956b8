"""What leaves the PLIE, attacked by someone who has every report of a year and knows that counts are whole,
what a mask stands for, and every sum and bound. To recover a count of one or two people is to know which."""

from typing import Any

import pytest
from attacker import Attacker
from masked_years import Grid, year
from what_is_known import PROFILE, cells, known

from bot.reports.indicators.masks import masks
from bot.rules.disclosure import HIDDEN, SMALL, is_small
from bot.rules.recovery import Reader, Rule

YEARS, BATCHES = 80, 8


def attack(grid: Grid, said: dict[Any, str]) -> set[Any]:
    true = counts(grid)
    told = {spot: said.get(spot, count) for spot, count in true.items()}
    return Attacker(told, known(grid)).recovered(true)


def counts(grid: Grid) -> dict[Any, int]:
    return {(place, path): count for place, figures in grid.items() for path, count in cells(figures).items()}


def named(grid: Grid) -> dict[Any, str]:
    """Every count by its mask as it was before readers were thought of: "< 3" for each small one."""
    true, said = counts(grid), masks(grid)
    return {spot: SMALL if is_small(true[spot]) else HIDDEN for spot in said}


@pytest.mark.parametrize("batch", range(BATCHES))
def test_the_attacker_recovers_nothing_of_a_thousand_reports(batch: int) -> None:
    reports = 0
    for seed in range(batch, YEARS, BATCHES):
        grid = year(seed)
        said, true = masks(grid), counts(grid)
        assert {spot for spot, count in true.items() if is_small(count)} <= said.keys(), seed
        assert all(is_small(true[spot]) for spot, word in said.items() if word == SMALL), seed
        assert attack(grid, said) == set(), seed
        reports += len(grid)
    assert reports * BATCHES > 1000


def editions(seed: int, *, remembered: bool) -> tuple[Grid, dict[Any, Any]]:
    """A year, and what each report of it says on the first day after its period."""
    settled: dict[Any, str | None] = {}
    told: dict[Any, Any] = {}
    for last in range(4):
        grid = year(seed, (20, 120), last=last)
        said = masks(grid, settled if remembered else {})
        over = {last} if last < 3 else {last, last + 1}
        new = {spot: count for spot, count in counts(grid).items() if spot[0][1] in over}
        told |= {spot: said.get(spot, count) for spot, count in new.items()}
        settled |= {spot: said.get(spot) for spot in new}
        assert {spot: said.get(spot) for spot in settled} == settled or not remembered
    return grid, told


def test_reports_of_different_days_tell_no_more_than_those_of_one() -> None:
    for seed in range(1, 9):
        grid, told = editions(seed, remembered=True)
        assert Attacker(told, known(grid)).recovered(counts(grid)) == set(), seed


def test_reports_masked_anew_each_day_would_tell() -> None:
    made = (editions(seed, remembered=False) for seed in range(3, 6))
    assert sum(len(Attacker(told, known(grid)).recovered(counts(grid))) for grid, told in made) > 20


def test_what_was_settled_stays_but_a_count_that_became_small() -> None:
    grid = year(3)
    said, true = masks(grid), counts(grid)
    small = next(spot for spot, count in true.items() if is_small(count))
    shown = next(spot for spot, count in true.items() if count >= 3 and spot in said)
    before: dict[Any, str | None] = {small: None, shown: SMALL, ((0, 0), ("people", "gone")): HIDDEN}
    again = masks(grid, before)
    assert again[small] in (SMALL, HIDDEN)
    assert again[shown] == HIDDEN


def test_what_the_attacker_knows_is_true() -> None:
    for grid in map(year, range(12)):
        true = counts(grid)
        for terms, exact in known(grid):
            added = sum(sign * true[cell] for cell, sign in terms)
            assert added == 0 if exact else added >= 0


PARTS = {
    **{("people", "profile", name): ("people", "beneficiaries") for name in (*PROFILE, "eligibility")},
    ("people", "positive_exits"): ("people", "positive_exits", "total"),
    ("people", "leavers", "reasons"): ("people", "leavers", "placements"),
}
"""What says more of people, and how many these are."""


def test_a_report_that_hides_how_many_people_there_are_does_not_say_what_they_are() -> None:
    whole_small = 0
    for seed in range(20):
        grid = year(seed)
        said, true = masks(grid), counts(grid)
        for (place, path), word in said.items():
            whole = PARTS.get(path[:-1])
            if whole is not None and whole != path and (place, whole) in said:
                assert word == HIDDEN, (seed, place, path)
                whole_small += is_small(true[place, path])
    assert whole_small > 100


def test_the_attacker_finds_what_is_badly_masked() -> None:
    found = sum(len(attack(grid, named(grid))) for grid in map(year, range(1, 9)))
    assert found > 100


def test_the_same_year_is_masked_the_same_way_each_time() -> None:
    assert list(masks(year(4)).items()) == list(masks(year(4)).items())


def test_a_year_with_enough_people_keeps_most_of_its_counts() -> None:
    grid = year(1, (600, 600), 3)
    said, true = masks(grid), counts(grid)
    assert len(said) < len(true) / 2


def reader(counts: dict[str, int], *rules: Rule, **ranges: tuple[int, int | None]) -> Reader:
    made = Reader(counts, rules)
    for cell, (least, most) in ranges.items():
        made.masked(cell, least, most)
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
