"""Become a candidate's adviser."""

from bot.actions import demand
from bot.dialogue.cards import Card
from bot.dialogue.translations import N_, translate
from bot.dialogue.turn import Turn
from bot.rules.policy import Action
from bot.store import audit, candidates, history, people
from bot.store.history import Subject


def follow(turn: Turn, candidate_id: int, before: int | None) -> bool:
    """Make the person of this turn the adviser, if it still was `before`; who it was is told. Returns
    whether it was. Raises Refused."""
    demand(turn, Action.CHANGE_CANDIDATE)
    me, session = turn.me, turn.session
    if before == me.id or not candidates.follow(session, candidate_id, before, me.id):
        return False
    subject = Subject("candidate", candidate_id)
    history.record(session, subject, me.id, turn.now, {"adviser": before}, {"adviser": me.id})
    audit.record(session, me.id, "follow candidate", "candidate", candidate_id, turn.now, before=before)
    _tell(turn, candidate_id, before)
    return True


def _tell(turn: Turn, candidate_id: int, before: int | None) -> None:
    """The colleague who followed the person until now hears it."""
    former = None if before is None else people.find(turn.session, before)
    candidate = candidates.get(turn.session, candidate_id)
    if former is None or former.revoked or candidate is None:
        return
    name, reference = turn.me.name, candidate.reference
    msgid = N_("{name} is the adviser of {reference} from now on.")
    turn.tell(
        former,
        f"followed:{candidate_id}:{turn.uid}:{former.id}",
        lambda language: Card(translate(language, msgid, name=name, reference=reference)),
    )
