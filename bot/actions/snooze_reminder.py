"""Be reminded of something later."""

from datetime import date

from bot.actions import demand
from bot.dialogue.refusals import Refused
from bot.dialogue.reminders.mine import mine
from bot.dialogue.translations import N_
from bot.dialogue.turn import Turn
from bot.rules.daily import LATER_DAYS, put_off
from bot.rules.policy import Action
from bot.store import audit, reminders


def snooze(turn: Turn, reminder_id: int, days: int) -> date | None:
    """Put the thing off for so many calendar days, with every stage of it that was said together. Returns the
    working day on which it is said again; None when it is done, or put off already. Raises Refused."""
    demand(turn, Action.ANSWER_REMINDER)
    row = mine(turn, reminder_id)
    if days not in LATER_DAYS:
        raise Refused(N_("A reminder is put off for 1 day, 3 days or 1 week."))
    until = put_off(turn.today, days)
    numbers = [stage.id or 0 for stage in reminders.beside(turn.session, row)]
    if not reminders.put_off(turn.session, numbers, until):
        return None
    facts = {"kind": row.kind, "about": row.subject_id, "until": until}
    audit.record(turn.session, turn.me.id, "snooze reminder", "reminder", reminder_id, turn.now, **facts)
    return until
