"""The indicators against an independent count, over worlds drawn at random with the traps of the annex."""

from datetime import date
from typing import Any

import pytest
from indicator_oracle import PARIS, Oracle
from indicator_worlds import clear, draw, write

from bot.rules.period import Period
from bot.store import indicators
from bot.store.database import Database
from bot.store.indicators.scope import Asked

PERIODS = [
    (date(2027, 1, 1), date(2027, 3, 31)),
    (date(2027, 1, 1), date(2027, 12, 31)),
    (date(2026, 12, 31), date(2026, 12, 31)),
    (date(2028, 2, 1), date(2028, 2, 29)),
    (date(2026, 11, 15), date(2027, 4, 1)),
    (date(2020, 1, 1), date(2030, 12, 31)),
]
WORLDS, BATCHES = 304, 8
FEWER = 8
"""PostgreSQL counts the same way: it gets one world in eight."""


def told(figures: dict[str, Any]) -> dict[str, Any]:
    return {name: figures[name] for name in ("markets", "hours", "people", "implementation")}


@pytest.mark.parametrize("batch", range(BATCHES))
def test_figures_equal_an_independent_count(database: Database, batch: int) -> None:
    worlds = WORLDS if database.on_sqlite else WORLDS // FEWER
    for seed in range(batch, worlds, BATCHES):
        world = draw(seed)
        with database.begin() as session:
            write(session, world)
            for first, last in PERIODS:
                for buyer in (None, 2, 3):
                    asked = Asked(Period(first, last), PARIS, buyer)
                    expected = Oracle(world.rows, world.opened, (first, last, buyer)).figures()
                    assert told(indicators.figures(session, asked)) == expected, (seed, first, last, buyer)
            clear(session)


def test_the_worlds_hold_what_the_figures_count() -> None:
    """No figure is zero in all worlds: an oracle that only agrees on nothing would prove nothing."""
    seen: set[str] = set()
    for seed in range(60):
        world = draw(seed)
        for buyer in (None, 2):
            figures = Oracle(world.rows, world.opened, (*PERIODS[1], buyer)).figures()
            seen |= {name for name, value in leaves("", figures) if value}
    every = {
        name for name, _ in leaves("", Oracle(draw(1).rows, draw(1).opened, (*PERIODS[1], None)).figures())
    }
    fixed = {name for name in every if "reasons" in name or "by_adviser" in name}
    assert every - fixed <= seen


def leaves(path: str, value: Any) -> list[tuple[str, Any]]:
    if isinstance(value, dict):
        return [leaf for key, inner in value.items() for leaf in leaves(f"{path}.{key}", inner)]
    return [(path, value)]
