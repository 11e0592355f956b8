"""Typing mistakes: a word one slip away from exactly one word we know is that word."""

from rapidfuzz.distance import OSA

_LONG = 6
"""From this length on any single slip is repaired; shorter words only when two letters changed places."""
_STURDY = frozenset(("avril",))
"""Shorter words that no other word resembles."""


def repair(word: str, known: frozenset[str]) -> str:
    """The known word meant by `word`, or `word` itself when none or several are as near."""
    if word in known or len(word) < 4 or not word.isalpha():
        return word
    near = [other for other in known if _one_slip(word, other)]
    return near[0] if len(near) == 1 else word


def _one_slip(word: str, other: str) -> bool:
    if word[0] != other[0] or abs(len(word) - len(other)) > 1:
        return False
    sure = len(other) >= _LONG or other in _STURDY or sorted(word) == sorted(other)
    return sure and OSA.distance(word, other, score_cutoff=1) == 1
