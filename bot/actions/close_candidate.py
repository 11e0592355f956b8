"""Close a candidate's file, or open it again; matching sees open files only."""

from bot.actions import demand
from bot.dialogue.journey.referrals.notices import tell_ended
from bot.dialogue.turn import Turn
from bot.rules.policy import Action
from bot.store import audit, candidates, history, referrals
from bot.store.history import Subject
from bot.store.tables import CandidateState, ReferralState


def close(turn: Turn, candidate_id: int) -> bool:
    """Close the file: the person is presented to no company any more. Returns whether it was open. Raises
    Refused."""
    if not _move(turn, candidate_id, CandidateState.ACTIVE, CandidateState.CLOSED, "close candidate"):
        return False
    ended = referrals.end_open(
        turn.session, ReferralState.WITHDRAWN, turn.me.id, turn.now, candidate_id=candidate_id
    )
    for referral in ended:
        tell_ended(turn, referral)
    return True


def reopen(turn: Turn, candidate_id: int) -> bool:
    """Open the file again. Returns whether it was closed. Raises Refused."""
    moved = _move(turn, candidate_id, CandidateState.CLOSED, CandidateState.ACTIVE, "reopen candidate")
    if moved:
        candidates.contacted(turn.session, candidate_id, turn.today)
    return moved


def _move(turn: Turn, candidate_id: int, before: CandidateState, after: CandidateState, action: str) -> bool:
    demand(turn, Action.CHANGE_CANDIDATE)
    if not candidates.move(turn.session, candidate_id, before, after):
        return False
    subject = Subject("candidate", candidate_id)
    history.record(turn.session, subject, turn.me.id, turn.now, {"state": before}, {"state": after})
    audit.record(turn.session, turn.me.id, action, "candidate", candidate_id, turn.now)
    return True
