"""Change a figure of the agreement, or give it its default again."""

from decimal import Decimal

from bot.actions import demand
from bot.dialogue.refusals import Refused
from bot.dialogue.translations import N_
from bot.dialogue.turn import Turn
from bot.rules.policy import Action
from bot.store import audit, parameters


def set_parameter(turn: Turn, name: str, value: Decimal) -> bool:
    """The figure has this value from now on. Returns whether it is another one than before. Raises Refused
    when it is out of bounds, KeyError when there is no such figure."""
    demand(turn, Action.SET_PARAMETERS)
    before = parameters.get(turn.session, name)
    if before == value:
        return False
    try:
        parameters.change(turn.session, name, value, turn.me.id, turn.now)
    except ValueError as error:
        raise Refused(N_("This figure is out of its bounds.")) from error
    _record(turn, "set parameter", name, before, value)
    return True


def reset_parameter(turn: Turn, name: str) -> bool:
    """The figure has its default again. Returns whether it had been changed. Raises Refused, KeyError."""
    demand(turn, Action.SET_PARAMETERS)
    before = parameters.get(turn.session, name)
    if not parameters.reset(turn.session, name):
        return False
    _record(turn, "reset parameter", name, before, parameters.known()[name].default)
    return True


def _record(turn: Turn, action: str, name: str, before: Decimal, after: Decimal) -> None:
    number = parameters.number_of(name)
    details = {"figure": name, "before": str(before), "after": str(after)}
    audit.record(turn.session, turn.me.id, action, "parameter", number, turn.now, **details)
