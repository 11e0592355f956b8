"""Validate hours declared: those of a month at once, or one person's (domain.md §6)."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from bot.actions import demand
from bot.dialogue.journey.hours.cards import code_of, digest, validated_card
from bot.dialogue.turn import Turn
from bot.rules.policy import Action
from bot.store import audit, people, worked, worked_lines
from bot.store.tables import HoursState, WorkedMonth


def validate_month(turn: Turn, home: int, month: date, seen: str) -> Sequence[int] | None:
    """Validate all the hours of a month that wait, where they still are what was seen (`digest`). Returns the
    lots they count for; None when something changed meanwhile. Raises Refused."""
    demand(turn, Action.VALIDATE_HOURS)
    waiting = worked.waiting(turn.session, home, month, lock=True)
    if not waiting or digest(waiting) != seen:
        return None
    worked.validate_all(turn.session, waiting, turn.me.id, turn.now)
    _record(turn, home, month, len(waiting), sum((one.hours for one in waiting), Decimal()))
    return list(dict.fromkeys(one.lot_id for one in waiting if one.lot_id is not None))


def validate(turn: Turn, hours: WorkedMonth, seen: Decimal) -> bool:
    """Validate the hours of one person, where they wait and are still as many as were seen. Returns whether
    this is what did it. Raises Refused."""
    demand(turn, Action.VALIDATE_HOURS)
    number, session = hours.id or 0, turn.session
    from_declared = (HoursState.DECLARED,)
    if not worked.settle(session, number, from_declared, HoursState.VALIDATED, turn.me.id, turn.now, seen):
        return False
    _record(turn, hours.declaring_id, hours.month, 1, seen)
    return True


def _record(turn: Turn, home: int, month: date, count: int, hours: Decimal) -> None:
    """The trail, and a word to the organisation once nothing of its month waits any more."""
    session = turn.session
    facts = {"month": month, "people": count, "hours": str(hours)}
    audit.record(session, turn.me.id, "validate hours", "organisation", home, turn.now, **facts)
    if worked.waiting(session, home, month):
        return
    done = worked_lines.counts(session, home, month).validated
    for person in people.of_organisation(session, home):
        turn.tell(
            person,
            f"hours-validated:{home}:{code_of(month)}:{turn.uid}:{person.id}",
            lambda language: validated_card(month, done, language),
        )
