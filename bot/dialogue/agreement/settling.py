"""A renewal is accepted once every signatory that stays has agreed: the last day of the agreement moves."""

from bot.dialogue.agreement.notices import tell_renewed
from bot.dialogue.turn import Turn
from bot.store import agreements, audit, renewals
from bot.store.tables import Agreement, Renewal, RenewalState


def settle(turn: Turn, agreement: Agreement, renewal: Renewal) -> bool:
    """Accept the renewal where nobody's agreement is missing, and tell everyone. The agreement is locked.
    Returns whether it is accepted now."""
    session, number = turn.session, agreements.identity(agreement)
    if not renewals.agreed(session, renewal):
        return False
    asked = renewals.identity(renewal)
    if not renewals.settle(session, asked, RenewalState.ACCEPTED, turn.now):
        return False
    before = agreement.ends_on
    if not agreements.correct(session, agreement, agreement.starts_on, renewal.ends_on):
        raise RuntimeError("a locked agreement moved")
    session.refresh(agreement)
    session.refresh(renewal)
    by = None if turn.person is None else turn.person.id
    audit.record(
        session, by, "renew agreement", "agreement", number, turn.now,
        renewal=asked, before=before, ends_on=renewal.ends_on,
    )  # fmt: skip
    tell_renewed(turn, agreement, renewal)
    return True


def settle_running(turn: Turn, agreement: Agreement) -> bool:
    """The same, for the renewal that runs, if one does: a signatory whose answer was awaited is out."""
    renewal = renewals.running(turn.session, agreements.identity(agreement))
    return renewal is not None and settle(turn, agreement, renewal)
