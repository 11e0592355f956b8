"""What anybody knows of the figures of a year's reports, written from the annex of the agreement and not from
`bot.reports.indicators.groups`: which figures count people or what happened to them, and how they hang
together."""

from collections.abc import Iterator, Mapping
from typing import Any

Path = tuple[str, ...]
Cell = tuple[tuple[int, int], Path]
Known = tuple[list[tuple[Cell, int]], bool]
"""Signed cells that add up to zero, or (when not exact) to zero or more."""
TOLD = {"supported_target", "sustained_percent", "sustained_percent_target", "by_adviser"}
"""Targets, the share (see `test_masks_attacked`) and what never leaves."""
PROFILE, WHOLE = ("level", "experience", "age", "sex", "origin"), ("people", "beneficiaries")
EXITS, TRAINED, LEFT = (("people", name) for name in ("positive_exits", "trained", "leavers"))
MADE = ("implementation", "referrals")
SUPPORTED, SUSTAINED = ("targets", "supported"), ("targets", "sustained")


def cells(figures: Mapping[str, Any]) -> dict[Path, Any]:
    """Every figure of a report but those of contracts and hours, whatever the code under test knows of it."""
    found: dict[Path, Any] = {}
    for part in ("people", "implementation", "targets"):
        found |= _leaves(figures[part], (part,))
    return found


def _leaves(found: Any, path: Path) -> dict[Path, Any]:
    if isinstance(found, Mapping):
        inner = (_leaves(one, (*path, name)) for name, one in found.items() if name not in TOLD)
        return {key: value for leaves in inner for key, value in leaves.items()}
    return {} if found is None else {path: found}


def known(grid: Mapping[tuple[int, int], Mapping[str, Any]]) -> list[Known]:
    """All that ties the true figures of the reports: row 0 is everybody, the last column the year."""
    counts = {place: cells(figures) for place, figures in grid.items()}
    found: list[Known] = []
    for place, there in counts.items():
        found += [([((place, path), sign) for path, sign in terms], exact) for terms, exact in _within(there)]
    rows, columns = 1 + max(row for row, _ in grid), 1 + max(column for _, column in grid)
    for path in counts[0, 0]:
        for row in range(rows):
            if path in counts[row, 0]:
                found += _added(counts, path, (row, columns - 1), [(row, one) for one in range(columns - 1)])
        for column in range(columns):
            if rows > 1 and path in counts[1, column]:
                found += _added(counts, path, (0, column), [(row, column) for row in range(1, rows)])
    return found


def _within(there: Mapping[Path, int]) -> Iterator[tuple[list[tuple[Path, int]], bool]]:
    """Within a report. Sums are exact; of "at most", the greater comes first."""

    def under(path: Path, *but: str) -> list[Path]:
        return [one for one in there if one[: len(path)] == path and one[-1] not in but]

    for name in PROFILE:
        yield [(WHOLE, -1), *((one, 1) for one in under(("people", "profile", name)))], True
    grounds = under(("people", "profile", "eligibility"))
    yield [(WHOLE, -1), *((one, 1) for one in grounds)], False
    yield [((*EXITS, "total"), -1), *((one, 1) for one in under(EXITS, "total"))], True
    yield [((*LEFT, "placements"), -1), *((one, 1) for one in under((*LEFT, "reasons")))], True
    yield [((*TRAINED, "before"), 1), ((*TRAINED, "during"), 1), ((*TRAINED, "total"), -1)], False
    # Nobody left, no contract ended.
    yield [((*LEFT, "people"), 1000), ((*LEFT, "placements"), -1)], False
    for greater, less in (
        *((WHOLE, one) for one in grounds),
        ((*TRAINED, "total"), (*TRAINED, "before")),
        ((*TRAINED, "total"), (*TRAINED, "during")),
        (WHOLE, (*TRAINED, "total")),
        ((*LEFT, "placements"), (*LEFT, "people")),
        ((*MADE, "total"), (*MADE, "hired")),
        *(_for_everybody() if SUPPORTED in there else [(WHOLE, (*LEFT, "people"))]),
    ):
        yield [(greater, 1), (less, -1)], False


def _for_everybody() -> list[tuple[Path, Path]]:
    """Who left a contract of a buyer had a day of work on it; without a buyer those of any contract
    count, but were supported, as everybody is of whom anything is counted."""
    return [
        (SUPPORTED, SUSTAINED),
        (SUPPORTED, WHOLE),
        (SUPPORTED, (*LEFT, "people")),
        ((*EXITS, "total"), SUSTAINED),
    ]


def _added(
    counts: Mapping[tuple[int, int], Mapping[Path, int]],
    path: Path,
    whole: tuple[int, int],
    parts: list[tuple[int, int]],
) -> list[Known]:
    """No part is more than the whole; that the parts add up to it, where they do, or to more, or to less."""
    left = sum(counts[part][path] for part in parts) - counts[whole][path]
    sign = -1 if left < 0 else 1
    total: Known = ([((whole, path), -sign), *(((part, path), sign) for part in parts)], left == 0)
    return [total, *(([((whole, path), 1), ((part, path), -1)], False) for part in parts)]
