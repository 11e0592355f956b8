"""The traps of the annex, counted by hand: the figures, the independent count, and who falls into a trap."""

import pytest
from indicator_oracle import PARIS, Oracle
from indicator_trapped import LEFT, OF_ALL, OF_THE_ONE_THAT_LEFT, QUARTER, trapped
from indicator_traps import TRAPS
from indicator_worlds import write

from bot.rules.period import Period
from bot.store import indicators
from bot.store.database import Database
from bot.store.indicators.scope import Asked

BY_HAND = [(None, OF_ALL), (LEFT, OF_THE_ONE_THAT_LEFT)]


@pytest.mark.parametrize(("buyer", "figures"), BY_HAND)
def test_figures_counted_by_hand(database: Database, buyer: int | None, figures: dict[str, object]) -> None:
    world = trapped()
    assert Oracle(world.rows, world.opened, (*QUARTER, buyer)).figures() == figures
    with database.begin() as session:
        write(session, world)
        assert indicators.figures(session, Asked(Period(*QUARTER), PARIS, buyer)) == figures


@pytest.mark.parametrize("trap", TRAPS)
def test_who_falls_into_a_trap_is_wrong(trap: type[Oracle]) -> None:
    world = trapped()
    assert trap(world.rows, world.opened, (*QUARTER, None)).figures() != OF_ALL
