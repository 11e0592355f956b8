"""How long the lists of a workbook are, against the rows that are read to make it."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
import sqlalchemy as sa
from indicator_oracle import PARIS
from indicator_worlds import PERIODS, clear, draw, write

from bot.reports.indicators.raw import SHEETS
from bot.reports.indicators.raw.length import more_than
from bot.reports.indicators.raw.sheet import Reading
from bot.rules.period import Period
from bot.store.database import Database
from bot.store.indicators.scope import Asked

MINE = [sheet for sheet in SHEETS if not sheet.everyone]
"""What a workbook of one buyer has."""


@dataclass(frozen=True)
class Counted(Reading):
    """Counts the rows that are read."""

    read: list[int] = field(default_factory=list)

    def rows(self, query: sa.Select[Any]) -> Iterator[Any]:
        found = list(super().rows(query))
        self.read.append(len(found))
        return iter(found)


def test_it_is_known_before_anything_is_read(database: Database) -> None:
    longest = 0
    for seed in range(12 if database.on_sqlite else 4):
        with database.begin() as session:
            write(session, draw(seed))
            for period in (PERIODS[1], PERIODS[-1]):
                for buyer, sheets in ((None, SHEETS), (2, MINE)):
                    reading = Counted(session, Asked(Period(*period), PARIS, buyer), "fr")
                    rows = [len(list(sheet.rows(reading))) for sheet in sheets]
                    contracts, *others = rows
                    assert others == reading.read[1:]
                    assert contracts <= reading.read[0]
                    length = sum(reading.read)
                    assert not more_than(reading, sheets, length)
                    assert not length or more_than(reading, sheets, length - 1)
                    longest = max(longest, length)
            clear(session)
    assert longest > 20


def test_nothing_is_counted_beyond_the_limit(on_sqlite: Database) -> None:
    """One list is enough to know, and no row of any is read."""
    said: list[str] = []
    with on_sqlite.begin() as session:
        write(session, draw(1))
        reading = Reading(session, Asked(Period(*PERIODS[-1]), PARIS), "fr")
        sa.event.listen(session.core, "before_cursor_execute", lambda *told: said.append(told[2]))
        assert more_than(reading, SHEETS, 0)
    assert len(said) == 1
    assert said[0].startswith("SELECT count(*)")


@pytest.mark.parametrize("most", [0, 100])
def test_of_nothing_there_are_no_rows(on_sqlite: Database, most: int) -> None:
    with on_sqlite.begin() as session:
        reading = Reading(session, Asked(Period(*PERIODS[-1]), PARIS), "fr")
        assert not more_than(reading, SHEETS, most)
