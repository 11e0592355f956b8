"""What can be done, one verb a function: asks the policy, changes rows, tells people."""

from collections.abc import Iterable

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


def allowed_any(turn: Turn, action: Action, organisation_ids: Iterable[int]) -> bool:
    """Whether the person of this turn may act on what belongs to these organisations."""
    return any(allowed(turn, action, Owner(number)) for number in organisation_ids)


def demand_any(turn: Turn, action: Action, organisation_ids: Iterable[int]) -> None:
    """Go on only when the person of this turn may act on what belongs to these organisations. Raises
    Refused."""
    if not allowed_any(turn, action, organisation_ids):
        raise Refused(NOT_ALLOWED)
