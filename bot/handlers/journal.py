"""/journal: the audit trail, for coordinators."""

from bot.actions import demand
from bot.dialogue.journal import journal_card
from bot.dialogue.lists import SIZE
from bot.dialogue.routes import button, entry
from bot.dialogue.turn import Turn
from bot.rules.policy import Action
from bot.store import audit


def _list(turn: Turn) -> None:
    demand(turn, Action.SEE_AUDIT)
    before = turn.number or None
    entries = audit.page(turn.session, before, SIZE + 1)
    turn.edit(journal_card(turn.session, entries, turn.language, turn.zone, first=before is None))


ROUTES = (*entry("journal", _list), button("journal", _list))
