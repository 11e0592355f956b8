"""Decide about messages nobody knows whether they arrived: sent again, or left."""

from bot.actions import demand
from bot.dialogue import alerts
from bot.dialogue.turn import Turn
from bot.rules.policy import Action
from bot.store import audit, uncertain


def resend(turn: Turn, run: int, number: int | None = None) -> int:
    """Let the held messages of a sending (0: of none), or the one of this number, leave again. Returns how
    many do. Raises Refused."""
    demand(turn, Action.DECIDE_SENDING)
    done = uncertain.again(turn.session, run, turn.now, number)
    _keep(turn, run, "resend messages", done)
    return done


def leave(turn: Turn, run: int, number: int | None = None) -> int:
    """Never send the held messages of a sending (0: of none), or the one of this number. Returns how many.
    Raises Refused."""
    demand(turn, Action.DECIDE_SENDING)
    done = uncertain.leave(turn.session, run, turn.now, number)
    _keep(turn, run, "leave messages", done)
    return done


def _keep(turn: Turn, run: int, action: str, done: int) -> None:
    if not done:
        return
    audit.record(turn.session, turn.me.id, action, "broadcast", run, turn.now, messages=done)
    if run and not uncertain.how_many(turn.session, run):
        alerts.decided(turn.session, run, turn.now)
