"""Whether a reader of masked counts can work one of them out (`domain.md` §7): an exact check from inside.

Who masks knows the true counts. A masked count is safe when there is another way to fill in what is masked
that agrees with all a reader knows: every sum and bound, "< 3" is one or two people, "n.c." any number. One
such way proves it; it is looked for by moving the count by one and mending each sum it breaks, one masked
count after the other.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Cell = Any
"""Whatever names a count."""
_DEPTHS = (80,)
_TRIES = 80
_MOST = 24


@dataclass(frozen=True, slots=True)
class Rule:
    """What a reader knows: the signed counts add up to zero; to zero or more when not `exact`."""

    terms: Sequence[tuple[Cell, int]]
    exact: bool


class Reader:
    """What a reader of masked reports knows, and what they cannot tell apart from the truth."""

    def __init__(self, counts: Mapping[Cell, int], rules: Iterable[Rule]) -> None:
        self._counts = counts
        self._rules = list(rules)
        self._exact = [rule.exact for rule in self._rules]
        self._slack = [sum(sign * counts[cell] for cell, sign in rule.terms) for rule in self._rules]
        self._of: dict[Cell, list[tuple[int, int]]] = {}
        for number, rule in enumerate(self._rules):
            for cell, sign in rule.terms:
                self._of.setdefault(cell, []).append((number, sign))
        self.ranges: dict[Cell, tuple[int, int | None]] = {}
        """The masked counts: the least and the most each may be for the reader."""

    def beside(self, cell: Cell) -> set[Cell]:
        """The counts that some rule joins to this one."""
        return {other for number, _ in self._of.get(cell, ()) for other, _ in self._rules[number].terms}

    def unsure(self, cell: Cell) -> set[Cell]:
        """The masked counts that another reading of the same reports changes, this one among them; none when
        no other reading was found."""
        for depth in _DEPTHS:
            for step in (-1, 1):
                found = _Search(self, depth).moved(cell, step)
                if found:
                    return found
        return set()

    def may_move(self, cell: Cell, by: int) -> bool:
        """Whether a reader would believe the count so much greater."""
        if cell not in self.ranges:
            return False
        least, most = self.ranges[cell]
        value = self._counts[cell] + by
        return value >= least and (most is None or value <= most)

    def of(self, cell: Cell) -> Sequence[tuple[int, int]]:
        """The rules a count is in, by their number, with its sign."""
        return self._of.get(cell, ())

    def terms(self, number: int) -> Sequence[tuple[Cell, int]]:
        """The signed counts of a rule."""
        return self._rules[number].terms

    def broken(self, number: int, change: int) -> int:
        """By how much a rule is broken once its sum has changed: above or below; 0 when it holds."""
        if self._exact[number]:
            return change
        left = self._slack[number] + change
        return min(left, 0)


class _Search:
    """One search for another reading, of at most so many moves."""

    def __init__(self, reader: Reader, depth: int) -> None:
        self._reader, self._depth, self._tries = reader, depth, _TRIES
        self._moves: Counter[Cell] = Counter()
        self._changes: Counter[int] = Counter()
        self._broken: set[int] = set()

    def moved(self, cell: Cell, step: int) -> set[Cell]:
        """The counts changed by a reading in which this one is so much greater; none when none was found."""
        if not self._reader.may_move(cell, step):
            return set()
        self._move(cell, step)
        return {one for one, by in self._moves.items() if by} if self._mend(self._depth) else set()

    def _move(self, cell: Cell, step: int) -> None:
        self._moves[cell] += step
        for number, sign in self._reader.of(cell):
            self._changes[number] += sign * step
            if self._reader.broken(number, self._changes[number]):
                self._broken.add(number)
            else:
                self._broken.discard(number)

    def _mend(self, depth: int) -> bool:
        if not self._broken:
            return True
        self._tries -= 1
        if depth < len(self._broken) / 2 or self._tries < 0:
            return False
        for cell, step in self._gentle_first(self._fewest_ways()):
            self._move(cell, step)
            if self._mend(depth - 1):
                return True
            self._move(cell, -step)
        return False

    def _fewest_ways(self) -> list[tuple[Cell, int]]:
        """The moves that mend one of the broken rules: the one that leaves least choice."""
        best: list[tuple[Cell, int]] | None = None
        for number in sorted(self._broken):
            found = self._ways(number, _MOST if best is None else len(best))
            if best is None or len(found) < len(best):
                best = found
            if len(best) <= 1:
                break
        return best or []

    def _ways(self, number: int, most: int) -> list[tuple[Cell, int]]:
        """The moves that mend a broken rule, none of them back, up to so many."""
        over = self._reader.broken(number, self._changes[number]) > 0
        found: list[tuple[Cell, int]] = []
        for cell, sign in self._reader.terms(number):
            step = -sign if over else sign
            done = self._moves[cell]
            if done * step >= 0 and self._reader.may_move(cell, done + step):
                found.append((cell, step))
                if len(found) == most:
                    break
        return found

    def _gentle_first(self, ways: list[tuple[Cell, int]]) -> list[tuple[Cell, int]]:
        """First those that break nothing else."""
        return sorted(ways, key=lambda way: self._harm(*way))

    def _harm(self, cell: Cell, step: int) -> int:
        """How many more rules are broken by a move than mended."""
        harm = 0
        for number, sign in self._reader.of(cell):
            before = self._reader.broken(number, self._changes[number])
            after = self._reader.broken(number, self._changes[number] + sign * step)
            harm += bool(after) - bool(before)
        return harm
