"""Renew the eligibility of a person, or say that it is not renewed (domain.md §4)."""

from datetime import date

from bot.actions import demand
from bot.dialogue.refusals import Refused
from bot.dialogue.translations import N_
from bot.dialogue.turn import Turn
from bot.rules.placements import months_after
from bot.rules.policy import Action
from bot.store import audit, candidates, eligibility, history, parameters
from bot.store.candidates import LIVING
from bot.store.history import Subject
from bot.store.tables import Candidate, rows_of

_until = rows_of(Candidate).c.eligible_until


def until(turn: Turn, end: date) -> date:
    """The day up to which an eligibility that ends on this day is renewed."""
    return months_after(end, int(parameters.get(turn.session, "eligibility_months")))


def renew(turn: Turn, candidate_id: int, end: date) -> bool:
    """Renew an eligibility that still ends on this day. Returns whether it did. Raises Refused."""
    demand(turn, Action.CHANGE_CANDIDATE)
    after = until(turn, end)
    if not candidates.update(turn.session, candidate_id, LIVING, _until == end, eligible_until=after):
        return False
    before, now = {"eligible_until": end.isoformat()}, {"eligible_until": after.isoformat()}
    history.record(turn.session, Subject("candidate", candidate_id), turn.me.id, turn.now, before, now)
    audit.record(
        turn.session, turn.me.id, "renew eligibility", "candidate", candidate_id, turn.now, until=after
    )
    return True


def decline(turn: Turn, candidate_id: int, end: date) -> bool:
    """Say that an eligibility that ends on this day is not renewed: it is recorded, nothing else changes.
    Returns whether it still ends then and nobody said so before. Raises Refused."""
    demand(turn, Action.CHANGE_CANDIDATE)
    candidate = candidates.get(turn.session, candidate_id, lock=True)
    if candidate is None or candidate.state not in LIVING:
        raise Refused(N_("This file can no longer be corrected."))
    if candidate.eligible_until != end or eligibility.is_declined(turn.session, candidate_id, end):
        return False
    audit.record(
        turn.session, turn.me.id, "decline eligibility", "candidate", candidate_id, turn.now, end=end
    )
    return True
