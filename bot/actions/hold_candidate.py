"""Keep a candidate's file whole until a day, whatever its age (`domain.md` §8), or let it go again."""

from datetime import date

from bot.actions import demand
from bot.dialogue.refusals import Refused
from bot.dialogue.translations import N_
from bot.dialogue.turn import Turn
from bot.rules.policy import Action
from bot.rules.retention import holds
from bot.store import audit, candidates, legal_holds
from bot.store.tables import Candidate

_GONE = N_("This file can no longer be held.")


def hold(turn: Turn, candidate_id: int, ground: str, until: date) -> Candidate:
    """The file, held to this day for this ground, in the place of the hold there was. Raises Refused."""
    demand(turn, Action.HOLD_CANDIDATE)
    if not holds(until, turn.today):
        raise Refused(N_("The last day of a legal hold is still to come."))
    candidate = candidates.get(turn.session, candidate_id, lock=True)
    before = None if candidate is None else candidate.hold_until
    if candidate is None or not legal_holds.hold(turn.session, candidate, ground, until, turn.me.id):
        raise Refused(_GONE)
    facts = {"until": until, "before": before}
    audit.record(turn.session, turn.me.id, "hold candidate", "candidate", candidate_id, turn.now, **facts)
    turn.session.refresh(candidate)
    return candidate


def lift(turn: Turn, candidate_id: int) -> bool:
    """End the hold of a file. Returns whether there was one. Raises Refused."""
    demand(turn, Action.HOLD_CANDIDATE)
    if not legal_holds.lift(turn.session, candidate_id):
        return False
    audit.record(turn.session, turn.me.id, "lift hold", "candidate", candidate_id, turn.now)
    return True
