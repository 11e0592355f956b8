"""Invite the company that holds a lot, when the first invitation was lost or is too old (domain.md §2)."""

from bot.actions import demand
from bot.dialogue.presence import check_partner
from bot.dialogue.refusals import Refused
from bot.dialogue.translations import N_
from bot.dialogue.turn import Turn
from bot.rules.policy import Action
from bot.store import audit, invitations, people
from bot.store.tables import Lot, Role


def invite_supplier(turn: Turn, lot: Lot) -> str:
    """The token of a new invitation into the company that holds the lot. Raises Refused when someone of it
    has access already."""
    demand(turn, Action.INVITE_SUPPLIER)
    company_id = lot.supplier_id or 0
    check_partner(turn, company_id)
    if people.of_organisation(turn.session, company_id):
        raise Refused(N_("Somebody of this company already has access. A coordinator invites others."))
    audit.record(turn.session, turn.me.id, "invite supplier", "organisation", company_id, turn.now)
    return invitations.create(turn.session, company_id, Role.COMPANY, turn.me.id, turn.now)
