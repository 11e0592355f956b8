"""Revoke a person: from now on the bot does not know them."""

from bot.actions import demand
from bot.dialogue.refusals import Refused
from bot.dialogue.translations import N_
from bot.dialogue.turn import Turn
from bot.rules.policy import Action
from bot.store import audit, drafts, outbox, people
from bot.store.people import Member
from bot.store.tables import Role


def revoke(turn: Turn, person_id: int) -> Member:
    """Withdraw a person's access; what waited to be sent to them is dropped, an e-mail address forgotten.
    Returns the person. Raises Refused."""
    demand(turn, Action.REVOKE)
    person = people.find(turn.session, person_id)
    if person is None or person.revoked:
        raise Refused(N_("This person no longer has access."))
    if person.id == turn.me.id and len(people.with_roles(turn.session, Role.COORDINATOR)) == 1:
        raise Refused(N_("You are the only coordinator: invite another one before leaving."))
    forgotten = {"email": None, "email_key": None} if person.by_mail else {}
    people.change(turn.session, person.id, revoked_at=turn.now, **forgotten)
    drafts.drop(turn.session, person.telegram_id)
    outbox.drop_waiting(turn.session, person.telegram_id, turn.now)
    turn.set_commands(person.telegram_id, [])
    audit.record(turn.session, turn.me.id, "revoke", "person", person.id, turn.now)
    return person
