"""Quick entry: a buyer or a company who simply writes gets the filled card of its form (dialogues.md §3)."""

from collections.abc import Callable, Mapping
from typing import Any

from markupsafe import Markup

from bot.dialogue.readers.announcement import read_announcement
from bot.dialogue.translations import N_
from bot.dialogue.turn import Turn
from bot.dialogue.vacancies.quick import contract_answers, offer_answers
from bot.store.tables import Role

Start = Callable[[Turn, Mapping[str, Any], Markup], None]
UNDERSTOOD = N_("Here is what I understood. Check it, complete it, then send it.")


def listener(contract: Start, offer: Start) -> Callable[[Turn], bool]:
    """What hears a message no form waits for: it starts a form at its recap when the message surely announces
    something this person may announce. Returns whether it did."""

    def hear(turn: Turn) -> bool:
        if turn.me.role not in (Role.BUYER, Role.COMPANY):
            return False
        read = read_announcement(turn.text, turn.today)
        if read.kind == "procurement" and turn.me.role is Role.BUYER:
            contract(turn, contract_answers(read), turn.t(UNDERSTOOD))
        elif read.kind == "offer" and turn.me.role is Role.COMPANY:
            offer(turn, offer_answers(read), turn.t(UNDERSTOOD))
        else:
            return False
        return True

    return hear
