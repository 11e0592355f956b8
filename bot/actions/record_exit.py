"""Record that a person left the agreement, and for what; their file is closed."""

from bot.actions import demand
from bot.dialogue.journey.exits.cards import told_card
from bot.dialogue.journey.exits.checks import placed_by, raise_objection
from bot.dialogue.journey.referrals.notices import tell_ended
from bot.dialogue.refusals import Refused
from bot.dialogue.translations import N_
from bot.dialogue.turn import Turn
from bot.rules.policy import Action
from bot.store import audit, candidates, exits, follow_ups, history, people, referrals
from bot.store.candidates import LIVING
from bot.store.exits import Said, identity
from bot.store.history import Subject
from bot.store.tables import Candidate, CandidateState, Exit

ALREADY = N_(
    "The exit of this person is already recorded. Correct it, or open the file again if they came back."
)


def record(turn: Turn, candidate_id: int, said: Said) -> Exit:
    """The exit, with the placement it comes out of. The file is closed, open referrals end, and an exit to
    work is followed up. Raises Refused, and StillRunning where a placement has to be ended first."""
    demand(turn, Action.RECORD_EXIT)
    candidate = candidates.get(turn.session, candidate_id, lock=True)
    if candidate is None or candidate.state not in LIVING:
        raise Refused(N_("This file can no longer be corrected."))
    earlier = exits.current(turn.session, candidate_id)
    if earlier is not None and candidate.state == CandidateState.CLOSED:
        raise Refused(ALREADY)
    raise_objection(turn, candidate_id, said)
    row = exits.add(
        turn.session, candidate_id, placed_by(turn.session, candidate_id, said), turn.me.id, turn.now
    )
    audit.record(
        turn.session,
        turn.me.id,
        "record exit",
        "exit",
        identity(row),
        turn.now,
        kind=row.kind,
        on=row.left_on,
    )
    candidates.contacted(turn.session, candidate_id, turn.today)
    _close(turn, candidate_id)
    follow_ups.settle_exit(turn.session, candidate_id)
    follow_ups.schedule_exit(turn.session, row)
    _tell(turn, candidate, row)
    return row


def _close(turn: Turn, candidate_id: int) -> None:
    """Close the file, unless it already is, and end what waits for the person elsewhere."""
    before, after = CandidateState.ACTIVE, CandidateState.CLOSED
    if candidates.move(turn.session, candidate_id, before, after):
        subject = Subject("candidate", candidate_id)
        history.record(turn.session, subject, turn.me.id, turn.now, {"state": before}, {"state": after})
        audit.record(turn.session, turn.me.id, "close candidate", "candidate", candidate_id, turn.now)
    for referral in referrals.make_obsolete(turn.session, turn.me.id, turn.now, candidate_id=candidate_id):
        tell_ended(turn, referral)


def _tell(turn: Turn, candidate: Candidate, row: Exit) -> None:
    """The adviser hears of an exit that somebody else recorded."""
    adviser = None if candidate.adviser_id is None else people.find(turn.session, candidate.adviser_id)
    if adviser is None or adviser.revoked or adviser.id == turn.me.id:
        return
    key = f"exit:{identity(row)}:{adviser.id}"
    turn.tell(adviser, key, lambda language: told_card(turn, candidate, row, language))
