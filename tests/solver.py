"""A linear system solved exactly: which unknowns have one value only."""

from fractions import Fraction
from typing import Any

Row = dict[Any, Fraction]


def determined(equations: list[Row]) -> set[Any]:
    """The unknowns that the equations leave one value: those alone in a row of the reduced system."""
    rows: list[Row] = []
    for equation in equations:
        row = dict(equation)
        for other in rows:
            pivot = next(iter(other))
            if pivot in row:
                row = _minus(row, other, row[pivot])
        if row:
            pivot = next(iter(row))
            row = {name: value / row[pivot] for name, value in row.items()}
            rows = [_minus(other, row, other[pivot]) if pivot in other else other for other in rows]
            rows.append(row)
    return {next(iter(row)) for row in rows if len(row) == 1}


def _minus(row: Row, other: Row, times: Fraction) -> Row:
    names = [*row, *(name for name in other if name not in row)]
    left = {name: row.get(name, Fraction()) - times * other.get(name, Fraction()) for name in names}
    return {name: value for name, value in left.items() if value}
