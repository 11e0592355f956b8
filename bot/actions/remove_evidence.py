"""Take back a file sent by mistake: by who sent it, or by the PLIE."""

from bot.actions import NOT_ALLOWED, demand_any
from bot.dialogue.refusals import Refused
from bot.dialogue.turn import Turn
from bot.rules.policy import Action
from bot.store import audit, evidence
from bot.store.evidence_things import Thing
from bot.store.tables import Evidence


def remove(turn: Turn, one: Thing, row: Evidence) -> bool:
    """The file proves nothing any more; it leaves the disk once nothing else refers to it. Returns whether it
    was there still: of two people at once, one. Raises Refused."""
    demand_any(turn, Action.ADD_EVIDENCE, one.owners_for(row.proof) or (0,))
    if not (turn.me.is_staff or row.added_by == turn.me.id):
        raise Refused(NOT_ALLOWED)
    number = evidence.identity(row)
    if not evidence.remove(turn.session, number, row.digest, turn.now):
        return False
    audit.record(
        turn.session, turn.me.id, "remove evidence", one.subject, one.id, turn.now,
        evidence=number, proof=row.proof,
    )  # fmt: skip
    return True
