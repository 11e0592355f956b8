"""What a filled-in sheet of hours declares, fixed when its recap is shown."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from bot.dialogue.answers import Context
from bot.dialogue.fitting import cut
from bot.dialogue.journey.hours.lookup import Roll
from bot.dialogue.journey.hours.month import month_of
from bot.dialogue.journey.hours.texts import NAME, SHOWN_NAMES
from bot.rules import worked as rules
from bot.store.tables import HoursState
from bot.store.worked_lines import Line

_MOST_CHANGED = 25
"""So many are named; the answer to the sheet has room for the progress of its lots too."""


def frozen(roll: Roll, typed: Mapping[str, str], context: Context) -> dict[str, Any]:
    """What the whole sheet declares: those not declared yet, and those whose hours were typed otherwise."""
    month, total = month_of(context.answers), Decimal()
    found: dict[str, Any] = {"typed": {}, "rows": {}, "seen": {}, "changed": [], "more": False, "left": []}
    for line in roll.lines:
        number = str(line.placement_id)
        given = Decimal(typed[number]) if number in typed else None
        before = rules.proposal(line.terms, month) if line.hours is None else line.hours
        if given is not None and not line.locked:
            found["typed"][number] = str(given)
        if line.locked or not _to_write(line, given):
            if line.state == HoursState.ASKED_BACK and len(found["left"]) < SHOWN_NAMES:
                found["left"].append(cut(roll.called(line), NAME))
            continue
        hours = before if given is None else given
        total += hours
        found["rows"][number] = str(hours)
        if line.state is not None:
            found["seen"][number] = [line.state, str(line.hours)]
        if hours == before:
            continue
        if len(found["changed"]) == _MOST_CHANGED:
            found["more"] = True
        else:
            found["changed"].append([cut(roll.called(line), NAME), str(hours), str(before)])
    return found | {"people": len(found["rows"]), "total": str(total)}


def _to_write(line: Line, given: Decimal | None) -> bool:
    """Whether the sheet declares this line: new, corrected, or confirmed where the PLIE asked."""
    if line.state is None:
        return True
    return given is not None and (given != line.hours or line.state == HoursState.ASKED_BACK)
