"""Percentages as people write them: "5", "5 %", "7,5 pour cent"."""

import re
from decimal import Decimal

from bot.dialogue.readers.fold import fold

_LONGEST = 40
_PERCENT = re.compile(r"(\d{1,3}(?:[.,]\d{1,2})?) ?(%|pour ?cents?|percent|per cent|pct)?")


def read_percent(text: str) -> Decimal | None:
    """The fraction of one meant, from 0 to 1; None when not understood.

    "0,5" alone may be a half or half a percent: it is not understood; "0,5 %" is.
    """
    found = _PERCENT.fullmatch(fold(text)) if len(text) <= _LONGEST else None
    if found is None:
        return None
    number = Decimal(found[1].replace(",", "."))
    if found[2] is None and 0 < number < 1:
        return None
    return number / 100 if number <= 100 else None
