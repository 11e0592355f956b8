"""The indicators as they may leave the PLIE: whole quarters and years, nothing about one or two people."""

import copy
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
    """Reports that leave the PLIE are for whole quarters and years only."""


def check(period: Period) -> None:
    """Go on only when a report of this period may leave the PLIE. Raises NotOutsideError."""
    if not may_go_outside(period):
        raise NotOutsideError(NotOutsideError.__doc__)


class Reports:
    """All the reports of a year: one row for everybody and one for each buyer, four quarters and the year."""

    def __init__(self, session: Session, number: int, zone: ZoneInfo, buyer_id: int | None) -> None:
        first = date(number, 1, 1)
        self.periods = [quarter(date(number, month, 1)) for month in _QUARTERS] + [year(first)]
        buyers = organisations.buyers_with_contracts(session)
        also = [] if buyer_id is None or buyer_id in buyers else [buyer_id]
        self.rows: list[int | None] = [None, *buyers, *also]
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
        return masks(self._figures)
