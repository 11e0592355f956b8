"""Hand someone's files to a colleague in one step, when they leave or are away."""

from dataclasses import asdict

from bot.actions import demand
from bot.dialogue.partners import handed_over_card
from bot.dialogue.refusals import Refused
from bot.dialogue.translations import N_
from bot.dialogue.turn import Turn
from bot.rules.policy import Action
from bot.store import audit, holdings, people
from bot.store.holdings import Holdings
from bot.store.people import Member


def pair(turn: Turn, giver_id: int, taker_id: int) -> tuple[Member, Member]:
    """Whose files go to whom, where this may be. Raises Refused."""
    demand(turn, Action.HAND_OVER)
    giver, taker = people.find(turn.session, giver_id), people.find(turn.session, taker_id)
    if giver is None or taker is None:
        raise Refused(N_("This person cannot be found."))
    if taker.revoked:
        raise Refused(N_("{name} no longer has access: choose someone else."), name=taker.name)
    if not _colleagues(giver, taker):
        raise Refused(N_("Files go to a colleague of the same organisation."))
    return giver, taker


def _colleagues(giver: Member, taker: Member) -> bool:
    if giver.id == taker.id:
        return False
    if giver.is_staff or taker.is_staff:
        return giver.is_staff and taker.is_staff
    return giver.organisation_id == taker.organisation_id and giver.role == taker.role


def hand_over(turn: Turn, giver_id: int, taker_id: int) -> Holdings:
    """Everything the giver has in hand goes to the taker, who is told once. Returns what moved. Raises
    Refused."""
    giver, taker = pair(turn, giver_id, taker_id)
    moved = holdings.move(turn.session, giver.id, taker.id, turn.me.id, turn.now)
    if not moved:
        raise Refused(N_("{name} has no file to hand over."), name=giver.name)
    audit.record(
        turn.session, turn.me.id, "hand over", "person", giver.id, turn.now, to=taker.id, **asdict(moved)
    )
    if taker.id != turn.me.id:
        key = f"handed-over:{turn.uid}:{taker.id}"
        turn.tell(taker, key, lambda language: handed_over_card(giver, taker, moved, language))
    return moved
