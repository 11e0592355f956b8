"""Whose a reminder is."""

from bot.dialogue.refusals import Refused
from bot.dialogue.translations import N_
from bot.dialogue.turn import Turn
from bot.store import reminders
from bot.store.tables import Reminder


def mine(turn: Turn, reminder_id: int) -> Reminder:
    """The reminder, where it is the person's of this turn, or was said to them as a stand-in. Raises
    Refused."""
    found = reminders.find(turn.session, reminder_id)
    if found is None or turn.me.id not in (found.person_id, found.said_to):
        raise Refused(N_("This reminder cannot be found."))
    return found
