"""What can be done, one verb a function: asks the policy, changes rows, tells people."""

from bot.dialogue.refusals import Refused
from bot.dialogue.translations import N_
from bot.dialogue.turn import Turn
from bot.rules.policy import Action, Actor, Owner, may

NOT_ALLOWED = N_("You do not have the right to do this. A coordinator of the PLIE can help you.")


def allowed(turn: Turn, action: Action, owner: Owner | None = None) -> bool:
    """Whether the person of this turn may act, as things are now."""
    return may(Actor(turn.me.role, turn.me.organisation_id), action, owner)


def demand(turn: Turn, action: Action, owner: Owner | None = None) -> None:
    """Go on only when the person of this turn may act. Raises Refused."""
    if not allowed(turn, action, owner):
        raise Refused(NOT_ALLOWED)
