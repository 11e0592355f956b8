"""Harmless words: what people add around a value without changing it."""

from collections.abc import Collection, Sequence

Phrase = tuple[str, ...]


def vocabulary(*lines: str) -> frozenset[str]:
    """The words of the lines."""
    return frozenset(word for line in lines for word in line.split())


def phrases(*lines: str) -> frozenset[Phrase]:
    """The lines as phrases, a phrase being a tuple of folded tokens."""
    return frozenset(tuple(line.split()) for line in lines)


def strip(tokens: Sequence[str], leading: Collection[Phrase], trailing: Collection[Phrase]) -> list[str]:
    """The tokens without the harmless phrases at both ends; [] when there is nothing else."""
    start, end = 0, len(tokens)
    while step := _head(tokens[start:end], leading):
        start += step
    while step := _tail(tokens[start:end], trailing):
        end -= step
    return list(tokens[start:end])


def _head(tokens: Sequence[str], known: Collection[Phrase]) -> int:
    return max((n for n in range(1, min(len(tokens), 7)) if tuple(tokens[:n]) in known), default=0)


def _tail(tokens: Sequence[str], known: Collection[Phrase]) -> int:
    return max((n for n in range(1, min(len(tokens), 7)) if tuple(tokens[-n:]) in known), default=0)
