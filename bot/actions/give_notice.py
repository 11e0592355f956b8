"""A signatory's notice of termination (article 7): recorded, effective three months after its notification,
and withdrawn by agreement before that."""

from datetime import date

from bot.actions import demand
from bot.dialogue.agreement.faults import locked, refuse, signed
from bot.dialogue.agreement.notices import ask_signatories, tell_notice, tell_notice_withdrawn
from bot.dialogue.agreement.settling import settle_running
from bot.dialogue.refusals import Refused
from bot.dialogue.translations import N_
from bot.dialogue.turn import Turn
from bot.rules import agreement as rules
from bot.rules.policy import Action
from bot.store import agreements, audit, renewals, terminations
from bot.store.tables import Termination
from bot.store.terminations import Notice

_LEFT = N_("This organisation has left the agreement already.")
_STANDS = N_("A termination of this organisation is recorded already.")
_OVER = N_("This termination has taken effect, or was withdrawn already.")


def give(turn: Turn, organisation_id: int, ground: str, notified_on: date) -> Termination:
    """The notice of a signatory, by the registered letter notified on this day: it takes effect three months
    later, date to date. Coordinators and its people are told. Raises Refused."""
    demand(turn, Action.TERMINATE)
    agreement = locked(turn)
    one = signed(turn, agreement, organisation_id)
    if one.left_on is not None and one.left_on <= turn.today:
        raise Refused(_LEFT)
    refuse(turn, rules.day_fault(notified_on, agreement.starts_on, turn.today), agreement)
    session, number = turn.session, agreements.identity(agreement)
    effective_on = rules.effective_on(notified_on)
    said = Notice(number, organisation_id, ground, notified_on, effective_on)
    row = terminations.add(session, said, turn.me.id, turn.now)
    if row is None:
        raise Refused(_STANDS)
    audit.record(
        session, turn.me.id, "give notice", "organisation", organisation_id, turn.now,
        termination=row.id, notified_on=notified_on, effective_on=effective_on,
    )  # fmt: skip
    tell_notice(turn, row)
    settle_running(turn, agreement)
    return row


def cancel(turn: Turn, termination_id: int) -> Termination:
    """The notice is withdrawn by agreement before it takes effect; a renewal that runs is asked of the
    signatory again. Raises Refused."""
    demand(turn, Action.TERMINATE)
    agreement = locked(turn)
    session = turn.session
    row = terminations.get(session, termination_id)
    if row is None or not terminations.cancel(session, termination_id, turn.now):
        raise Refused(_OVER)
    session.refresh(row)
    home = row.organisation_id
    facts = {"termination": termination_id}
    audit.record(session, turn.me.id, "withdraw notice", "organisation", home, turn.now, **facts)
    tell_notice_withdrawn(turn, row)
    renewal = renewals.running(session, agreements.identity(agreement))
    if renewal is not None and row.agreement_id == agreement.id:
        ask_signatories(turn, agreement, renewal, [home])
    return row
