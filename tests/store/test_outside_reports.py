"""What leaves the PLIE, of years drawn at random: an attacker has every report, for everybody and for each
buyer, of each quarter and of the year, and every sum that holds."""

from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
import what_is_known
from attacker import Attacker
from indicator_oracle import PARIS
from indicator_worlds import clear, draw, write
from solver import determined

from bot.reports.indicators import kept
from bot.reports.indicators.groups import GROUPS
from bot.reports.indicators.outside import NotOutsideError, Reports
from bot.rules.period import Period
from bot.store.database import Database
from bot.store.indicators.scope import Asked

WORLDS, BATCHES, FEWER = 80, 4, 8
YEAR, COLUMNS = 4, range(5)
OVER = date(2028, 1, 1)
Grid = dict[tuple[int, int], dict[str, Any]]


def at(figures: dict[str, Any], path: tuple[str, ...]) -> Any:
    for name in path:
        figures = figures[name]
    return figures


def cells(figures: dict[str, Any]) -> dict[tuple[str, ...], Any]:
    """Every count of people of a report."""
    return what_is_known.cells(figures)


def equations(true: Grid, rows: range) -> list[list[tuple[tuple[Any, ...], int]]]:
    """All sums that hold: signed places that add up to nothing."""
    known = {place: cells(figures) for place, figures in true.items()}
    sums = []
    for path in known[0, 0]:
        there = [row for row in rows if path in known[row, 0]]
        sums += [[*(((row, q, path), 1) for q in range(4)), ((row, YEAR, path), -1)] for row in there]
        if len(there) == len(rows) > 1:
            sums += [
                [*(((row, column, path), 1) for row in rows[1:]), ((0, column, path), -1)]
                for column in COLUMNS
            ]
    for (row, column), figures in true.items():
        for group in GROUPS:
            if group.total:
                parts = [((row, column, (*group.path, name)), 1) for name in group.counts(figures)]
                sums.append([*parts, ((row, column, group.total), -1)])
    value = lambda place: known[place[0], place[1]][place[2]]  # noqa: E731
    return [one for one in sums if sum(sign * value(place) for place, sign in one) == 0]


def recovered(true: Grid, told: Grid, rows: range) -> set[Any]:
    hidden = {
        (*place, path)
        for place, figures in told.items()
        for path, v in cells(figures).items()
        if isinstance(v, str)
    }
    rest = [{p: Fraction(sign) for p, sign in one if p in hidden} for one in equations(true, rows)]
    return determined([one for one in rest if one])


@pytest.mark.parametrize("batch", range(BATCHES))
def test_nothing_hidden_is_recovered_and_no_small_count_is_told(database: Database, batch: int) -> None:
    worlds = WORLDS if database.on_sqlite else WORLDS // FEWER
    for seed in range(batch, worlds, BATCHES):
        with database.begin() as session:
            write(session, draw(seed))
            reports = Reports(session, 2027, PARIS, OVER)
            rows = range(len(reports.rows))
            told = {(row, column): reports.told(row, column) for row in rows for column in COLUMNS}
            clear(session)
        for place, figures in told.items():
            assert not {v for v in cells(figures).values() if v in (1, 2)}, (seed, place)
            assert figures["targets"] is None or shares_what_it_says(figures["targets"]), (seed, place)
        assert recovered(reports._figures, told, rows) == set(), seed
        assert narrowed(reports._figures, told) == set(), seed


def shares_what_it_says(targets: dict[str, Any]) -> bool:
    """Whether the share says nothing where one of its counts is hidden, and else no more than they do."""
    reached, people, share = (targets[name] for name in ("sustained", "supported", "sustained_percent"))
    if isinstance(reached, str) or isinstance(people, str):
        return bool(share == "n.c.")
    return share == 0 if not people else bool(abs(share - Decimal(100 * reached) / people) <= Decimal("0.05"))


def test_the_share_says_nothing_where_either_of_its_counts_is_hidden(database: Database) -> None:
    with database.begin() as session:
        write(session, draw(3))
        for name in ("supported", "sustained"):
            reports = Reports(session, 2027, PARIS, OVER)
            reports._masks = {((0, 0), ("targets", name)): "n.c."}
            assert reports.told(0, 0)["targets"]["sustained_percent"] == "n.c."
        reports._masks = {}
        assert reports.told(0, 0)["targets"]["sustained_percent"] != "n.c."


def narrowed(true: Grid, told: Grid) -> set[Any]:
    """What is recovered by who also knows what each mask stands for, and every bound."""
    counts = {(place, path): count for place in true for path, count in cells(true[place]).items()}
    said = {(place, path): at(told[place], path) for place, path in counts}
    return Attacker(said, what_is_known.known(true)).recovered(counts)


def test_only_whole_quarters_and_years_that_are_over_leave(database: Database) -> None:
    with database.begin() as session:
        for first, last in (
            (date(2027, 1, 1), date(2027, 1, 31)),
            (date(2027, 1, 1), date(2027, 6, 30)),
            (date(2027, 1, 2), date(2027, 3, 31)),
            (date(2027, 2, 1), date(2027, 4, 30)),
        ):
            with pytest.raises(NotOutsideError):
                kept.figures(session, Asked(Period(first, last), PARIS), OVER)
        quarter, year = (Period(date(2027, first, 1), date(2027, 12, 31)) for first in (10, 1))
        for period in (quarter, year):
            with pytest.raises(NotOutsideError):
                kept.figures(session, Asked(period, PARIS), date(2027, 12, 31))
            assert kept.figures(session, Asked(period, PARIS), OVER)["people"]["beneficiaries"] == 0
