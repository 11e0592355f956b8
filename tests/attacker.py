"""A reader of masked reports who knows that counts are whole, none below zero, what each mask stands for, and
every sum and bound; who narrows each count down, and tries what is left of it."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

Known = tuple[Sequence[tuple[Any, int]], bool]
"""Signed counts that add up to zero, or (when not exact) to zero or more."""
INFINITE = 10**9
PATIENCE = 30_000
"""Two bounds may push each other up for ever, by one each time."""


class Impossible(Exception):
    """No counts agree with what is known."""


class Attacker:
    def __init__(self, told: Mapping[Any, int | str], known: Iterable[Known]) -> None:
        self.low = {
            cell: value if isinstance(value, int) else int(value == "< 3") for cell, value in told.items()
        }
        self.high = {
            cell: value if isinstance(value, int) else (2 if value == "< 3" else INFINITE)
            for cell, value in told.items()
        }
        open_cells = {cell for cell, value in told.items() if isinstance(value, str)}
        self.known = [one for one in known if any(cell in open_cells for cell, _ in one[0])]
        self.of: dict[Any, list[int]] = {}
        for number, (terms, _) in enumerate(self.known):
            for cell, _ in terms:
                self.of.setdefault(cell, []).append(number)
        self.masked = sorted(open_cells)
        self.narrow(range(len(self.known)), None)

    def narrow(self, rules: Iterable[int], changed: list[tuple[Any, int, int]] | None) -> None:
        """Narrow all counts as far as each rule by itself tells; what was narrowed is noted."""
        waiting = list(rules)
        queued = set(waiting)
        for _ in range(PATIENCE):
            if not waiting:
                return
            number = waiting.pop()
            queued.discard(number)
            for cell in self.by(number, changed):
                for other in self.of[cell]:
                    if other not in queued:
                        queued.add(other)
                        waiting.append(other)

    def by(self, number: int, changed: list[tuple[Any, int, int]] | None) -> list[Any]:
        terms, exact = self.known[number]
        most = sum(sign * (self.high if sign > 0 else self.low)[cell] for cell, sign in terms)
        least = sum(sign * (self.low if sign > 0 else self.high)[cell] for cell, sign in terms)
        if most < 0 or (exact and least > 0):
            raise Impossible
        found = []
        for cell, sign in terms:
            low, high = self.low[cell], self.high[cell]
            if low == high:
                continue
            # The others give at most `above`: this one must give at least the rest; at least `below`.
            above = most - (high if sign > 0 else -low)
            below = least - (low if sign > 0 else -high)
            new_low, new_high = low, high
            if sign > 0:
                new_low = max(low, -above)
                new_high = min(high, -below) if exact else high
            else:
                new_high = min(high, above)
                new_low = max(low, below) if exact else low
            if new_low > new_high:
                raise Impossible
            if (new_low, new_high) != (low, high):
                if changed is not None:
                    changed.append((cell, low, high))
                self.low[cell], self.high[cell] = new_low, new_high
                most += (new_high - high) if sign > 0 else (low - new_low)
                least += (new_low - low) if sign > 0 else (high - new_high)
                found.append(cell)
        return found

    def can_be(self, cell: Any, value: int) -> bool:
        """Whether nothing speaks against the value."""
        changed = [(cell, self.low[cell], self.high[cell])]
        self.low[cell] = self.high[cell] = value
        try:
            self.narrow(self.of.get(cell, ()), changed)
        except Impossible:
            return False
        finally:
            for one, low, high in reversed(changed):
                self.low[one], self.high[one] = low, high
        return True

    def recovered(self, true: Mapping[Any, int]) -> set[Any]:
        """The masked counts of one or two people that can only be what they are."""
        found = set()
        for cell in self.masked:
            if true[cell] in (1, 2):
                others = {true[cell] - 1, true[cell] + 1, self.low[cell], self.high[cell]} - {true[cell]}
                inside = [value for value in others if self.low[cell] <= value <= self.high[cell]]
                if not any(self.can_be(cell, value) for value in inside):
                    found.add(cell)
        return found
