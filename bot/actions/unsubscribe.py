"""Stop reminders, offers and mailings by e-mail, and have them again: anybody, for themselves."""

from bot.actions import demand
from bot.dialogue.turn import Turn
from bot.rules.policy import Action
from bot.store import audit, subscriptions


def unsubscribe(turn: Turn) -> bool:
    """The person of this turn gets no reminder, offer or mailing by e-mail any more; questions and answers
    meant for them alone still come. Returns whether that is new. Raises Refused."""
    demand(turn, Action.PREFER)
    changed = subscriptions.stop(turn.session, turn.me.id, turn.now)
    if changed:
        audit.record(turn.session, turn.me.id, "unsubscribe", "person", turn.me.id, turn.now)
    return changed


def subscribe(turn: Turn) -> bool:
    """The person of this turn gets them again. Returns whether they did not. Raises Refused."""
    demand(turn, Action.PREFER)
    changed = subscriptions.take_up(turn.session, turn.me.id)
    if changed:
        audit.record(turn.session, turn.me.id, "subscribe", "person", turn.me.id, turn.now)
    return changed
