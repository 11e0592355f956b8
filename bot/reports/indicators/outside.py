"""The indicators as they may leave the PLIE: whole quarters and years, nothing about one or two people."""

import copy
from collections.abc import Mapping
from datetime import date
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo

from bot.reports.indicators.groups import Spot, at
from bot.reports.indicators.masks import masks
from bot.rules.disclosure import HIDDEN
from bot.rules.period import Period, may_go_outside, quarter, year
from bot.store import indicators, organisations
from bot.store.database import Session
from bot.store.indicators.scope import Asked

_QUARTERS = (1, 4, 7, 10)


class NotOutsideError(ValueError):
    """Reports that leave the PLIE are for whole quarters and years that have begun."""


def check(period: Period, today: date) -> None:
    """Go on only when a report of this period may leave the PLIE. Raises NotOutsideError."""
    if not may_go_outside(period, today):
        raise NotOutsideError(NotOutsideError.__doc__)


class Reports:
    """All the reports of a year that has begun: one row for everybody and one for each buyer with a clause,
    a column for each quarter that has begun and one for the year.

    Only where somebody could have been counted does "n.c." hide anything: everybody knows that a quarter yet
    to come has no exits, and a buyer without a clause no beneficiaries.
    """

    def __init__(self, session: Session, number: int, zone: ZoneInfo, today: date) -> None:
        firsts = [date(number, month, 1) for month in _QUARTERS]
        self.periods = [quarter(first) for first in firsts if first <= today] + [year(firsts[0])]
        self.rows: list[int | None] = [None, *organisations.buyers_with_clauses(session)]
        self.settled: Mapping[Spot, str | None] = {}
        """As `masks` takes it: to be said before anything leaves."""
        self._figures = {
            (row, column): indicators.figures(session, Asked(period, zone, buyer))
            for row, buyer in enumerate(self.rows)
            for column, period in enumerate(self.periods)
        }

    def row(self, buyer_id: int | None) -> int:
        """The row of a buyer, or of everybody."""
        return self.rows.index(buyer_id)

    def column(self, period: Period) -> int:
        """The column of a quarter, or of the year."""
        return self.periods.index(period)

    def leaving(self, row: int, column: int) -> dict[str, Any]:
        """The figures of a place of the grid, with what must be hidden of them hidden."""
        figures = copy.deepcopy(self._figures[row, column])
        for (place, path), word in self._masks.items():
            if place == (row, column):
                *above, name = path
                at(figures, above)[name] = word
        targets, interviews = figures["targets"], figures["implementation"]["interviews"]
        if targets is not None and isinstance(targets["supported"], str):
            targets["sustained_percent"] = HIDDEN
        if interviews is not None:
            interviews.pop("by_adviser")
        return figures

    @cached_property
    def _masks(self) -> dict[Spot, str]:
        return masks(self._figures, self.settled)
