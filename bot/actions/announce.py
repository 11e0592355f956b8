"""Announce a procurement (article 2: tell the PLIE, well ahead, which contracts could carry the clause)."""

from bot.actions import demand
from bot.dialogue.contracts.procurements import announced_card, announced_key
from bot.dialogue.presence import check_partner
from bot.dialogue.turn import Turn
from bot.rules.lifecycle import LotState
from bot.rules.policy import Action, Owner
from bot.store import audit, people, procurements
from bot.store.procurements import Announcement, Announcer, identity
from bot.store.tables import Procurement


def announce(turn: Turn, said: Announcement, organisation_id: int) -> Procurement:
    """A new procurement of the buyer, in the state announced; every facilitator and coordinator is
    told. Raises Refused."""
    demand(turn, Action.ANNOUNCE, Owner(organisation_id))
    check_partner(turn, organisation_id)
    me, session = turn.me, turn.session
    by = Announcer(organisation_id, me.id, on_behalf=me.organisation_id != organisation_id)
    procurement = procurements.add(session, said, by, LotState.ANNOUNCED, turn.today, turn.now)
    number = identity(procurement)
    audit.record(session, me.id, "announce", "procurement", number, turn.now, on_behalf=by.on_behalf)
    for colleague in people.staff(session):
        turn.tell(
            colleague,
            announced_key(number, colleague.id),
            lambda language: announced_card(session, procurement, language),
        )
    return procurement
