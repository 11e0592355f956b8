"""Correct an exit, or take back one recorded by mistake; what was there before is kept."""

from typing import Any

from bot.actions import demand
from bot.dialogue.journey.exits.checks import placed_by, raise_objection
from bot.dialogue.refusals import Refused
from bot.dialogue.translations import N_
from bot.dialogue.turn import Turn
from bot.rules.policy import Action
from bot.store import audit, candidates, exits, follow_ups, history
from bot.store.exits import Said
from bot.store.history import Subject
from bot.store.tables import CandidateState, Exit

GONE = N_("This exit cannot be found.")


def correct(turn: Turn, exit_id: int, said: Said) -> tuple[Exit, list[str]]:
    """The exit with what is said now; its follow-ups move with it. Returns it with the names of the fields
    that changed. Raises Refused, and StillRunning where a placement has to be ended first."""
    demand(turn, Action.RECORD_EXIT)
    row = _standing(turn, exit_id)
    raise_objection(turn, row.candidate_id, said, row)
    before = exits.said(row)
    after = placed_by(turn.session, row.candidate_id, said)
    subject = Subject("exit", exit_id)
    changed = history.record(turn.session, subject, turn.me.id, turn.now, _plain(before), _plain(after))
    if not changed:
        return row, []
    exits.change(turn.session, exit_id, after)
    audit.record(
        turn.session, turn.me.id, "correct exit", "exit", exit_id, turn.now, fields=",".join(changed)
    )
    turn.session.refresh(row)
    follow_ups.settle_exit(turn.session, row.candidate_id)
    follow_ups.schedule_exit(turn.session, row)
    return row, changed


def cancel(turn: Turn, exit_id: int) -> bool:
    """Take back an exit recorded by mistake: its follow-ups go, and the file is open again where this exit is
    what closed it. Returns whether it stood. Raises Refused."""
    demand(turn, Action.RECORD_EXIT)
    row = exits.get(turn.session, exit_id)
    if row is None:
        raise Refused(GONE)
    candidates.get(turn.session, row.candidate_id, lock=True)
    if not exits.cancel(turn.session, exit_id, turn.now):
        return False
    turn.session.refresh(row)
    audit.record(turn.session, turn.me.id, "cancel exit", "exit", exit_id, turn.now)
    follow_ups.schedule_exit(turn.session, row)
    follow_ups.settle_exit(turn.session, row.candidate_id)
    closed = audit.instants(turn.session, "close candidate", "candidate", row.candidate_id)
    if closed and closed[-1] == row.recorded_at:
        _reopen(turn, row.candidate_id)
    return True


def _reopen(turn: Turn, candidate_id: int) -> None:
    before, after = CandidateState.CLOSED, CandidateState.ACTIVE
    if candidates.move(turn.session, candidate_id, before, after):
        subject = Subject("candidate", candidate_id)
        history.record(turn.session, subject, turn.me.id, turn.now, {"state": before}, {"state": after})
        audit.record(turn.session, turn.me.id, "reopen candidate", "candidate", candidate_id, turn.now)


def _standing(turn: Turn, exit_id: int) -> Exit:
    """The exit and the person's file, held until the end of the turn. Raises Refused."""
    row = exits.get(turn.session, exit_id)
    if row is None:
        raise Refused(GONE)
    candidates.get(turn.session, row.candidate_id, lock=True)
    held = exits.get(turn.session, exit_id, lock=True)
    if held is None or held.cancelled_at is not None:
        raise Refused(N_("This exit was taken back: it was recorded by mistake."))
    return held


def _plain(said: Said) -> dict[str, Any]:
    """The fields of an exit as the history keeps them."""
    return {
        "left_on": said.left_on.isoformat(),
        "kind": str(said.kind),
        "contract": None if said.contract is None else str(said.contract),
        "months": None if said.months is None else f"{said.months.normalize():f}",
        "placement": said.placement_id,
    }
