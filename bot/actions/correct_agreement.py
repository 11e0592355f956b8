"""Correct the days of the agreement, until a renewal moves its last one."""

from datetime import date

from bot.actions import demand
from bot.dialogue.agreement.faults import locked, refuse
from bot.dialogue.refusals import Refused
from bot.dialogue.translations import N_
from bot.dialogue.turn import Turn
from bot.rules import agreement as rules
from bot.rules.policy import Action
from bot.store import agreements, audit, history, renewals
from bot.store.history import Subject
from bot.store.tables import Agreement

_RENEWED = N_("The agreement was renewed: its last day moves by a renewal only.")
_ASKED = N_("A renewal is proposed to the signatories. Please withdraw it before correcting the days.")


def correct(turn: Turn, starts_on: date, ends_on: date) -> Agreement:
    """The current agreement with these days; the earlier ones stay in its history. Raises Refused."""
    demand(turn, Action.CHANGE_AGREEMENT)
    refuse(turn, rules.period_fault(starts_on, ends_on))
    agreement = locked(turn)
    session, number = turn.session, agreements.identity(agreement)
    if ends_on != agreement.ends_on and renewals.accepted(session, number):
        raise Refused(_RENEWED)
    if renewals.running(session, number) is not None:
        raise Refused(_ASKED)
    before = {"starts_on": agreement.starts_on.isoformat(), "ends_on": agreement.ends_on.isoformat()}
    after = {"starts_on": starts_on.isoformat(), "ends_on": ends_on.isoformat()}
    if history.record(session, Subject("agreement", number), turn.me.id, turn.now, before, after):
        agreements.correct(session, agreement, starts_on, ends_on)
        audit.record(session, turn.me.id, "correct agreement", "agreement", number, turn.now, **after)
        session.refresh(agreement)
    return agreement
