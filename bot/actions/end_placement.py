"""End a placement before its planned end, correct that, or take it back."""

from datetime import date

from bot.actions import demand_any
from bot.dialogue import formats
from bot.dialogue.journey.placements.checks import check_exit, check_week, check_worked, refuse
from bot.dialogue.journey.placements.notices import tell
from bot.dialogue.refusals import Refused
from bot.dialogue.translations import N_
from bot.dialogue.turn import Turn
from bot.rules.placements import Terms, end_fault
from bot.rules.policy import Action
from bot.store import audit, follow_ups, history, placements
from bot.store.history import Subject
from bot.store.placements import LIVING, identity, owners
from bot.store.tables import EndReason, Placement

GONE = N_("This placement cannot be found.")
_CHANGED = N_("This contract was changed meanwhile. Please look at it again.")


def end(turn: Turn, placement_id: int, seen: date | None, day: date, reason: EndReason) -> Placement:
    """The placement ended on this day, the last one worked; `seen` is the early end the person saw, if any.
    Later follow-ups are dropped, the others concerned told. Raises Refused."""
    placement = _find(turn, placement_id, seen)
    planned = Terms(placement.starts_on, placement.planned_end, placement.weekly_hours)
    refuse(end_fault(planned, day, turn.today))
    check_worked(turn, placement, Terms(placement.starts_on, day, placement.weekly_hours))
    if seen is not None and day > seen:
        longer = Terms(placement.starts_on, day, placement.weekly_hours)
        check_exit(turn, placement.candidate_id, longer)
        check_week(turn, placement.candidate_id, longer, but=identity(placement))
    _write(turn, placement, day, reason)
    follow_ups.schedule_placement(turn.session, placement)
    said = N_("{who} recorded that the contract {reference} at {company} ended early: {name}.")
    tell(turn, placement, f"ended:{turn.uid}", said)
    return placement


def undo(turn: Turn, placement_id: int) -> Placement | None:
    """The placement without its early end, recorded by mistake; None when there was none. Raises Refused."""
    placement = placements.get(turn.session, placement_id, lock=True)
    placement = _find(turn, placement_id, None if placement is None else placement.ended_on)
    if placement.ended_on is None:
        return None
    planned = Terms(placement.starts_on, placement.planned_end, placement.weekly_hours)
    check_exit(turn, placement.candidate_id, planned)
    check_week(turn, placement.candidate_id, planned, but=identity(placement))
    _write(turn, placement, None, None)
    follow_ups.schedule_placement(turn.session, placement)
    said = N_("{who} recorded that the contract {reference} at {company} did not end early: {name}.")
    tell(turn, placement, f"not-ended:{turn.uid}", said)
    return placement


def _find(turn: Turn, placement_id: int, seen: date | None) -> Placement:
    placement = placements.get(turn.session, placement_id, lock=True)
    if placement is None:
        raise Refused(GONE)
    demand_any(turn, Action.CHANGE_PLACEMENT, owners(placement))
    if placement.state not in LIVING:
        raise Refused(N_("This hire was not confirmed: it has no end to record."))
    if placement.ended_on is not None and seen is None:
        day = formats.day(placement.ended_on, turn.language)
        raise Refused(N_("This contract already ended early on {day}."), day=day)
    if placement.ended_on != seen:
        raise Refused(_CHANGED)
    return placement


def _write(turn: Turn, placement: Placement, day: date | None, reason: EndReason | None) -> None:
    session, number = turn.session, identity(placement)
    before = _fields(placement.ended_on, placement.end_reason)
    after = _fields(day, reason)
    history.record(session, Subject("placement", number), turn.me.id, turn.now, before, after)
    placements.change(session, number, ended_on=day, end_reason=reason)
    session.refresh(placement)
    on_behalf = turn.me.organisation_id not in owners(placement)
    done = "end placement" if day is not None else "undo end"
    facts = {"on_behalf": on_behalf, "day": day, "reason": reason}
    audit.record(session, turn.me.id, done, "placement", number, turn.now, **facts)


def _fields(day: date | None, reason: str | None) -> dict[str, str | None]:
    said = None if reason is None else str(reason)
    return {"ended_on": None if day is None else day.isoformat(), "end_reason": said}
