"""What leaves the PLIE, attacked by someone who has every report of a year and knows that counts are whole,
what a mask stands for, and every sum and bound. To recover a count of one or two people is to know which."""

from typing import Any

import pytest
from attacker import Attacker
from masked_years import GROUPS, Grid, Someone, year
from masked_years import grid as grid_of
from what_is_known import PROFILE, Path, cells, known

from bot.reports.indicators.groups import at
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
    assert sum(len(Attacker(told, known(grid)).recovered(counts(grid))) for grid, told in made) > 10


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


PEOPLE, TRAINED = ("people", "beneficiaries"), ("people", "trained", "total")
REFERRED = ("implementation", "referrals")
LEFT: Path = ("people", "leavers")
PARTS: dict[Path, tuple[Path, ...]] = {
    **{("people", "profile", name): (PEOPLE,) for name in (*PROFILE, "eligibility")},
    ("people", "positive_exits"): (("people", "positive_exits", "total"),),
    (*LEFT, "reasons"): ((*LEFT, "placements"), (*LEFT, "people")),
    TRAINED[:-1]: (TRAINED,),
    REFERRED: ((*REFERRED, "total"),),
}
"""What says more of people, and of whom."""


def of_few(grid: Grid) -> list[Any]:
    """The counts that say of one or two people what they are."""
    true, found = counts(grid), []
    for place, path in true:
        wholes = [whole for whole in PARTS.get(path[:-1], ()) if whole != path]
        if any(is_small(true[place, whole]) for whole in wholes):
            found.append((place, path))
        elif path[:-1] == ("implementation", "presented"):
            found += [(place, path)] * is_small(sum(at(grid[place], path[:-1]).values()))
    return found


@pytest.mark.parametrize("batch", range(BATCHES))
def test_what_one_or_two_people_are_is_not_told_and_cannot_be_worked_out(batch: int) -> None:
    met = 0
    for seed in range(batch, YEARS, BATCHES):
        grid = year(seed)
        said, true = masks(grid), counts(grid)
        reader = Attacker({spot: said.get(spot, count) for spot, count in true.items()}, known(grid))
        there = [spot for spot in of_few(grid) if true[spot]]
        assert {said.get(spot) for spot in there} <= {HIDDEN}, seed
        assert all(reader.can_be(spot, 0) for spot in there if is_small(true[spot])), seed
        met += len(there)
    assert met > 300


def test_a_report_that_hides_how_many_people_there_are_hides_all_the_same_what_they_are() -> None:
    for seed in range(20):
        said = masks(year(seed))
        for (place, path), word in said.items():
            wholes = [whole for whole in PARTS.get(path[:-1], ()) if whole != path]
            assert word == HIDDEN or not any((place, whole) in said for whole in wholes), (seed, place, path)


def test_why_somebody_left_three_contracts_is_not_told() -> None:
    """Three departures are no small number; the one person is."""
    people = [Someone(dict.fromkeys(GROUPS, "other"), [], [(1, 0)], left=[("health", [(1, 0)])] * 3)]
    people[0].groups |= {name: codes[0] for name, codes in GROUPS.items()}
    said = masks(grid_of(2, people, 3))
    assert ((1, 0), (*LEFT, "placements")) not in said
    assert said[(1, 0), (*LEFT, "people")] in (SMALL, HIDDEN)
    assert said[(1, 0), (*LEFT, "reasons", "health")] == HIDDEN


def test_what_says_nothing_more_goes_on_being_told_as_one_or_two() -> None:
    """Where it may: a reader who is told nothing of what they are may know that there are one or two."""
    said = [item for seed in range(60) for item in masks(year(seed)).items()]
    assert sum(path == PEOPLE and word == SMALL for (_, path), word in said) > 50


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
