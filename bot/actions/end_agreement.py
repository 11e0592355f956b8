"""What ends on its day with nobody asking: a notice takes effect, a signatory leaves that did not renew, the
agreement is over (articles 7 and 8)."""

from collections.abc import Iterator
from datetime import date

from bot.dialogue.agreement.notices import tell_ended, tell_left, tell_renewal_ended
from bot.dialogue.agreement.settling import settle_running
from bot.dialogue.turn import Turn
from bot.store import (
    agreements,
    audit,
    drafts,
    groups,
    invitations,
    organisations,
    outbox,
    people,
    renewals,
    terminations,
)
from bot.store.people import Member
from bot.store.tables import Agreement, RenewalState, Termination

_ENDED = "end agreement"
_PAGE = 200


def take_effect(turn: Turn, row: Termination) -> bool:
    """A notice takes effect: its organisation is out. Returns whether this is what did it: of two at once,
    one."""
    session, number = turn.session, terminations.identity(row)
    if not terminations.take_effect(session, number, turn.now):
        return False
    home, day = row.organisation_id, row.effective_on
    one = agreements.signatory(session, row.agreement_id, home)
    if one is not None and (one.left_on is None or one.left_on > day):
        agreements.leave(session, row.agreement_id, home, day, whence=one.left_on)
    _leave(turn, home, day, f"agreement-left:{number}")
    current = agreements.current(session, lock=True)
    if current is not None and current.id == row.agreement_id:
        settle_running(turn, current)
    return True


def leave_out(turn: Turn, agreement: Agreement, organisation_id: int, day: date) -> None:
    """A signatory that did not renew is out from this day on."""
    _leave(
        turn, organisation_id, day, f"agreement-out:{agreements.identity(agreement)}:{organisation_id}:{day}"
    )


def _leave(turn: Turn, home: int, day: date, key: str) -> None:
    """The organisation is a partner no longer: nobody has access for it, nobody can join it. What was written
    stays, and so do its figures."""
    session, now = turn.session, turn.now
    organisations.change(session, home, left_on=day)
    closed = [_revoke(turn, person) for person in _everyone(turn, home)]
    for chat in groups.chats_of(session, home):
        outbox.drop_waiting(session, chat, now)
    invited = invitations.close_all(session, home, now)
    audit.record(
        session,
        None,
        "leave",
        "organisation",
        home,
        now,
        left_on=day,
        people=len(closed),
        invitations=invited,
    )
    tell_left(turn, home, key, len(closed))


def _everyone(turn: Turn, home: int) -> Iterator[Member]:
    """Everybody with access for an organisation, those written to by e-mail too."""
    after = 0
    while found := people.page_of(turn.session, home, after, _PAGE):
        yield from found
        after = found[-1].id


def _revoke(turn: Turn, person: Member) -> int:
    session = turn.session
    forgotten = {"email": None, "email_key": None} if person.by_mail else {}
    people.change(session, person.id, revoked_at=turn.now, **forgotten)
    drafts.drop(session, person.telegram_id)
    outbox.drop_waiting(session, person.telegram_id, turn.now)
    turn.set_commands(person.telegram_id, [])
    audit.record(session, None, "revoke", "person", person.id, turn.now)
    return person.id


def end(turn: Turn, agreement: Agreement) -> bool:
    """The last day of the agreement is over: coordinators hear it; a renewal not everybody agreed to is one
    no more, and nobody leaves because of it. Returns whether this is what noted it."""
    session, number = turn.session, agreements.identity(agreement)
    if _noted(turn, agreement):
        return False
    audit.record(session, None, "end agreement", "agreement", number, turn.now, ends_on=agreement.ends_on)
    renewal = renewals.running(session, number)
    if renewal is not None:
        renewals.settle(session, renewals.identity(renewal), RenewalState.REFUSED, turn.now)
        agreements.stay(session, number, agreement.ends_on)
        tell_renewal_ended(turn, agreement, renewal, lapsed=True)
    tell_ended(turn, agreement)
    return True


def _noted(turn: Turn, agreement: Agreement) -> bool:
    """Whether the audit trail has the end of the agreement on this day."""
    lines = audit.of(turn.session, "agreement", agreements.identity(agreement))
    day = agreement.ends_on.isoformat()
    return any(line.action == _ENDED and line.details.get("ends_on") == day for line in lines)
