"""One line read as one kind of value: what the command line shows and what quick entry uses."""

from datetime import date
from decimal import Decimal
from typing import Any, Literal

from bot.dialogue.readers.announcement import read_announcement
from bot.dialogue.readers.dates import read_date
from bot.dialogue.readers.durations import read_months
from bot.dialogue.readers.money import read_amount

Kind = Literal["date", "amount", "months"]


def understand(kind: Kind, line: str, today: date) -> str | int | float | None:
    """The value ready for JSON: an ISO date, euros excl. VAT or months; None when not understood."""
    if kind == "date":
        when = read_date(line, today)
        return when.day.isoformat() if when else None
    return _number(read_amount(line) if kind == "amount" else read_months(line))


def understand_line(line: str, today: date) -> dict[str, Any]:
    """The announcement in a line, ready for JSON; of kind none, all else empty, when there is none."""
    return read_announcement(line, today).to_json()


def _number(value: Decimal | None) -> int | float | None:
    if value is None:
        return None
    return int(value) if value == int(value) else float(value)
