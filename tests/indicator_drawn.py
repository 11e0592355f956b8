"""The worlds of `indicator_draw` drawn by hypothesis, and what is asked of them; a failure shrinks to a few
rows."""

import random
from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from hypothesis import strategies as st
from indicator_draw import EDGES, PARIS, Draw, drawn
from indicator_oracle import Ask

SINCE_THE_START = (date(2020, 1, 1), date(2030, 12, 31))
BUYERS = (2, 3)
DAYS = st.sampled_from(EDGES) | st.dates(date(2026, 6, 1), date(2028, 6, 1))


class Dice(random.Random):
    """Dice thrown by hypothesis: what shrinks becomes the least number, the first choice, and "no"."""

    def __init__(self, draw: Callable[[st.SearchStrategy[Any]], Any]) -> None:
        super().__init__(0)
        self._draw = draw

    def random(self) -> float:
        return 0.99 - self._draw(st.integers(0, 99)) / 100

    def randint(self, a: int, b: int) -> int:
        return self._draw(st.integers(a, b))

    def randrange(self, start: int, stop: int | None = None, step: int = 1) -> int:
        return self.randint(0, start - 1) if stop is None else self.randint(start, stop - 1)

    def choice(self, seq: Sequence[Any]) -> Any:
        return seq[self.randint(0, len(seq) - 1)]

    def sample(self, population: Sequence[Any], k: int, *, counts: Any = None) -> list[Any]:
        left = list(population)
        return [left.pop(self.randint(0, len(left) - 1)) for _ in range(k)]


@st.composite
def worlds(draw: Callable[[st.SearchStrategy[Any]], Any]) -> Draw:
    return drawn(Dice(draw))


@st.composite
def asks(draw: Callable[[st.SearchStrategy[Any]], Any], world: Draw) -> list[Ask]:
    """The whole time, or a period that begins or ends beside a day of the world; for all and one buyer."""
    beside = st.sampled_from(told(world)).flatmap(near)
    start, end = map(st.just, SINCE_THE_START)
    short = st.tuples(beside, beside | DAYS).map(sorted)
    first, last = draw(
        st.tuples(start, end) | st.tuples(start, beside) | st.tuples(beside, end) | short | short
    )
    return [(first, last, buyer) for buyer in (None, draw(st.sampled_from(BUYERS)))]


def told(world: Draw) -> list[list[date]]:
    """The edges, and the days of the world by the column they are in; those of referrals (in Paris)
    three times, as there are few."""
    found: dict[tuple[str, str], set[date]] = {}
    instants: set[date] = set()
    for name, rows in world.rows.items():
        for column, value in (pair for row in rows for pair in row.items()):
            if isinstance(value, datetime):
                instants |= {value.astimezone(PARIS).date()} if name == "referrals" else set()
            elif isinstance(value, date):
                found.setdefault((name, column), set()).add(value)
    return [EDGES, *map(sorted, found.values()), *([sorted(instants)] * 3 if instants else [])]


def near(days: list[date]) -> st.SearchStrategy[date]:
    """One of these days, the day after, or the day before."""
    beside = st.sampled_from((0, 0, 1, -1))
    return st.builds(lambda day, by: day + timedelta(days=by), st.sampled_from(days), beside)
