"""An organisation signs the agreement, or signs it again after it left: its access can be given back."""

from datetime import date

from bot.actions import demand
from bot.dialogue.agreement.faults import locked
from bot.dialogue.agreement.notices import ask_signatories
from bot.dialogue.refusals import Refused
from bot.dialogue.translations import N_
from bot.dialogue.turn import Turn
from bot.rules import agreement as rules
from bot.rules.policy import Action
from bot.store import agreements, audit, organisations, renewals, terminations
from bot.store.tables import Kind

_ALREADY = N_("This organisation has signed the agreement already.")
_ENDED = N_("The agreement has ended: nobody signs it any more. Please record the new one first.")
_TO_COME = N_("The day of the signature cannot be in the future.")
_BEFORE = N_("The signature cannot be before the day the organisation left.")


def sign(turn: Turn, organisation_id: int, signed_on: date) -> bool:
    """The organisation is a signatory from now on; a renewal that runs is asked of it too. Returns whether it
    was a partner no longer: its people are then to be invited again. Raises Refused."""
    demand(turn, Action.CHANGE_AGREEMENT)
    agreement = locked(turn)
    session, number = turn.session, agreements.identity(agreement)
    home = organisations.reread(session, organisation_id)
    if home is None or home.kind == Kind.PLIE:
        raise Refused(N_("This organisation cannot be found."))
    if rules.ended(agreement.ends_on, turn.today):
        raise Refused(_ENDED)
    if signed_on > turn.today:
        raise Refused(_TO_COME)
    gone = organisations.gone(home, turn.today)
    if gone and home.left_on is not None and signed_on < home.left_on:
        raise Refused(_BEFORE)
    if not agreements.sign(session, number, organisation_id, signed_on):
        raise Refused(_ALREADY)
    terminations.close_of(session, organisation_id, turn.now)
    organisations.change(session, organisation_id, left_on=None)
    facts = {"agreement": number, "signed_on": signed_on, "again": gone}
    audit.record(session, turn.me.id, "sign agreement", "organisation", organisation_id, turn.now, **facts)
    renewal = renewals.running(session, number)
    if renewal is not None:
        ask_signatories(turn, agreement, renewal, [organisation_id])
    return gone
