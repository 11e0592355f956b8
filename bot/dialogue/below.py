"""What a list opens comes below it: the list stays as it is, on the page it shows."""

from collections.abc import Iterable

from telegram import CallbackQuery, Update

from bot.dialogue.refusals import Refused
from bot.dialogue.routes import Route
from bot.dialogue.translations import N_
from bot.dialogue.turn import Turn

NAME = "below"
_CANNOT = N_("This cannot be opened any more.")


def below(data: str) -> str:
    """What a button carries that opens below what a button with this data would open in its place."""
    return f"{NAME}:{data}"


def serve(turn: Turn, data: str, every: Iterable[Route]) -> None:
    """Serve a tap on a button with this data, which is on no card that could be edited, by the first of the
    routes that accepts it. Raises Refused."""
    turn.update = _elsewhere(turn.update, data)
    for route in every:
        if route.serves_taps and route.accepts(turn.update):
            route.do(turn)
            return
    raise Refused(_CANNOT)


def _elsewhere(update: Update, data: str) -> Update:
    """The same tap on another button."""
    tapped = update.callback_query
    if tapped is None:
        return update
    query = CallbackQuery(tapped.id, tapped.from_user, tapped.chat_instance, data=data)
    bot = update.get_bot()
    query.set_bot(bot)
    other = Update(update.update_id, callback_query=query)
    other.set_bot(bot)
    return other
