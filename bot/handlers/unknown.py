"""What nobody else serves: unknown commands, buttons of another time."""

import re

from rapidfuzz import process

from bot.dialogue.commands import commands_of
from bot.dialogue.menu import menu_card
from bot.dialogue.readers.fold import fold
from bot.dialogue.routes import SLASHED, button, message
from bot.dialogue.translations import N_
from bot.dialogue.turn import Turn

_CLOSE_ENOUGH = 70


def _command(turn: Turn) -> None:
    """A command mistyped, with an accent, or of another role: what may have been meant."""
    typed = fold(re.split(r"[\s@]", turn.text.lstrip("/"), maxsplit=1)[0])[:40]
    names = [name for command in commands_of(turn.me.role) for name in (command.name, command.alias) if name]
    close = process.extractOne(typed, names, score_cutoff=_CLOSE_ENOUGH)
    if close is None:
        turn.say(turn.t(N_("I do not know this command. /menu shows what you can do.")))
    else:
        turn.say(turn.t(N_("I do not know this command. Did you mean /{name}?"), name=close[0]))


def _button(turn: Turn) -> None:
    turn.toast(turn.t(N_("This button no longer works. Here is what you can do.")))
    turn.say(menu_card(turn.me, turn.language))


ROUTES = (message(SLASHED, _command), button("[^:]*", _button, args=".*"), button(".*", _button, args=""))
