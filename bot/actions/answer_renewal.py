"""A signatory renews the agreement or not (article 8); a coordinator may record it on its behalf."""

from bot.actions import demand
from bot.dialogue.agreement.faults import SETTLED, locked, refuse, signed
from bot.dialogue.agreement.notices import tell_answer
from bot.dialogue.agreement.settling import settle
from bot.dialogue.refusals import Refused
from bot.dialogue.translations import N_
from bot.dialogue.turn import Turn
from bot.rules import agreement as rules
from bot.rules.agreement import Fault
from bot.rules.policy import Action, Owner
from bot.store import agreements, audit, renewals
from bot.store.renewals import Answer

_OUT = N_("This organisation leaves the agreement: its answer is not awaited.")


def answer(turn: Turn, renewal_id: int, organisation_id: int, *, agrees: bool) -> bool:
    """Keep what the organisation answers, instead of what it said before; once every signatory that stays
    has agreed, the agreement is renewed. Returns whether the answer is new. Raises Refused."""
    demand(turn, Action.ANSWER_RENEWAL, Owner(organisation_id))
    agreement = locked(turn)
    session, number = turn.session, agreements.identity(agreement)
    one = signed(turn, agreement, organisation_id)
    renewal = renewals.running(session, number)
    if renewal is None or renewal.id != renewal_id:
        raise Refused(SETTLED)
    if rules.ended(agreement.ends_on, turn.today):
        refuse(turn, Fault.ENDED, agreement)
    if one.left_on is not None or one.notice_on is not None:
        raise Refused(_OUT)
    if renewals.answers(session, renewal_id).get(organisation_id) is agrees:
        return False
    on_behalf = turn.me.organisation_id != organisation_id
    renewals.answer(session, renewal_id, organisation_id, Answer(agrees, turn.me.id, on_behalf), turn.now)
    audit.record(
        session, turn.me.id, "answer renewal", "organisation", organisation_id, turn.now,
        renewal=renewal_id, agrees=agrees, on_behalf=on_behalf,
    )  # fmt: skip
    tell_answer(turn, agreement, renewal, organisation_id, agrees=agrees)
    settle(turn, agreement, renewal)
    return True
