"""Examine an announced procurement: the first facilitator takes it, the others see who did."""

from bot.actions import demand
from bot.dialogue.contracts.procurements import announced_key, examined_card, procurement_card
from bot.dialogue.turn import Turn
from bot.rules.policy import Action
from bot.store import audit, people, procurements
from bot.store.tables import Procurement


def examine(turn: Turn, procurement_id: int) -> bool:
    """Take the procurement for the person of this turn. Returns whether they come first. Raises Refused."""
    demand(turn, Action.EXAMINE)
    if not procurements.take(turn.session, procurement_id, turn.me.id, turn.now):
        return False
    audit.record(turn.session, turn.me.id, "examine", "procurement", procurement_id, turn.now)
    procurement = procurements.get(turn.session, procurement_id)
    if procurement is not None:
        _tell(turn, procurement, procurement_id)
    return True


def _tell(turn: Turn, procurement: Procurement, number: int) -> None:
    """The PLIE's cards change; the buyer's people hear who will come back to them."""
    session, me = turn.session, turn.me
    for colleague in people.staff(session):
        if colleague.id == me.id:
            continue
        told = announced_key(number, colleague.id)
        turn.retell(
            colleague,
            f"examined:{number}:{colleague.id}",
            told,
            lambda lang: procurement_card(session, procurement, lang),
        )
    for person in people.of_organisation(session, procurement.organisation_id):
        turn.tell(
            person,
            f"examined:{number}:buyer:{person.id}",
            lambda language: examined_card(procurement, me.name, language),
        )
