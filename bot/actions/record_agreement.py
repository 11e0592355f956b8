"""Record the agreement: its first and its last day (article 8)."""

from datetime import date

from bot.actions import demand
from bot.dialogue.agreement.faults import refuse
from bot.dialogue.refusals import Refused
from bot.dialogue.translations import N_
from bot.dialogue.turn import Turn
from bot.rules import agreement as rules
from bot.rules.policy import Action
from bot.store import agreements, audit
from bot.store.tables import Agreement


def record(turn: Turn, starts_on: date, ends_on: date) -> Agreement:
    """The agreement from the one day to the other, both included; only once the one before has ended. Raises
    Refused."""
    demand(turn, Action.CHANGE_AGREEMENT)
    refuse(turn, rules.period_fault(starts_on, ends_on))
    agreements.one_at_a_time(turn.session, turn.me.organisation_id)
    present = agreements.current(turn.session, lock=True)
    if present is not None and not rules.ended(present.ends_on, turn.today):
        raise Refused(N_("An agreement is recorded already. It can be corrected, or renewed."))
    made = agreements.add(turn.session, starts_on, ends_on, turn.me.id, turn.now)
    number = agreements.identity(made)
    days = {"starts_on": starts_on, "ends_on": ends_on}
    audit.record(turn.session, turn.me.id, "record agreement", "agreement", number, turn.now, **days)
    return made
