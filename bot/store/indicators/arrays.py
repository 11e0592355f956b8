"""Arrays of numbers, and which rows of a table are meant."""

from collections.abc import Iterable, Sequence
from functools import cache
from importlib import import_module
from typing import Any

Array = Any
"""A numpy array of whole numbers, or of truths."""


@cache
def numpy() -> Any:
    """numpy, loaded when something is first counted: a tenth of a second."""
    return import_module("numpy")


def joined(parts: Iterable[Sequence[Array]]) -> list[Array]:
    """Columns read in parts, for less memory, each in one again; there must be a part."""
    return [numpy().concatenate(column) for column in zip(*parts, strict=True)]


def tally(codes: Array, names: Sequence[str]) -> dict[str, int]:
    """How often each word is there, by the places `code` made; those that never are, too."""
    found = numpy().bincount(codes, minlength=len(names))
    return {str(name): int(found[place]) for place, name in enumerate(names)}


class Marked:
    """A truth for each number of a table: a million rows take a megabyte, and one met twice counts once."""

    def __init__(self, *keys: Array) -> None:
        self._seen = numpy().zeros(0, dtype=bool)
        for one in keys:
            self.add(one)

    def add(self, keys: Array) -> None:
        """Mark these, which are not negative."""
        if keys.size:
            self._reach(int(keys.max()) + 1)
            self._seen[keys] = True

    def of(self, keys: Array) -> Array:
        """Of each of these keys whether it is marked."""
        self._reach(int(keys.max(initial=-1)) + 1)
        return self._seen[keys]

    @property
    def keys(self) -> Array:
        """Those marked, each once and in order."""
        return numpy().flatnonzero(self._seen)

    @property
    def count(self) -> int:
        """How many are marked."""
        return int(numpy().count_nonzero(self._seen))

    def _reach(self, size: int) -> None:
        if size > self._seen.size:
            wider = numpy().zeros(size, dtype=bool)
            wider[: self._seen.size] = self._seen
            self._seen = wider
