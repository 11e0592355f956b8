"""Another reading of masked counts, looked for by an integer program (HiGHS): whole numbers by which the
counts move so that every sum and bound a reader knows still holds. What it finds is checked in integers."""

from collections.abc import Collection, Mapping, Sequence
from importlib import import_module
from typing import Any

_FAR = 1000
"""How far a count is moved at most: where there is another reading, there is one near the truth."""
_OPTIONS: Mapping[str, Any] = {"threads": 1, "random_seed": 0, "mip_max_nodes": 20, "mip_rel_gap": 1e6}
"""Any reading will do, and one that takes long to find is not looked for."""
_MOST = 200_000
"""Counts in all programs together: some ten seconds. Beyond, more is hidden than need be."""


class Readings:
    """All readings of some counts: the terms of each rule (the places of counts, with their signs) move its
    sum by nothing where it is exact, else by no less than its slack down."""

    def __init__(
        self,
        size: int,
        terms: Sequence[Sequence[tuple[int, int]]],
        exact: Sequence[bool],
        slack: Sequence[int],
    ) -> None:
        self._numpy, self._highs = import_module("numpy"), import_module("highspy")
        flat = [(number, *term) for number, some in enumerate(terms) for term in some]
        self._size, self._left = size, _MOST
        self._terms = self._numpy.array(flat, dtype=int).reshape(-1, 3)
        self._least = -self._numpy.array(slack, dtype=int) * ~self._numpy.array(exact, dtype=bool)
        self._most = self._numpy.where(exact, 0.0, self._highs.kHighsInf)

    def one(
        self,
        bounds: tuple[Sequence[int], Sequence[int]],
        place: int,
        steps: tuple[int, int],
        wished: Mapping[int, int],
        among: Collection[int] | None = None,
    ) -> dict[int, int]:
        """By how much which counts move in a reading where none moves further than its bounds (down, up), and
        the one at this place by one of these steps; those wished for go that way (1 or -1) where they can.
        Only those `among` these move. Nothing where there is no such reading, or none was found with little
        search."""
        low, high = (self._numpy.clip(bound, -_FAR, _FAR) for bound in bounds)
        low[place], high[place] = max(low[place], steps[0]), min(high[place], steps[1])
        if low[place] > high[place]:
            return {}
        places, terms = self._around(place, low < high, among)
        if len(places) > self._left:
            return {}
        self._left -= len(places)
        costs = self._numpy.zeros(self._size)
        costs[list(wished)] = [-way for way in wished.values()]
        moves = self._numpy.zeros(self._size, dtype=int)
        moves[places] = self._solved(places, terms, *(one[places] for one in (low, high, costs)))
        if not self._holds(moves, low, high):
            return {}
        return {int(one): int(moves[one]) for one in self._numpy.flatnonzero(moves)}

    def _around(self, place: int, free: Any, among: Collection[int] | None) -> tuple[Any, Any]:
        """The places that rules join to this one over places that may move, and the terms between them."""
        if among is not None:
            free = free & self._numpy.isin(self._numpy.arange(self._size), list(among))
        reached, rules = (
            self._numpy.zeros(self._size, dtype=bool),
            self._numpy.zeros(len(self._least), dtype=bool),
        )
        reached[place] = True
        terms = self._terms[(free | reached)[self._terms[:, 1]]]
        before = 0
        while before != (before := int(reached.sum())):
            rules[terms[reached[terms[:, 1]], 0]] = True
            reached[terms[rules[terms[:, 0]], 1]] = True
        return self._numpy.flatnonzero(reached), terms[reached[terms[:, 1]]]

    def _solved(self, places: Any, terms: Any, low: Any, high: Any, costs: Any) -> Any:
        """The moves of these places; all nought where the program has no solution."""
        numpy, highs = self._numpy, self._highs
        rules, rows = numpy.unique(terms[:, 0], return_inverse=True)
        lp = highs.HighsLp()
        lp.num_col_, lp.num_row_ = len(places), len(rules)
        lp.col_cost_, lp.col_lower_, lp.col_upper_ = costs, low.astype(float), high.astype(float)
        lp.row_lower_, lp.row_upper_ = self._least[rules].astype(float), self._most[rules]
        lp.a_matrix_.format_ = highs.MatrixFormat.kRowwise
        lp.a_matrix_.start_ = numpy.searchsorted(rows, numpy.arange(len(rules) + 1))
        lp.a_matrix_.index_ = numpy.searchsorted(places, terms[:, 1])
        lp.a_matrix_.value_ = terms[:, 2].astype(float)
        lp.integrality_ = [highs.HighsVarType.kInteger] * len(places)
        program = highs.Highs()
        program.silent()
        for name, value in _OPTIONS.items():
            program.setOptionValue(name, value)
        program.passModel(lp)
        program.run()
        if program.getInfo().primal_solution_status != highs.SolutionStatus.kSolutionStatusFeasible:
            return numpy.zeros(len(places), dtype=int)
        return numpy.rint(program.getSolution().col_value).astype(int)

    def _holds(self, moves: Any, low: Any, high: Any) -> bool:
        """Whether these moves keep every rule and bound: a solver works with fractions."""
        sums = self._numpy.zeros(len(self._least), dtype=int)
        self._numpy.add.at(sums, self._terms[:, 0], self._terms[:, 2] * moves[self._terms[:, 1]])
        within = (low <= moves).all() and (moves <= high).all()
        return bool(within and (self._least <= sums).all() and (sums <= self._most).all())
