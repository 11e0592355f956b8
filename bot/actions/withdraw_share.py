"""The PLIE takes back what it shared with a SIAE."""

from bot.actions import demand
from bot.dialogue.journey.shares.notices import retell_shared, tell_outcome
from bot.dialogue.turn import Turn
from bot.rules.policy import Action
from bot.rules.shares import ShareMove
from bot.store import audit, shares
from bot.store.shares import identity
from bot.store.tables import Share, ShareState


def withdraw(turn: Turn, share: Share) -> bool:
    """Nothing is asked of the SIAE any more: what it was told is edited, and whoever answered or heard an
    answer is told. Returns whether this is what withdrew it. Raises Refused."""
    demand(turn, Action.SHARE)
    number, session = identity(share), turn.session
    present = shares.get(session, number, lock=True)
    if present is None:
        return False
    unanswered = present.state == ShareState.SHARED
    if not shares.settle(session, number, ShareMove.WITHDRAW, turn.me.id, turn.now):
        return False
    session.refresh(present)
    kind, subject_id = shares.subject(present).audited
    facts = shares.facts(present)
    audit.record(session, turn.me.id, "withdraw share", kind, subject_id, turn.now, **facts)
    retell_shared(turn, present)
    if not unanswered:
        tell_outcome(turn, present)
    return True
