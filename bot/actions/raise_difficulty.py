"""Tell a company that somebody it employs meets a difficulty: that, and nothing of what it is."""

from bot.actions import demand
from bot.dialogue.journey.follow_ups.cards import company_card, tellable
from bot.dialogue.refusals import Refused
from bot.dialogue.translations import N_
from bot.dialogue.turn import Turn
from bot.rules.policy import Action
from bot.store import audit, follow_ups, people, placements

_NOT_NOW = N_(
    "The company can be told of a difficulty only while the person works there and the follow-up says so."
)
_NOBODY = N_("Nobody of this company uses Clausette yet: please call it.")


def tell_company(turn: Turn, follow_up_id: int) -> bool:
    """Tell the people of the company, and of the SIAE that employs the person, that a difficulty was
    reported and that the adviser will call: once. Returns whether this is what told them. Raises Refused."""
    demand(turn, Action.FOLLOW_UP)
    row = follow_ups.get(turn.session, follow_up_id, lock=True)
    placement = None if row is None else tellable(turn, row)
    if row is None or placement is None:
        raise Refused(_NOT_NOW)
    told = [
        person
        for owner in placements.owners(placement)
        for person in people.of_organisation(turn.session, owner)
    ]
    if not told:
        raise Refused(_NOBODY)
    if not follow_ups.tell_company(turn.session, follow_up_id):
        return False
    for person in told:
        turn.tell(
            person,
            f"difficulty-told:{follow_up_id}:{person.id}",
            lambda language: company_card(turn, placement, language),
        )
    audit.record(turn.session, turn.me.id, "tell difficulty", "follow-up", follow_up_id, turn.now)
    turn.session.refresh(row)
    return True
