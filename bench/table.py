"""The results as one table, each figure with its ratio to Clausette's."""

from collections.abc import Mapping, Sequence
from typing import Any

Results = Mapping[str, Mapping[str, Any]]
Figure = tuple[str, str | None, str, str]
"""What it is called, its part of the results if any, its name there, how it is written."""

FORM = (
    ("forms/s", "closed", "forms_s", ".1f"),
    ("updates/s", "closed", "updates_s", ".0f"),
    ("p50 ms, closed loop", "closed", "p50_ms", ".0f"),
    ("p99 ms, closed loop", "closed", "p99_ms", ".0f"),
    ("CPU ms/update, closed loop", "closed", "cpu_ms", ".2f"),
    ("p50 ms at {rate:g}/s", "open", "p50_ms", ".1f"),
    ("p99 ms at {rate:g}/s", "open", "p99_ms", ".1f"),
    ("CPU ms/update at {rate:g}/s", "open", "cpu_ms", ".2f"),
    ("peak memory MiB", None, "peak_mib", ".0f"),
    ("calls to Telegram per update", "closed", "calls_per_update", ".2f"),
    ("notices late at the end of it", "closed", "notices_left", ".0f"),
    ("characters per answer", "closed", "reply_length", ".0f"),
    ("emulator, share of its core", "closed", "emulator_share", ".2f"),
)
"""The figures of the form that every contender serves."""


def render(results: Results, figures: Sequence[Figure], rate: float = 0) -> str:
    """The table; the first contender is the one the others are compared with."""
    head = ["", *results]
    rows = [_row(label.format(rate=rate), part, name, style, results) for label, part, name, style in figures]
    widths = [max(len(row[column]) for row in [head, *rows]) for column in range(len(head))]
    return "\n".join(_line(row, widths) for row in [head, ["-" * width for width in widths], *rows])


def _row(label: str, part: str | None, name: str, style: str, results: Results) -> list[str]:
    values = [found[part][name] if part else found[name] for found in results.values()]
    first = f"{values[0]:{style}}"
    return [label, first, *(f"{value:{style}} ({_ratio(value, values[0])})" for value in values[1:])]


def _ratio(value: float, reference: float) -> str:
    return f"×{value / reference:.2f}" if reference else "–"


def _line(row: Sequence[str], widths: Sequence[int]) -> str:
    cells = [
        cell.rjust(width) if column else cell.ljust(width)
        for column, (cell, width) in enumerate(zip(row, widths, strict=True))
    ]
    return "  ".join(cells).rstrip()
