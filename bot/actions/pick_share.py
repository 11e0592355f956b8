"""The company chooses a SIAE that answered, or does not; the PLIE may record it on its behalf (article 3)."""

from bot.actions import demand
from bot.dialogue.journey.shares.cards import over, version
from bot.dialogue.journey.shares.notices import retell_shared, tell_outcome
from bot.dialogue.presence import check_partner
from bot.dialogue.turn import Turn
from bot.rules.policy import Action, Owner
from bot.rules.shares import ShareMove
from bot.store import audit, share_subjects, shares
from bot.store.shares import identity
from bot.store.tables import Share


def pick(turn: Turn, share: Share, seen: int) -> bool:
    """The SIAE is chosen, where its answer is still the one `seen`; it and the PLIE hear of it. Returns
    whether this is what chose it. Raises Refused."""
    return _settle(turn, share, seen, ShareMove.PICK)


def leave(turn: Turn, share: Share, seen: int) -> bool:
    """The SIAE is not chosen, or not any more; it and the PLIE hear of it. Returns whether this is what says
    so. Raises Refused."""
    return _settle(turn, share, seen, ShareMove.LEAVE)


def _settle(turn: Turn, share: Share, seen: int, move: ShareMove) -> bool:
    session, me, number = turn.session, turn.me, identity(share)
    about = share_subjects.of(session, shares.subject(share))
    if about is None:
        raise over(turn, about)
    demand(turn, Action.PICK_SHARE, Owner(about.company_id))
    present = shares.get(session, number, lock=True)
    if present is None or version(present) != seen:
        return False
    if move is ShareMove.PICK and not about.living:
        raise over(turn, about)
    if move is ShareMove.PICK:
        check_partner(turn, present.siae_id)
    if not shares.settle(session, number, move, me.id, turn.now):
        return False
    session.refresh(present)
    facts = shares.facts(present, on_behalf=me.organisation_id != about.company_id)
    done = "pick share" if move is ShareMove.PICK else "leave share"
    audit.record(session, me.id, done, *shares.subject(present).audited, turn.now, **facts)
    retell_shared(turn, present)
    tell_outcome(turn, present)
    return True
