"""Renew the agreement without a signatory that does not: it leaves after the present last day."""

from bot.actions import demand
from bot.dialogue.agreement.faults import SETTLED, locked, signed
from bot.dialogue.agreement.notices import tell_left_out
from bot.dialogue.agreement.settling import settle
from bot.dialogue.refusals import Refused
from bot.dialogue.translations import N_
from bot.dialogue.turn import Turn
from bot.rules import agreement as rules
from bot.rules.policy import Action
from bot.store import agreements, audit, renewals

_NOT_REFUSED = N_("This signatory has not refused to renew the agreement.")
_LAST = N_("No other signatory would be left. The renewal can be withdrawn instead.")


def go_on(turn: Turn, renewal_id: int, organisation_id: int) -> bool:
    """The signatory that refused is asked no more: it is out the day after the present last day, which
    counts. Returns whether the agreement is renewed by this. Raises Refused."""
    demand(turn, Action.CHANGE_AGREEMENT)
    agreement = locked(turn)
    session, number = turn.session, agreements.identity(agreement)
    one = signed(turn, agreement, organisation_id)
    renewal = renewals.running(session, number)
    if renewal is None or renewal.id != renewal_id or rules.ended(agreement.ends_on, turn.today):
        raise Refused(SETTLED)
    if one.left_on is not None or renewals.answers(session, renewal_id).get(organisation_id) is not False:
        raise Refused(_NOT_REFUSED)
    if set(agreements.staying(session, number)) <= {organisation_id}:
        raise Refused(_LAST)
    out = rules.out_on(agreement.ends_on)
    agreements.leave(session, number, organisation_id, out)
    audit.record(
        session, turn.me.id, "go on without", "organisation", organisation_id, turn.now,
        renewal=renewal_id, left_on=out,
    )  # fmt: skip
    tell_left_out(turn, agreement, renewal, organisation_id)
    return settle(turn, agreement, renewal)
