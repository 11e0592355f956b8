"""Record an interview with a candidate: an absence is no contact."""

from bot.actions import demand
from bot.dialogue.refusals import Refused
from bot.dialogue.translations import N_
from bot.dialogue.turn import Turn
from bot.rules.policy import Action
from bot.store import audit, candidates, interviews
from bot.store.interviews import Held
from bot.store.tables import CandidateState, Interview, InterviewOutcome


def add(turn: Turn, candidate_id: int, said: Held) -> Interview:
    """The interview the person of this turn held with a candidate. Raises Refused."""
    demand(turn, Action.ADD_INTERVIEW)
    session, me = turn.session, turn.me
    candidate = candidates.get(session, candidate_id, lock=True)
    if candidate is None:
        raise Refused(N_("This candidate cannot be found."))
    if candidate.state != CandidateState.ACTIVE:
        raise Refused(
            N_("The file {reference} is no longer open: see its card, where it can be opened again."),
            reference=candidate.reference,
        )
    if said.on > turn.today:
        raise Refused(N_("An interview to come cannot be recorded yet: please change its day."))
    interview = interviews.add(session, candidate_id, me.id, said, turn.now)
    if said.outcome != InterviewOutcome.ABSENT and said.on > candidate.contacted_on:
        candidates.contacted(session, candidate_id, said.on)
    number = interviews.identity(interview)
    codes = {"kind": said.kind, "outcome": said.outcome, "on": said.on.isoformat()}
    audit.record(
        session, me.id, "add interview", "candidate", candidate_id, turn.now, interview=number, **codes
    )
    return interview
