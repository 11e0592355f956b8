"""Decide who may be told of an open offer: keep it within the PLIE, or send it to the partners now."""

from collections.abc import Callable

from bot.actions import demand
from bot.dialogue.broadcasts.notices import retell_offer
from bot.dialogue.turn import Turn
from bot.dialogue.vacancies.offers import retell_posted
from bot.rules.policy import Action
from bot.store import audit, circulation
from bot.store.database import Session
from bot.store.offers import identity
from bot.store.tables import JobOffer


def hold(turn: Turn, offer: JobOffer) -> bool:
    """Keep an open offer within the PLIE until someone sends it. Returns whether this is what did it.
    Raises Refused."""
    return _circulate(turn, offer, circulation.hold, "hold offer")


def send_now(turn: Turn, offer: JobOffer) -> bool:
    """Make an open offer due for the next broadcast run, without waiting for the end of its reservation.
    Returns whether this is what did it. Raises Refused."""
    return _circulate(turn, offer, circulation.send_now, "send offer")


def _circulate(turn: Turn, offer: JobOffer, move: Callable[[Session, int, int], bool], action: str) -> bool:
    """The offer as it is now, whoever moved it; the colleagues' cards follow."""
    demand(turn, Action.CIRCULATE_OFFER)
    number, before = identity(offer), offer.circulation
    moved = move(turn.session, number, turn.me.id)
    turn.session.refresh(offer)
    if moved:
        audit.record(turn.session, turn.me.id, action, "offer", number, turn.now, before=before)
        retell_posted(turn, offer, f"offer-circulation:{turn.uid}")
        retell_offer(turn, offer)
    return moved
