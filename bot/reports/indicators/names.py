"""What the files of the indicators are called."""

import re
from collections.abc import Sequence

from bot.dialogue.fitting import cut
from bot.dialogue.readers.fold import fold
from bot.rules.period import Period, month, quarter, year

_LONGEST = 60
_APART = re.compile(r"[^a-z0-9]+")


def file_name(period: Period, about: Sequence[str], ending: str, what: str = "indicateurs") -> str:
    """The name of a file: `indicateurs-2026-T4-ville-de-caen.xlsx`."""
    plain = (_plain(one) for one in about)
    return f"{'-'.join([what, dated(period), *(one for one in plain if one)])}.{ending}"


def dated(period: Period) -> str:
    """The period as files are sorted by: 2026, 2026-T4, 2026-10, or its first and last day."""
    first = period.first
    if period == year(first):
        return f"{first:%Y}"
    if period == quarter(first):
        return f"{first:%Y}-T{(first.month + 2) // 3}"
    if period == month(first):
        return f"{first:%Y-%m}"
    return f"{first}_{period.last}"


def _plain(name: str) -> str:
    return cut(_APART.sub("-", fold(name)).strip("-"), _LONGEST).rstrip("-…")
