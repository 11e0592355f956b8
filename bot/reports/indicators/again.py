"""What was told of a period that is over is told again. A kind of count is told anew only once one of its
counts has changed by three or more: who compares two reports must not learn what a late correction says of
one or two people. Until then what was told stands, and no count of it is off by more than two."""

from collections.abc import Mapping
from itertools import groupby
from typing import Any

from bot.reports.indicators.groups import BENEFICIARIES, Path, at, counts
from bot.rules import disclosure
from bot.rules.disclosure import LEAST, SMALL

_HERE = (0, 0)
_TARGETS, _PERCENT = "targets", "sustained_percent"


def settle(told: Mapping[str, Any], figures: dict[str, Any]) -> dict[Path, str | None]:
    """Put what stands of what was told last of these figures in the place of what is counted now. Returns how
    each count must be told that is not free: by the mask it had, or as it is (None)."""
    before = {path: word for (_, path), word in counts({_HERE: told}).items()}
    known = sorted((path for _, path in counts({_HERE: figures}) if path in before), key=_kind)
    found: dict[Path, str | None] = {}
    for kind, alike in groupby(known, _kind):
        paths = list(alike)
        stood = {path: _as_told(before[path], at(figures, path)) for path in paths}
        stands = _stands(before, figures, stood)
        if stands:
            _put(figures, stood)
        if stands and kind == (_TARGETS,):
            figures[_TARGETS][_PERCENT] = told[_TARGETS][_PERCENT]
        words = {path: word if isinstance(word := before[path], str) else None for path in paths}
        found |= {path: word for path, word in words.items() if stands or word is not None}
    return found


def _kind(path: Path) -> Path:
    """What is told anew together: sums hold within it."""
    if path == BENEFICIARIES:
        return ("people", "profile")
    return path[:1] if path[0] == _TARGETS else path[:2]


def _as_told(word: Any, count: int) -> int:
    """The count nearest to the present one that could have been told so."""
    if word == SMALL:
        return min(max(count, 1), LEAST - 1)
    return count if isinstance(word, str) else int(word)


def _stands(before: Mapping[Path, Any], figures: Mapping[str, Any], stood: Mapping[Path, int]) -> bool:
    """Whether so little changed that it would tell of one or two people. Where nobody was counted before, the
    present report by itself tells as much as both."""
    change = max(abs(at(figures, path) - count) for path, count in stood.items())
    return change == 0 or (disclosure.is_small(change) and any(before[path] != 0 for path in stood))


def _put(figures: dict[str, Any], stood: Mapping[Path, int]) -> None:
    for (*above, name), count in stood.items():
        at(figures, above)[name] = count
