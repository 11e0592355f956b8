"""Correct the day an organisation signed the agreement, or that it is a signatory at all."""

from datetime import date

from bot.actions import demand
from bot.dialogue.agreement.faults import locked, signed
from bot.dialogue.agreement.settling import settle_running
from bot.dialogue.refusals import Refused
from bot.dialogue.translations import N_
from bot.dialogue.turn import Turn
from bot.rules.policy import Action
from bot.store import agreements, audit, history
from bot.store.history import Subject

_TO_COME = N_("The day of the signature cannot be in the future.")
_LEAVES = N_("This signatory left, or gave notice: it stays in the list.")


def correct_day(turn: Turn, organisation_id: int, day: date) -> None:
    """The organisation signed on this day; the earlier one stays in the history. Raises Refused."""
    demand(turn, Action.CHANGE_AGREEMENT)
    agreement = locked(turn)
    one = signed(turn, agreement, organisation_id)
    if day > turn.today:
        raise Refused(_TO_COME)
    session, number = turn.session, agreements.identity(agreement)
    before, after = {"signed_on": one.signed_on.isoformat()}, {"signed_on": day.isoformat()}
    if history.record(session, Subject("signatory", organisation_id), turn.me.id, turn.now, before, after):
        agreements.change_signed_on(session, number, organisation_id, day)
        audit.record(
            session, turn.me.id, "correct signature", "organisation", organisation_id, turn.now,
            agreement=number, signed_on=day,
        )  # fmt: skip


def remove(turn: Turn, organisation_id: int) -> None:
    """The organisation was recorded as a signatory by mistake: it is none. Raises Refused."""
    demand(turn, Action.CHANGE_AGREEMENT)
    agreement = locked(turn)
    one = signed(turn, agreement, organisation_id)
    if one.left_on is not None or one.notice_on is not None:
        raise Refused(_LEAVES)
    session, number = turn.session, agreements.identity(agreement)
    agreements.remove(session, number, organisation_id)
    audit.record(
        session, turn.me.id, "remove signatory", "organisation", organisation_id, turn.now, agreement=number
    )
    settle_running(turn, agreement)
