"""Say that what one was reminded of is done, or is not after all."""

from bot.actions import demand
from bot.dialogue.reminders.mine import mine
from bot.dialogue.turn import Turn
from bot.rules.policy import Action
from bot.store import audit, reminders


def settle(turn: Turn, reminder_id: int) -> bool:
    """The thing is done, with every stage of it that was said together. Returns whether that is new. Raises
    Refused."""
    return _answer(turn, reminder_id, done=True)


def reopen(turn: Turn, reminder_id: int) -> bool:
    """The thing is not done. Returns whether it was. Raises Refused."""
    return _answer(turn, reminder_id, done=False)


def _answer(turn: Turn, reminder_id: int, *, done: bool) -> bool:
    demand(turn, Action.ANSWER_REMINDER)
    row = mine(turn, reminder_id)
    numbers = [stage.id or 0 for stage in reminders.beside(turn.session, row)]
    if done:
        new = reminders.settle(turn.session, numbers, turn.now)
    else:
        new = reminders.reopen(turn.session, numbers)
    if new:
        facts = {"kind": row.kind, "about": row.subject_id}
        said = "settle reminder" if done else "reopen reminder"
        audit.record(turn.session, turn.me.id, said, "reminder", reminder_id, turn.now, **facts)
    return new
