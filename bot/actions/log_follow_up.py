"""Write what a follow-up found, a try that found nobody, a note; correct it."""

from bot.actions import demand
from bot.dialogue.journey.follow_ups.cards import difficulty_card
from bot.dialogue.refusals import Refused
from bot.dialogue.translations import N_
from bot.dialogue.turn import Turn
from bot.rules.policy import Action
from bot.store import audit, candidates, follow_ups, history, people
from bot.store.follow_ups import identity
from bot.store.history import Subject
from bot.store.tables import FollowUp, FollowUpState

GONE = N_("This follow-up cannot be found.")
DROPPED = N_("This follow-up is no longer to be made: the placement ended or its dates were changed.")
FOUND = (FollowUpState.WELL, FollowUpState.DIFFICULTY, FollowUpState.LEFT)


def log(turn: Turn, follow_up_id: int, before: str | None, state: str) -> bool:
    """Write what the follow-up found, if it still says `before` (None: not made yet); the person was in
    contact today. The adviser hears of a difficulty that somebody else wrote. Returns whether this is what
    wrote it. Raises Refused."""
    demand(turn, Action.FOLLOW_UP)
    if state not in FOUND:
        raise Refused(GONE)
    row = _living(turn, follow_up_id)
    if before == state or not follow_ups.log(turn.session, follow_up_id, before, state, turn.me.id, turn.now):
        return False
    if before is not None:
        subject = Subject("follow-up", follow_up_id)
        history.record(turn.session, subject, turn.me.id, turn.now, {"state": before}, {"state": state})
    code = "log follow-up" if before is None else "correct follow-up"
    audit.record(
        turn.session, turn.me.id, code, "follow-up", follow_up_id, turn.now, kind=row.kind, state=state
    )
    candidates.contacted(turn.session, row.candidate_id, turn.today)
    turn.session.refresh(row)
    if state == FollowUpState.DIFFICULTY:
        _raise_to_adviser(turn, row)
    return True


def miss(turn: Turn, follow_up_id: int) -> None:
    """The person could not be reached: the try is kept, the follow-up stays due. Raises Refused."""
    demand(turn, Action.FOLLOW_UP)
    row = _living(turn, follow_up_id)
    if row.state is not None:
        raise Refused(N_("This follow-up is already made: correct it if it says something wrong."))
    audit.record(
        turn.session, turn.me.id, "miss follow-up", "follow-up", follow_up_id, turn.now, kind=row.kind
    )


def note(turn: Turn, follow_up_id: int, text: str) -> FollowUp:
    """Keep a note of a follow-up, for the PLIE only; the one before it goes to its history. Raises
    Refused."""
    demand(turn, Action.FOLLOW_UP)
    row = _living(turn, follow_up_id)
    said = follow_ups.note(turn.session, row)
    if said != text:
        follow_ups.write_note(turn.session, row, text)
        if said is not None:
            subject = Subject("follow-up", follow_up_id)
            history.record(turn.session, subject, turn.me.id, turn.now, {"note": said}, {"note": text})
        audit.record(turn.session, turn.me.id, "note follow-up", "follow-up", follow_up_id, turn.now)
        turn.session.refresh(row)
    return row


def _living(turn: Turn, follow_up_id: int) -> FollowUp:
    """The follow-up, held with the person's file until the end of the turn: the file first, as an exit does.
    Raises Refused where there is none to be made."""
    found = follow_ups.get(turn.session, follow_up_id)
    if found is None:
        raise Refused(GONE)
    candidates.get(turn.session, found.candidate_id, lock=True)
    row = follow_ups.get(turn.session, follow_up_id, lock=True)
    if row is None:
        raise Refused(GONE)
    if row.dropped_at is not None:
        raise Refused(DROPPED)
    return row


def _raise_to_adviser(turn: Turn, row: FollowUp) -> None:
    candidate = candidates.get(turn.session, row.candidate_id)
    if candidate is None or candidate.adviser_id == turn.me.id:
        return
    for person in people.in_charge(turn.session, candidate.adviser_id):
        if person.id != turn.me.id:
            turn.tell(
                person,
                f"difficulty:{identity(row)}:{person.id}",
                lambda language: difficulty_card(turn, row, language),
            )
