"""Whether a reader of masked counts can work one of them out (`domain.md` §7): an exact check from inside.

Who masks knows the true counts. A masked count is safe when there is another way to fill in what is masked
that agrees with all a reader knows: every sum and bound, "< 3" is one or two people, "n.c." any number. One
such way proves it; it is looked for by moving the count by one and mending each sum it breaks, one masked
count after the other.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from bot.rules.readings import Readings

Cell = Any
"""Whatever names a count."""
_DEPTH = 80
_TRIES = 160
_MOST = 24
_ANY = 1 << 30


@dataclass(frozen=True, slots=True)
class Rule:
    """What a reader knows: the counts, each with its sign (or so many times), add up to zero; to zero or more
    when not `exact`."""

    terms: Sequence[tuple[Cell, int]]
    exact: bool


class Reader:
    """What a reader of masked reports knows, and what they cannot tell apart from the truth. `kind` parts the
    counts into those that most readings move together. Within, counts and rules are known by their places:
    they are looked up millions of times."""

    def __init__(
        self, counts: Mapping[Cell, int], rules: Iterable[Rule], kind: Callable[[Cell], Any] = type
    ) -> None:
        self._kind = kind
        self._cells = list(counts)
        self._places = {cell: place for place, cell in enumerate(self._cells)}
        self._counts = list(counts.values())
        self.exact: list[bool] = []
        self.slack: list[int] = []
        self.terms: list[list[tuple[int, int]]] = []
        """Of each rule the places of its counts, with their signs."""
        self.of: list[list[tuple[int, int]]] = [[] for _ in self._cells]
        """Of each count the rules it is in, with its sign."""
        self.least = [0] * len(self._cells)
        self.most = [0] * len(self._cells)
        """How far each count may move for the reader, down and up: a count that is told, not at all."""
        for rule in rules:
            self._learn(rule)

    def _learn(self, rule: Rule) -> None:
        terms = [(self._places[cell], sign) for cell, sign in rule.terms]
        for place, sign in terms:
            self.of[place].append((len(self.terms), sign))
        self.slack.append(sum(sign * self._counts[place] for place, sign in terms))
        self.exact.append(rule.exact)
        self.terms.append(terms)

    def masked(self, cell: Cell, least: int, most: int | None) -> None:
        """The reader knows no more of this count than the least and the most it may be (None: any)."""
        place = self._places[cell]
        self.least[place] = least - self._counts[place]
        self.most[place] = _ANY if most is None else most - self._counts[place]

    def told(self, cell: Cell) -> None:
        """The reader knows this count."""
        place = self._places[cell]
        self.least[place] = self.most[place] = 0

    def pinned(self) -> set[Cell]:
        """The masked counts that a sum tells in which they are the only one."""
        found: set[Cell] = set()
        for exact, terms in zip(self.exact, self.terms, strict=True):
            masked = [place for place, _ in terms if self.least[place] or self.most[place]] if exact else []
            found |= {self._cells[masked[0]]} if len(masked) == 1 else set()
        return found

    def beside(self, cell: Cell) -> set[Cell]:
        """The counts that some rule joins to this one."""
        rules = (self.terms[number] for number, _ in self.of[self._places[cell]])
        return {self._cells[place] for terms in rules for place, _ in terms}

    def unsure(self, cell: Cell, others: Iterable[Cell] = (), *, thoroughly: bool = True) -> set[Cell]:
        """The masked counts that another reading of the same reports changes, this one among them, and of
        `others` what can be had; none when no other reading was found."""
        place = self._places[cell]
        found = _Search(self).moved(place, -1) or _Search(self).moved(place, 1)
        if not found and thoroughly:
            wished = {self._places[one]: 1 if self._counts[self._places[one]] == 1 else -1 for one in others}
            found = self._moved(place, (-_ANY, -1), wished) or self._moved(place, (1, _ANY), wished)
        return {self._cells[one] for one in found}

    def may_be_none(self, cell: Cell, others: Iterable[Cell] = ()) -> set[Cell]:
        """The counts that are nought in another reading of the same reports, this one among them, and of
        `others` what can be had; none when no other reading was found."""
        place = self._places[cell]
        step = -self._counts[place]
        found = _Search(self).moved(place, step)
        if not found:
            found = self._moved(place, (step, step), {self._places[one]: -1 for one in others})
        return {self._cells[one] for one, by in found.items() if by == -self._counts[one]}

    def _moved(self, place: int, steps: tuple[int, int], wished: Mapping[int, int]) -> dict[int, int]:
        """First among the counts of its kind only: the search is a hundred times shorter."""
        bounds, alike = (self.least, self.most), self._alike[self._kind(self._cells[place])]
        one = self._readings.one
        return one(bounds, place, steps, wished, alike) or one(bounds, place, steps, wished)

    @cached_property
    def _alike(self) -> dict[Any, list[int]]:
        found = defaultdict(list)
        for place, cell in enumerate(self._cells):
            found[self._kind(cell)].append(place)
        return found

    @cached_property
    def _readings(self) -> Readings:
        """Counts that stand since another day may break a bound by themselves: it must get no worse."""
        slack = [max(0, one) for one in self.slack]
        return Readings(len(self._cells), self.terms, self.exact, slack)


class _Search:
    """One search for another reading, of so many moves at most."""

    def __init__(self, reader: Reader) -> None:
        self._reader, self._tries = reader, _TRIES
        self._moves: defaultdict[int, int] = defaultdict(int)
        self._changes: defaultdict[int, int] = defaultdict(int)
        self._broken: set[int] = set()

    def moved(self, place: int, step: int) -> dict[int, int]:
        """By how much which counts move in a reading in which this one is so much greater; nothing when none
        was found."""
        if not self._reader.least[place] <= step <= self._reader.most[place]:
            return {}
        self._move(place, step)
        return {one: by for one, by in self._moves.items() if by} if self._mend(_DEPTH) else {}

    def _move(self, place: int, step: int) -> None:
        self._moves[place] += step
        for number, sign in self._reader.of[place]:
            change = self._changes[number] = self._changes[number] + sign * step
            if self._breaks(number, change):
                self._broken.add(number)
            else:
                self._broken.discard(number)

    def _breaks(self, number: int, change: int) -> bool:
        """Whether a rule no longer holds, or less than before, once its sum has changed so much."""
        if self._reader.exact[number]:
            return change != 0
        return change < 0 and self._reader.slack[number] + change < 0

    def _mend(self, depth: int) -> bool:
        if not self._broken:
            return True
        self._tries -= 1
        if depth < len(self._broken) / 2 or self._tries < 0:
            return False
        for place, step in self._gentle_first(self._fewest_ways()):
            self._move(place, step)
            if self._mend(depth - 1):
                return True
            self._move(place, -step)
        return False

    def _fewest_ways(self) -> list[tuple[int, int]]:
        """The moves that mend one of the broken rules: the one that leaves least choice."""
        best: list[tuple[int, int]] | None = None
        for number in sorted(self._broken):
            found = self._ways(number, _MOST if best is None else len(best))
            if best is None or len(found) < len(best):
                best = found
            if len(best) <= 1:
                break
        return best or []

    def _ways(self, number: int, most: int) -> list[tuple[int, int]]:
        """The moves that mend a broken rule, none of them back, up to so many."""
        way = -1 if self._reader.exact[number] and self._changes[number] > 0 else 1
        least, greatest, moves = self._reader.least, self._reader.most, self._moves
        found: list[tuple[int, int]] = []
        for place, sign in self._reader.terms[number]:
            step = way if sign > 0 else -way
            if not least[place] and not greatest[place]:
                continue
            done = moves.get(place, 0)
            if done * step >= 0 and least[place] <= done + step <= greatest[place]:
                found.append((place, step))
                if len(found) == most:
                    break
        return found

    def _gentle_first(self, ways: list[tuple[int, int]]) -> list[tuple[int, int]]:
        """First those that break nothing else."""
        return sorted(ways, key=lambda way: self._harm(*way))

    def _harm(self, place: int, step: int) -> int:
        """How many more rules are broken by a move than mended."""
        broken, harm = self._broken, 0
        for number, sign in self._reader.of[place]:
            after = self._breaks(number, self._changes.get(number, 0) + sign * step)
            harm += after - (number in broken)
        return harm
