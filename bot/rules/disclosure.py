"""What of a report may leave the PLIE (`domain.md` §7): counts of one or two people are hidden, and so is
what would let them be recomputed.

A group of counts (the ages, the exits by kind…) is hidden as a whole in a report. The reports of a
year make a grid: a row for each buyer and one for all of them, a column for each quarter and one for the
year; the last of each is the sum of the others, or may be taken for it. A hidden place of the grid cannot be
recomputed when it is a corner of a rectangle of hidden places: what is added to one corner can be taken from
its neighbours, and every sum stays as it is.
"""

from collections.abc import Callable, Collection, Sequence
from itertools import product

LEAST = 3
SMALL, HIDDEN = "< 3", "n.c."
Place = tuple[int, int]


def is_small(count: int) -> bool:
    """Whether so few people must not be told of."""
    return 0 < count < LEAST


def gives_away(counts: Collection[int], total: int) -> bool:
    """Whether the total alone tells the counts of a hidden group: nobody is left beside its small counts, and
    each of those is one, or each is two; or one count is all there is."""
    small = [count for count in counts if is_small(count)]
    if sum(small) != total:
        return False
    return len(counts) == 1 or len(set(small)) == 1


def closed(
    hidden: Collection[Place], rows: Sequence[int], columns: Sequence[int], cost: Callable[[Place], int]
) -> set[Place]:
    """The places to hide so that each is a corner of a hidden rectangle; those added cost least, one place
    after the other. Raises ValueError when the grid has no rectangle."""
    done = set(hidden)
    if done and (len(rows) < 2 or len(columns) < 2):
        raise ValueError("a grid of one row or one column hides nothing")
    for place in sorted(hidden):
        done |= _cheapest(place, done, rows, columns, cost)
    return done


def _cheapest(
    place: Place,
    hidden: Collection[Place],
    rows: Sequence[int],
    columns: Sequence[int],
    cost: Callable[[Place], int],
) -> set[Place]:
    """The three other corners of the rectangle that hides least more, the first of them."""
    row, column = place
    best: tuple[int, set[Place]] | None = None
    for other, across in product(rows, columns):
        if other != row and across != column:
            corners = ((other, column), (row, across), (other, across))
            price = sum(1 + cost(one) for one in corners if one not in hidden)
            if best is None or price < best[0]:
                best = price, set(corners)
            if price == 0:
                break
    if best is None:
        raise ValueError("a grid of one row or one column hides nothing")
    return best[1]
