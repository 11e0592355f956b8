"""Merge two files of one person."""

from typing import Any

from bot.actions import demand
from bot.dialogue.journey.proposals.notices import ENDED, tell_outcome
from bot.dialogue.journey.referrals.notices import refresh, tell_ended
from bot.dialogue.refusals import Refused
from bot.dialogue.seekers.steps import answers_of
from bot.dialogue.translations import N_
from bot.dialogue.turn import Turn
from bot.rules.policy import Action
from bot.store import audit, candidate_merges, candidates, history, referrals
from bot.store.candidates import identity
from bot.store.history import Subject
from bot.store.tables import Candidate, CandidateState, Referral, ReferralState

_GONE = N_("One of these files can no longer be merged.")


def merge(turn: Turn, kept_id: int, other_id: int) -> Candidate:
    """The file kept, with what the other brings; the other leads to it from now on. Raises Refused."""
    demand(turn, Action.MERGE_CANDIDATES)
    session = turn.session
    kept = candidates.get(session, kept_id)
    if kept is None:
        raise Refused(_GONE)
    before = _known(turn, kept)
    shown = referrals.presented_of(session, (kept_id, other_id))
    waiting = referrals.awaiting_of(session, (kept_id, other_id))
    merged = candidate_merges.merge(session, kept_id, other_id)
    if merged is None:
        raise Refused(_GONE)
    subject = Subject("candidate", identity(merged))
    history.record(session, subject, turn.me.id, turn.now, before, _known(turn, merged))
    state = {"state": CandidateState.MERGED}
    history.record(session, Subject("candidate", other_id), turn.me.id, turn.now, {"state": None}, state)
    audit.record(session, turn.me.id, "merge candidates", "candidate", kept_id, turn.now, merged=other_id)
    _tell(turn, merged, shown, other_id)
    _tell_proposers(turn, waiting)
    return merged


def _known(turn: Turn, file: Candidate) -> dict[str, Any]:
    """What a file says, as the history keeps it."""
    until = None if file.eligible_until is None else file.eligible_until.isoformat()
    said = answers_of(candidates.profile(turn.session, file))
    return said | {"adviser": file.adviser_id, "eligible_until": until}


def _tell_proposers(turn: Turn, waiting: list[Referral]) -> None:
    """Of two proposals for one offer that are one person's, one is left: who made the other hears of it."""
    for referral in waiting:
        turn.session.refresh(referral)
        if referral.state == ReferralState.OBSOLETE:
            tell_outcome(turn, referral, ENDED)


def _tell(turn: Turn, merged: Candidate, shown: list[Referral], other_id: int) -> None:
    """Companies see the one file there is now; whoever keeps a closed one is presented no more."""
    for referral in shown:
        turn.session.refresh(referral)
        refresh(turn, referral, f"referral-merged-{other_id}")
    if merged.state == CandidateState.ACTIVE:
        return
    number, withdrawn = identity(merged), ReferralState.WITHDRAWN
    for referral in referrals.end_open(turn.session, withdrawn, turn.me.id, turn.now, candidate_id=number):
        tell_ended(turn, referral)
