"""Tell partners something (articles 2 and 4 of the agreement): it starts its way to each of them."""

from collections.abc import Collection, Mapping
from typing import Any

from bot.actions import demand
from bot.dialogue.refusals import Refused
from bot.dialogue.translations import N_
from bot.dialogue.turn import Turn
from bot.rules.policy import Action
from bot.store import audit, broadcasts, circulars
from bot.store.broadcasts import FIRST
from bot.store.circulars import Reach

_SEND_AGAIN = N_("The file has been waiting for too long and is no longer here. Please send it again.")
_NOBODY = N_("Nobody can be reached in these organisations yet: please choose others.")


def write(turn: Turn, kinds: Collection[str], text: str, file: Mapping[str, Any] | None) -> Reach:
    """The text, and perhaps a file, leave for everyone in these kinds of organisation. Returns how many
    people and groups that is now. Raises Refused before anything changes."""
    demand(turn, Action.WRITE_CIRCULAR)
    reach = circulars.of_kinds(circulars.reach(turn.session, turn.today), kinds)
    if not reach.persons and not reach.groups:
        raise Refused(_NOBODY)
    if file is not None and not turn.session.files.hold(file["digest"], turn.now):
        raise Refused(_SEND_AGAIN)
    number = circulars.add(turn.session, text, file, kinds, turn.me.id, turn.now)
    run = broadcasts.start(turn.session, FIRST, turn.now, number)
    audit.record(
        turn.session, turn.me.id, "write circular", "circular", number, turn.now,
        run=broadcasts.identity(run), kinds=",".join(kinds), persons=reach.persons, groups=reach.groups,
    )  # fmt: skip
    return reach
