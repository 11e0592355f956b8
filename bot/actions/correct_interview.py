"""Correct an interview; what was said before is kept."""

from typing import Any

from bot.actions import demand
from bot.dialogue.refusals import Refused
from bot.dialogue.translations import N_
from bot.dialogue.turn import Turn
from bot.rules.policy import Action
from bot.store import audit, candidates, history, interviews
from bot.store.history import Subject
from bot.store.interviews import Held
from bot.store.tables import Interview, InterviewOutcome


def correct(turn: Turn, interview_id: int, before: Held, after: Held) -> tuple[Interview, list[str]]:
    """The interview with what differs between `before`, as its form began, and `after`; the rest stays as
    it is now. Returns it with the names of the fields that changed. Raises Refused."""
    demand(turn, Action.ADD_INTERVIEW)
    interview = interviews.get(turn.session, interview_id, lock=True)
    if interview is None:
        raise Refused(N_("This interview cannot be found."))
    if after.on > turn.today:
        raise Refused(N_("An interview to come cannot be recorded yet: please change its day."))
    now = interviews.held(turn.session, interview)
    said = _merged(now, before, after)
    if said == now:
        return interview, []
    interviews.change(turn.session, interview, said)
    if said.outcome != InterviewOutcome.ABSENT:
        _contact(turn, interview.candidate_id, said)
    return interview, _keep(turn, interview, now, said)


def _merged(now: Held, before: Held, after: Held) -> Held:
    """What a colleague corrected meanwhile stays."""
    was, wanted, there = fields_of(before), fields_of(after), fields_of(now)
    changed = {name: value for name, value in wanted.items() if value != was[name]}
    values = there | changed
    values["on"] = after.on if "on" in changed else now.on
    return Held(**values)


def fields_of(said: Held) -> dict[str, Any]:
    """What is said of an interview, JSON-able, by field."""
    return {
        "on": said.on.isoformat(),
        "kind": said.kind,
        "outcome": said.outcome,
        "next_step": said.next_step,
        "note": said.note,
    }


def _contact(turn: Turn, candidate_id: int, said: Held) -> None:
    """An interview that was held is a contact, also when that is found out later."""
    candidate = candidates.get(turn.session, candidate_id, lock=True)
    if candidate is not None and said.on > candidate.contacted_on:
        candidates.contacted(turn.session, candidate_id, said.on)


def _keep(turn: Turn, interview: Interview, before: Held, after: Held) -> list[str]:
    """The history says what, the audit trail says only which fields."""
    number, me = interviews.identity(interview), turn.me.id
    subject = Subject("interview", number)
    changed = history.record(turn.session, subject, me, turn.now, fields_of(before), fields_of(after))
    names = ",".join(changed)
    audit.record(
        turn.session,
        me,
        "correct interview",
        "candidate",
        interview.candidate_id,
        turn.now,
        interview=number,
        fields=names,
    )
    return changed
