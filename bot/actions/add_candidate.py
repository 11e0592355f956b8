"""Open a candidate's file: never without recorded consent, never a second one unseen."""

from collections.abc import Sequence

from bot.actions import demand
from bot.dialogue.refusals import Refused
from bot.dialogue.translations import N_
from bot.dialogue.turn import Turn
from bot.rules.policy import Action
from bot.store import audit, candidate_lists, candidates
from bot.store.candidate_lists import Line
from bot.store.candidates import Filing, Profile, identity
from bot.store.tables import Candidate


class Doubled(Exception):
    """There are files that may be the same person's; `found` are those."""

    def __init__(self, found: Sequence[Line]) -> None:
        super().__init__(Doubled.__doc__)
        self.found = found


def add(turn: Turn, said: Profile, *, agreed: bool, above: int = 0) -> Candidate:
    """A new file, followed by the person of this turn, who heard the consent. Raises Refused.

    Raises Doubled when another file may be the same person's; one numbered at most `above` was seen and
    is someone else's.
    """
    demand(turn, Action.ADD_CANDIDATE)
    if not agreed:
        raise Refused(N_("Nothing can be kept about a person who has not agreed to it."))
    _no_double(turn, said, above)
    reference = candidates.new_reference(turn.session, turn.today.year)
    _no_double(turn, said, above)
    me = turn.me
    by = Filing(me.id, turn.today, adviser_id=me.id)
    candidate = candidates.add(turn.session, said, by, turn.now, reference)
    audit.record(turn.session, me.id, "add candidate", "candidate", identity(candidate), turn.now)
    return candidate


def _no_double(turn: Turn, said: Profile, above: int) -> None:
    """Asked again behind the reference: two people who add the same person at once do not miss it."""
    found = candidate_lists.doubles(turn.session, said)
    if any(line.id > above for line in found):
        raise Doubled(found)
