"""Add a note to a candidate's file, for PLIE staff only."""

from bot.actions import demand
from bot.dialogue.refusals import Refused
from bot.dialogue.translations import N_
from bot.dialogue.turn import Turn
from bot.rules.policy import Action
from bot.store import audit, candidates, notes
from bot.store.candidates import LIVING


def note(turn: Turn, candidate_id: int, text: str) -> None:
    """Keep a note on the file. Raises Refused."""
    demand(turn, Action.CHANGE_CANDIDATE)
    candidate = candidates.get(turn.session, candidate_id, lock=True)
    if candidate is None or candidate.state not in LIVING:
        raise Refused(N_("This file can no longer be corrected."))
    notes.add(turn.session, "candidate", candidate_id, turn.me.id, text, turn.now)
    candidates.contacted(turn.session, candidate_id, turn.today)
    audit.record(turn.session, turn.me.id, "note candidate", "candidate", candidate_id, turn.now)
