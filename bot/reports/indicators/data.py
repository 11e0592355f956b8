"""The indicators as data: JSON under the keys of `domain.md` §7."""

import json
from decimal import Decimal
from typing import Any

from bot.rules.period import Period
from bot.store import people
from bot.store.database import Session


def as_json(session: Session, figures: dict[str, Any], period: Period, buyer: str | None) -> str:
    """The figures with their period; advisers by their name. Amounts, hours and months are numbers."""
    told: dict[str, Any] = {"from": period.first.isoformat(), "to": period.last.isoformat(), "buyer": buyer}
    told |= figures
    interviews = figures["implementation"]["interviews"]
    if interviews is not None:
        named: dict[str, int] = {}
        for number, count in interviews["by_adviser"].items():
            adviser = people.find(session, number)
            name = "–" if adviser is None else adviser.name
            named[name] = named.get(name, 0) + count
        told["implementation"] = figures["implementation"] | {
            "interviews": interviews | {"by_adviser": named}
        }
    return json.dumps(told, ensure_ascii=False, indent=2, default=_number)


def _number(value: Any) -> int | float:
    if not isinstance(value, Decimal):
        raise TypeError(f"no figure: {type(value).__name__}")
    return int(value) if value == value.to_integral_value() else float(value)
