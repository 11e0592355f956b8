"""The indicators as they may leave the PLIE: whole quarters and years, nothing about one or two people."""

import copy
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from bot.rules import disclosure
from bot.rules.disclosure import Place
from bot.rules.period import Period, may_go_outside, quarter, year
from bot.store import indicators, organisations
from bot.store.database import Session
from bot.store.indicators.scope import Asked

_QUARTERS = (1, 4, 7, 10)
_YEAR = len(_QUARTERS)
_COLUMNS = range(_YEAR + 1)
_EVERYONE = 0


@dataclass(frozen=True, slots=True)
class Group:
    """Counts that are hidden together: where they are in the figures, and where their total is, if any."""

    path: tuple[str, ...]
    total: tuple[str, ...] | None = None
    names: tuple[str, ...] | None = None

    def counts(self, figures: dict[str, Any]) -> dict[str, int]:
        """The counts of the group by their names."""
        found = _at(figures, self.path)
        return {name: found[name] for name in (self.names or found)}


_BENEFICIARIES = ("people", "beneficiaries")
_PROFILE = [
    Group(("people", "profile", name), _BENEFICIARIES)
    for name in ("level", "experience", "age", "sex", "origin")
]
GROUPS: Sequence[Group] = (
    *_PROFILE,
    Group(("people", "profile", "eligibility")),
    Group(
        ("people", "positive_exits"),
        ("people", "positive_exits", "total"),
        ("hiring_company", "outside_contract", "training"),
    ),
    Group(("people", "trained")),
    Group(("people", "leavers", "reasons"), ("people", "leavers", "placements")),
    Group(("people", "leavers"), None, ("people",)),
    Group(("implementation", "presented")),
    Group(("implementation", "referrals")),
)
"""Every group of counts of people; the exits' total is apart from its parts."""


class NotOutsideError(ValueError):
    """Reports that leave the PLIE are for whole quarters and years only."""


def masked(session: Session, period: Period, zone: ZoneInfo, buyer_id: int | None = None) -> dict[str, Any]:
    """The figures of `store.indicators` with each count that must not be told as "< 3" or "n.c."; advisers
    are left out. Raises NotOutsideError."""
    if not may_go_outside(period):
        raise NotOutsideError(NotOutsideError.__doc__)
    reports = Reports(session, period.first.year, zone, buyer_id)
    return reports.leaving(reports.row(buyer_id), reports.column(period))


def _at(figures: dict[str, Any], path: Iterable[str]) -> Any:
    for name in path:
        figures = figures[name]
    return figures


class Reports:
    """All the reports of a year: one row for everybody and one for each buyer, four quarters and the year."""

    def __init__(self, session: Session, number: int, zone: ZoneInfo, buyer_id: int | None) -> None:
        first = date(number, 1, 1)
        self._periods = [quarter(date(number, month, 1)) for month in _QUARTERS] + [year(first)]
        buyers = organisations.buyers_with_contracts(session)
        also = [] if buyer_id is None or buyer_id in buyers else [buyer_id]
        self._rows: list[int | None] = [None, *buyers, *also]
        self._figures = {
            (row, column): indicators.figures(session, Asked(period, zone, buyer))
            for row, buyer in enumerate(self._rows)
            for column, period in enumerate(self._periods)
        }

    def row(self, buyer_id: int | None) -> int:
        """The row of a buyer, or of everybody."""
        return self._rows.index(buyer_id)

    def column(self, period: Period) -> int:
        """The column of a quarter, or of the year."""
        return self._periods.index(period)

    def leaving(self, row: int, column: int) -> dict[str, Any]:
        """The figures of a place of the grid, with what must be hidden of them hidden."""
        figures = copy.deepcopy(self._figures[row, column])
        place = (row, column)
        for group in GROUPS:
            groups, totals = self._hidden(group)
            counts = disclosure.shown(group.counts(figures), hide=place in groups)
            _at(figures, group.path).update(counts)
            if group.total is not None and place in totals:
                _hide(figures, group.total)
        if figures["implementation"]["interviews"] is not None:
            figures["implementation"]["interviews"].pop("by_adviser")
        self._hide_targets(figures)
        return figures

    def _hidden(self, group: Group) -> tuple[set[Place], set[Place]]:
        """Where the group is hidden, and where its total is. What hides the total hides every group of it."""
        if group.total is None:
            return self._closed(self._small(group)), set()
        alike = [one for one in GROUPS if one.total == group.total]
        alone = {one: self._closed(self._small(one)) for one in alike}
        totals = {place for place in self._figures if disclosure.is_small(self._total(group, place))}
        totals |= {place for one in alike for place in alone[one] if self._gives_away(one, place)}
        totals = self._closed(totals)
        return self._closed(alone[group] | totals), totals

    def _small(self, group: Group) -> set[Place]:
        return {
            place
            for place, figures in self._figures.items()
            if disclosure.must_hide(
                group.counts(figures).values(), None if group.total is None else self._total(group, place)
            )
        }

    def _gives_away(self, group: Group, place: Place) -> bool:
        counts = list(group.counts(self._figures[place]).values())
        return disclosure.gives_away(counts, self._total(group, place))

    def _total(self, group: Group, place: Place) -> int:
        return int(_at(self._figures[place], group.total or ()))

    def _closed(self, hidden: set[Place]) -> set[Place]:
        """The places with their rectangles; with no buyer there is one row, which is hidden whole."""
        rows = range(len(self._rows))
        if len(rows) == 1:
            return {(_EVERYONE, column) for column in _COLUMNS} if hidden else set()
        return disclosure.closed(hidden, rows, _COLUMNS, self._people)

    def _people(self, place: Place) -> int:
        return int(_at(self._figures[place], _BENEFICIARIES))

    def _hide_targets(self, figures: dict[str, Any]) -> None:
        """Who reached lasting work is hidden all the year when it is one or two people in a part of it."""
        year_round = [self._figures[_EVERYONE, column]["targets"] for column in _COLUMNS]
        names = ("supported", "sustained")
        small = any(disclosure.is_small(found[name]) for found in year_round for name in names)
        if figures["targets"] is not None and small:
            for name in names:
                _hide(figures, ("targets", name))
            figures["targets"]["sustained_percent"] = disclosure.HIDDEN


def _hide(figures: dict[str, Any], path: tuple[str, ...]) -> None:
    *above, name = path
    holder = _at(figures, above)
    if not isinstance(holder[name], str):
        holder[name] = disclosure.SMALL if disclosure.is_small(holder[name]) else disclosure.HIDDEN
