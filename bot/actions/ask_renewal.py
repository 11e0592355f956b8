"""Propose to renew the agreement, three years at most, to every signatory (article 8); or withdraw that."""

from datetime import date

from bot.actions import demand
from bot.dialogue.agreement.faults import SETTLED, locked, refuse
from bot.dialogue.agreement.notices import ask_signatories, tell_renewal_ended
from bot.dialogue.refusals import Refused
from bot.dialogue.translations import N_
from bot.dialogue.turn import Turn
from bot.rules import agreement as rules
from bot.rules.policy import Action
from bot.store import agreements, audit, renewals
from bot.store.tables import Renewal, RenewalState

_RUNS = N_("A renewal is proposed already: it waits for the answers of the signatories.")
_NOBODY = N_("There is no signatory to renew the agreement. Please add them first.")


def ask(turn: Turn, ends_on: date) -> Renewal:
    """A renewal until this day; the people of every signatory that stays are asked. Raises Refused."""
    demand(turn, Action.CHANGE_AGREEMENT)
    agreement = locked(turn)
    session, number = turn.session, agreements.identity(agreement)
    refuse(turn, rules.renewal_fault(agreement.ends_on, ends_on, turn.today), agreement)
    if renewals.running(session, number) is not None:
        raise Refused(_RUNS)
    homes = agreements.staying(session, number)
    if not homes:
        raise Refused(_NOBODY)
    renewal = renewals.ask(session, number, ends_on, turn.me.id, turn.now)
    audit.record(
        session, turn.me.id, "ask renewal", "agreement", number, turn.now,
        renewal=renewal.id, ends_on=ends_on, signatories=len(homes),
    )  # fmt: skip
    ask_signatories(turn, agreement, renewal, homes)
    return renewal


def withdraw(turn: Turn, renewal_id: int) -> None:
    """The renewal is asked no more: the agreement ends on its date, for those that were to be left out too.
    Raises Refused."""
    demand(turn, Action.CHANGE_AGREEMENT)
    agreement = locked(turn)
    session, number = turn.session, agreements.identity(agreement)
    renewal = renewals.running(session, number)
    if renewal is None or renewal.id != renewal_id:
        raise Refused(SETTLED)
    renewals.settle(session, renewal_id, RenewalState.WITHDRAWN, turn.now)
    agreements.stay(session, number, agreement.ends_on)
    audit.record(session, turn.me.id, "withdraw renewal", "agreement", number, turn.now, renewal=renewal_id)
    tell_renewal_ended(turn, agreement, renewal, lapsed=False)
