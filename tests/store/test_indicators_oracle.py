"""The indicators against an independent count, over worlds drawn at random; `test_indicator_traps` has one
with every trap of the annex."""

from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from indicator_drawn import asks, worlds
from indicator_oracle import PARIS, Oracle
from indicator_worlds import Draw, clear, write

from bot.rules.period import Period
from bot.store import indicators
from bot.store.database import Database
from bot.store.indicators import markets, reading
from bot.store.indicators.scope import Asked

WORLDS, BATCHES = 100, 4
FEWER = 20
"""PostgreSQL counts the same way: it gets fewer worlds."""
SOAKED = 2000
ALIKE = settings(
    deadline=None,
    database=None,
    phases=(Phase.generate, Phase.shrink),
    suppress_health_check=list(HealthCheck),
)


@pytest.mark.timeout(900)
@pytest.mark.parametrize("batch", range(BATCHES))
def test_figures_equal_an_independent_count(
    database: Database, batch: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A world that fails is made as small as it can be. Those of the last batch are counted as large ones
    are."""
    if batch == BATCHES - 1:
        for module, name in ((reading, "MANY"), (markets, "MANY"), (reading, "_STRETCH")):
            monkeypatch.setattr(module, name, 2)
    seed(batch)(comparison(database, WORLDS if database.on_sqlite else FEWER))()


@pytest.mark.soak
def test_figures_equal_an_independent_count_of_other_worlds(on_sqlite: Database) -> None:
    comparison(on_sqlite, SOAKED)()


def comparison(database: Database, number: int) -> Callable[[], None]:
    """A test over so many worlds, with what is asked of each."""

    @settings(ALIKE, max_examples=number)
    @given(worlds(), st.data())
    def compare(world: Draw, data: st.DataObject) -> None:
        with database.begin() as session:
            write(session, world)
            for first, last, buyer in data.draw(asks(world), label="periods and buyers"):
                expected = Oracle(world.rows, world.opened, (first, last, buyer)).figures()
                assert indicators.figures(session, Asked(Period(first, last), PARIS, buyer)) == expected
            clear(session)

    return compare
