"""What a sentence announced."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal

from bot.dialogue.readers.lots import LotLine
from bot.dialogue.readers.when import When

Kind = Literal["procurement", "offer", "none"]
Category = Literal["works", "services", "supplies"]


@dataclass(frozen=True, slots=True)
class Announced:
    """The fields understood; None or empty where the sentence says nothing, or nothing sure.

    Amounts are euros excl. VAT, `job` a ROME code, `contract` one of cdd, cdi, interim, apprenticeship,
    professionalisation and cddi.
    """

    kind: Kind = "none"
    category: Category | None = None
    title: str | None = None
    commune: str | None = None
    amount: Decimal | None = None
    consultation: When | None = None
    start: When | None = None
    months: Decimal | None = None
    lots: tuple[LotLine, ...] = ()
    positions: int | None = None
    job: str | None = None
    contract: str | None = None
    weekly_hours: Decimal | None = None

    def to_json(self) -> dict[str, Any]:
        """The fields ready for JSON: dates as ISO, whole numbers whole."""
        return {
            "kind": self.kind,
            "category": self.category,
            "title": self.title,
            "commune": self.commune,
            "amount": _number(self.amount),
            "consultation": self.consultation.day.isoformat() if self.consultation else None,
            "start": self.start.day.isoformat() if self.start else None,
            "months": _number(self.months),
            "lots": [{"title": lot.title, "amount": _number(lot.amount)} for lot in self.lots],
            "positions": self.positions,
            "job": self.job,
            "contract": self.contract,
            "weekly_hours": _number(self.weekly_hours),
        }


NOTHING = Announced()
"""Small talk, or nothing that is sure."""


def _number(value: Decimal | None) -> int | float | None:
    if value is None:
        return None
    return int(value) if value == int(value) else float(value)
