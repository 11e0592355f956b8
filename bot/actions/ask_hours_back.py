"""Ask the organisation that declared hours to look at them again (domain.md §6)."""

from bot.actions import demand
from bot.dialogue.journey.hours.cards import asked_back_card
from bot.dialogue.turn import Turn
from bot.rules.policy import Action
from bot.store import audit, history, people, worked, worked_lines
from bot.store.history import Subject
from bot.store.tables import HoursState, WorkedMonth

_FROM = (HoursState.DECLARED, HoursState.VALIDATED)


def ask_back(turn: Turn, hours: WorkedMonth) -> bool:
    """The hours are to be corrected, also where they were validated by mistake; the organisation hears of it.
    Returns whether this is what did it. Raises Refused."""
    demand(turn, Action.VALIDATE_HOURS)
    session, number = turn.session, hours.id or 0
    if not worked.settle(session, number, _FROM, HoursState.ASKED_BACK, turn.me.id, turn.now):
        return False
    before, after = {"state": hours.state}, {"state": str(HoursState.ASKED_BACK)}
    history.record(session, Subject("hours", number), turn.me.id, turn.now, before, after)
    facts = {"month": hours.month, "hours": str(hours.hours)}
    audit.record(session, turn.me.id, "ask hours back", "placement", hours.placement_id, turn.now, **facts)
    line = worked_lines.of_hours(session, hours.month, number)
    if line is None:
        return True
    name = worked_lines.called(session, line, staff=False)
    for person in people.of_organisation(session, hours.declaring_id):
        turn.tell(
            person,
            f"hours-asked:{number}:{turn.uid}:{person.id}",
            lambda language: asked_back_card(name, line, hours.month, language),
        )
    return True
