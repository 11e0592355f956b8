"""The indicators as data: JSON under the keys of `domain.md` §7."""

import json
from decimal import Decimal
from typing import Any

from bot.rules.period import Period
from bot.store import people
from bot.store.database import Session


def with_names(session: Session, figures: dict[str, Any]) -> dict[str, Any]:
    """The figures of `store.indicators` with the advisers by their name, in alphabetical order; two of one
    name count together."""
    found = figures["implementation"]
    if found["interviews"] is None:
        return figures
    named: dict[str, int] = {}
    for number, count in found["interviews"]["by_adviser"].items():
        adviser = people.find(session, number)
        name = "–" if adviser is None else adviser.name
        named[name] = named.get(name, 0) + count
    interviews = found["interviews"] | {"by_adviser": dict(sorted(named.items()))}
    return figures | {"implementation": found | {"interviews": interviews}}


def as_json(figures: dict[str, Any], period: Period, buyer: str | None) -> str:
    """The figures with their period. Amounts, hours and months are numbers."""
    told: dict[str, Any] = {"from": period.first.isoformat(), "to": period.last.isoformat(), "buyer": buyer}
    return json.dumps(told | figures, ensure_ascii=False, indent=2, default=_number)


def _number(value: Any) -> int | float:
    if not isinstance(value, Decimal):
        raise TypeError(f"no figure: {type(value).__name__}")
    return int(value) if value == value.to_integral_value() else float(value)
