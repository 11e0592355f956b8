"""The indicators as they may leave the PLIE: whole quarters and years that are over, nothing about one or two
people."""

import copy
from collections.abc import Mapping
from datetime import date
from functools import cached_property, partial
from typing import Any
from zoneinfo import ZoneInfo

from bot.reports.indicators import again
from bot.reports.indicators.groups import Spot, at
from bot.reports.indicators.masks import masks
from bot.rules.disclosure import HIDDEN, Place
from bot.rules.period import Period, may_go_outside, quarter, year
from bot.store import indicators, organisations
from bot.store.database import Session
from bot.store.indicators.scope import Asked
from bot.store.readers import side_by_side

_QUARTERS = (1, 4, 7, 10)
_SHARED = ("supported", "sustained")
"""What the share of those in lasting work is made of."""


class NotOutsideError(ValueError):
    """Reports that leave the PLIE are for whole quarters and years that are over."""


def check(period: Period, today: date) -> None:
    """Go on only when a report of this period may leave the PLIE. Raises NotOutsideError."""
    if not may_go_outside(period, today):
        raise NotOutsideError(NotOutsideError.__doc__)


class Reports:
    """All the reports of a year of which a quarter is over: one row for everybody and one for each buyer with
    a clause, a column for each quarter that is over and one for the year as far as they go. This last one
    leaves once it is the whole year; before, it stands for what the year must not give away.

    Only where somebody could have been counted does "n.c." hide anything: everybody knows that a quarter yet
    to come has no exits, and a buyer before its first clause no beneficiaries. Raises NotOutsideError.
    """

    def __init__(self, session: Session, number: int, zone: ZoneInfo, today: date) -> None:
        quarters = [quarter(date(number, month, 1)) for month in _QUARTERS]
        over = [one for one in quarters if may_go_outside(one, today)]
        if not over:
            raise NotOutsideError(NotOutsideError.__doc__)
        self.periods = [*over, Period(over[0].first, over[-1].last)]
        clauses = organisations.first_clauses(session)
        self.rows: list[int | None] = [None, *clauses]
        self._before_clauses = {
            (row, column)
            for row, first in enumerate([min(clauses.values(), default=date.max), *clauses.values()])
            for column, period in enumerate(self.periods)
            if period.last < first
        }
        self._settled: dict[Spot, str | None] = {}
        self._figures: dict[Place, dict[str, Any]]
        [self._figures] = side_by_side(session, partial(self._counted, zone))

    def _counted(self, zone: ZoneInfo, session: Session) -> dict[Place, dict[str, Any]]:
        """The figures of every place of the grid, all of one instant: their sums hold."""
        return {
            (row, column): indicators.figures(session, Asked(period, zone, buyer))
            for row, buyer in enumerate(self.rows)
            for column, period in enumerate(self.periods)
        }

    @property
    def leaving(self) -> dict[Period, int]:
        """The columns that may leave, by their periods: the quarters, and the year that is over."""
        *quarters, whole = self.periods
        found = {period: column for column, period in enumerate(quarters)}
        return found | ({whole: len(quarters)} if whole == year(whole.first) else {})

    def go_on_from(self, place: Place, told: Mapping[str, Any]) -> None:
        """What was told last of a place of the grid: to be said before anything is told of any."""
        stands = again.settle(told, self._figures[place])
        self._settled |= {(place, path): word for path, word in stands.items()}

    def told(self, row: int, column: int) -> dict[str, Any]:
        """The figures of a place of the grid, with what must be hidden of them hidden."""
        figures = copy.deepcopy(self._figures[row, column])
        for (place, path), word in self._masks.items():
            if place == (row, column):
                *above, name = path
                at(figures, above)[name] = word
        targets, interviews = figures["targets"], figures["implementation"]["interviews"]
        if targets is not None and any(isinstance(targets[one], str) for one in _SHARED):
            targets["sustained_percent"] = HIDDEN
        if interviews is not None:
            interviews.pop("by_adviser")
        return figures

    @cached_property
    def _masks(self) -> dict[Spot, str]:
        return masks(self._figures, self._settled, self._before_clauses)
