"""Reports of a year told one after the other while facts go on coming late: what a correction changes is told
only where three people or more are behind it, and nothing that was hidden comes out."""

import copy
import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from attacker import Attacker, Impossible
from masked_years import Grid, Someone, draw_people, grid
from what_is_known import cells, known

from bot.reports.indicators import again
from bot.reports.indicators.masks import masks

SEEDS, BATCHES = range(1, 13), 3
LAST_TOLD = 6
"""Reports are told after each quarter, then twice more."""
Cells = dict[Any, Any]


@dataclass
class Telling:
    """What stands in every report of the year told so far, and what is true of them."""

    told: Grid = field(default_factory=dict)
    counted: Grid = field(default_factory=dict)
    """As the masks took them: with what stood of earlier tellings."""
    live: Cells = field(default_factory=dict)

    def again(self, counted: Grid) -> "Telling":
        """The next telling, of the figures as they are known by then."""
        live = flat(counted)
        settled: dict[Any, str | None] = {}
        for place, told in self.told.items():
            settled |= {(place, path): word for path, word in again.settle(told, counted[place]).items()}
        said = masks(counted, settled)
        whole = 1 + max(column for _, column in counted)
        over = {place for place in counted if whole == 5 or place[1] < whole - 1}
        told = {place: masked(place, counted[place], said) for place in over}
        return Telling(told, counted, {spot: count for spot, count in live.items() if spot[0] in over})


def flat(reports: Grid) -> Cells:
    return {
        (place, path): count for place, figures in reports.items() for path, count in cells(figures).items()
    }


def masked(place: tuple[int, int], figures: dict[str, Any], said: dict[Any, str]) -> dict[str, Any]:
    made = copy.deepcopy(figures)
    for (where, (*above, name)), word in said.items():
        if where == place:
            inner = made
            for key in above:
                inner = inner[key]
            inner[name] = word
    return made


def late(seed: int, share: float) -> tuple[int, list[tuple[int, Someone]]]:
    """The people of a year, and from which telling on each of them is known."""
    draw = random.Random(seed)
    buyers, people = draw_people(seed, (20, 120))
    return buyers, [(draw.randint(1, 5) if draw.random() < share else 0, one) for one in people]


def tellings(seed: int, share: float = 0.3) -> Iterator[Telling]:
    buyers, people = late(seed, share)
    telling = Telling()
    for number in range(LAST_TOLD):
        heard = [one for since, one in people if since <= number]
        counted = grid(buyers, heard, min(number, 3))
        for figures in counted.values():
            if figures["targets"] is not None:
                figures["targets"]["sustained_percent"] = 0
        telling = telling.again(counted)
        yield telling


def kind(path: tuple[str, ...]) -> tuple[str, ...]:
    """What is told together, by hand: the people and their profile, the exits, the trainings…"""
    if path[:2] in (("people", "beneficiaries"), ("people", "profile")):
        return ("profile",)
    return path[:1] if path[0] == "targets" else path[:2]


def changed(before: Telling, after: Telling) -> dict[Any, int]:
    """The reports and kinds of which a number is told anew, each with the most that one of its counts is away
    from what was told; those that told of nobody before are left out."""
    found: dict[Any, int] = {}
    for place, figures in before.told.items():
        then, now = cells(figures), cells(after.told[place])
        anew = {kind(path) for path in then if isinstance(now[path], int) and now[path] != then[path]}
        for which in anew & {kind(path) for path in then if then[path] != 0}:
            alike = [path for path in then if kind(path) == which]
            found[place, which] = max(away(then[path], after.live[place, path]) for path in alike)
    return found


def away(word: int | str, count: int) -> int:
    """How far a count is from what was told of it, at least."""
    if word == "< 3":
        return max(1 - count, count - 2, 0)
    return abs(word - count) if isinstance(word, int) else 0


def recovered(telling: Telling, *, trusting: bool) -> set[Any]:
    """What an attacker works out of all that stands; without trust, from the sums within each report only:
    those between reports of different days may be off by two."""
    told = flat(telling.told)
    rules = [rule for rule in known(telling.counted) if all(cell in told for cell, _ in rule[0])]
    within = [rule for rule in rules if len({(place, kind(path)) for (place, path), _ in rule[0]}) == 1]
    counted = {spot: count for spot, count in flat(telling.counted).items() if spot in told}
    try:
        return Attacker(told, rules if trusting else within).recovered(counted)
    except Impossible:
        return set()


@pytest.mark.parametrize("batch", range(BATCHES))
def test_what_is_told_again_changes_by_three_or_not_at_all_and_gives_nothing_away(batch: int) -> None:
    told_anew = 0
    for seed in SEEDS[batch::BATCHES]:
        before = Telling()
        for after in tellings(seed):
            told = flat(after.told)
            assert not {1, 2} & set(told.values()), seed
            stale = [abs(word - after.live[spot]) for spot, word in told.items() if isinstance(word, int)]
            assert max(stale) <= 2, seed
            anew = changed(before, after)
            assert all(by >= 3 for by in anew.values()), (seed, anew)
            told_anew += len(anew)
            assert recovered(after, trusting=False) == set(), seed
            masks_before = {spot for spot, word in flat(before.told).items() if isinstance(word, str)}
            assert all(isinstance(told[spot], str) for spot in masks_before), seed
            before = after
    assert told_anew


def test_without_late_facts_not_even_who_trusts_every_sum_finds_a_count() -> None:
    for seed in range(1, 6):
        for telling in tellings(seed, share=0):
            assert recovered(telling, trusting=True) == set(), seed


def figures(exits: dict[str, int], people: int = 0) -> dict[str, Any]:
    """The figures of a buyer, with these exits and so many beneficiaries of one sort."""
    made = grid(1, [], 0)[1, 0]
    made["people"]["positive_exits"] |= exits
    made["people"]["beneficiaries"] = people
    return made


EXITS = ("people", "positive_exits")


def test_one_or_two_more_wait_and_three_are_told() -> None:
    told = figures({"total": 9, "hiring_company": 9})
    for more, left in ((1, 9), (2, 9), (-2, 9), (3, 12), (-3, 6)):
        now = figures({"total": 9 + more, "hiring_company": 9 + more}, people=40)
        again.settle(told, now)
        assert now["people"]["positive_exits"]["total"] == left
        assert now["people"]["beneficiaries"] == 40


def test_where_nobody_was_told_of_the_first_one_is_counted() -> None:
    now = figures({"total": 1, "training": 1})
    settled = again.settle(figures({}), now)
    assert now["people"]["positive_exits"]["total"] == 1
    assert (*EXITS, "total") not in settled


def test_a_mask_stays_whatever_the_count_becomes() -> None:
    told = figures({"total": 9, "hiring_company": "n.c.", "training": "< 3"})  # type: ignore[dict-item]
    for exits, word in ((4, "< 3"), (0, "< 3"), (5, None)):
        now = figures({"total": 9, "hiring_company": 9 - exits, "training": exits})
        settled = again.settle(told, now)
        assert settled[*EXITS, "hiring_company"] == "n.c."
        assert settled[*EXITS, "training"] == "< 3"
        stands = now["people"]["positive_exits"]["training"] in (1, 2)
        assert stands == (word is not None)
