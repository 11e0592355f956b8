"""Correct a candidate's file; what was there before is kept."""

from collections.abc import Collection, Mapping
from typing import Any

from bot.actions import demand
from bot.dialogue.refusals import Refused
from bot.dialogue.seekers.steps import answers_of, profile_of
from bot.dialogue.translations import N_
from bot.dialogue.turn import Turn
from bot.rules.policy import Action
from bot.store import audit, candidate_lists, candidates, history
from bot.store.candidate_lists import Line
from bot.store.candidates import LIVING, identity
from bot.store.history import Subject
from bot.store.tables import Candidate

_TELLING = frozenset({"name", "phone", "birth_year"})
"""What a person is known again by."""


def change(turn: Turn, candidate_id: int, corrected: Mapping[str, Any]) -> tuple[Candidate, list[str]]:
    """The file with these answers in the place of the earlier ones; the others stay as they are now.
    Returns it with the names of the fields that changed. Raises Refused."""
    demand(turn, Action.CHANGE_CANDIDATE)
    candidate = candidates.get(turn.session, candidate_id, lock=True)
    if candidate is None or candidate.state not in LIVING:
        raise Refused(N_("This file can no longer be corrected."))
    before = answers_of(candidates.profile(turn.session, candidate))
    after = before | dict(corrected)
    if after == before:
        return candidate, []
    if candidates.change(turn.session, candidate, profile_of(after), turn.today) is None:
        raise Refused(N_("This file can no longer be corrected."))
    return candidate, _keep(turn, identity(candidate), before, after)


def _keep(turn: Turn, number: int, before: Mapping[str, Any], after: Mapping[str, Any]) -> list[str]:
    """The history says what, the audit trail says only which fields."""
    subject = Subject("candidate", number)
    fields = history.record(turn.session, subject, turn.me.id, turn.now, before, after)
    audit.record(
        turn.session, turn.me.id, "change candidate", "candidate", number, turn.now, fields=",".join(fields)
    )
    return fields


def doubles(turn: Turn, candidate: Candidate, fields: Collection[str]) -> list[Line]:
    """The other files that may be the same person's now that these fields of a file were corrected."""
    if _TELLING.isdisjoint(fields):
        return []
    said = candidates.profile(turn.session, candidate)
    return candidate_lists.doubles(turn.session, said, besides=identity(candidate))
