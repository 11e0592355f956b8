"""What a person prefers: the hour of the daily message, how notices come, being away and who stands in."""

from datetime import date, timedelta
from typing import Any

from bot.actions import demand
from bot.dialogue import formats
from bot.dialogue.refusals import Refused
from bot.dialogue.reminders.pauses import can_stand_in, tell_away_too, tell_begin, tell_end
from bot.dialogue.translations import N_
from bot.dialogue.turn import Turn
from bot.rules.daily import HOURS
from bot.rules.policy import Action
from bot.store import audit, later, people, preferences
from bot.store.people import Member
from bot.store.tables import Notices

LONGEST_PAUSE = timedelta(days=366)
_NOT_AWAY = N_("You are not away: say first until when you will be.")
_NOBODY = N_("This person cannot be found.")


def set_hour(turn: Turn, minutes: int) -> bool:
    """The daily message comes so many minutes after midnight. Returns whether that is new. Raises Refused."""
    demand(turn, Action.PREFER)
    if minutes not in HOURS:
        raise Refused(N_("The daily message comes between 8:00 and 18:00."))
    return _change(turn, "prefer", daily_at=minutes)


def set_notices(turn: Turn, notices: Notices) -> bool:
    """What others do is told so. Returns whether that is new; what waited for the daily message then leaves
    at once. Raises Refused."""
    demand(turn, Action.PREFER)
    new = _change(turn, "prefer", notices=notices)
    if new and notices is not Notices.DAILY:
        later.hasten(turn.session, turn.me.telegram_id, turn.now)
    return new


def pause(turn: Turn, until: date) -> bool:
    """The person is away until this day, the last one. Returns whether that is new. Raises Refused."""
    demand(turn, Action.PREFER)
    if until < turn.today:
        raise Refused(N_("The last day away is today at the earliest."))
    if until > turn.today + LONGEST_PAUSE:
        raise Refused(N_("The last day away is within a year."))
    new = _change(turn, "pause", paused_until=until)
    if new:
        stand_in = _stand_in(turn)
        if stand_in is not None:
            tell_begin(turn, turn.me, stand_in, until)
        tell_away_too(turn, turn.me, until)
    return new


def end_pause(turn: Turn) -> bool:
    """The person is back. Returns whether they were away. Raises Refused."""
    demand(turn, Action.PREFER)
    before = preferences.get(turn.session, turn.me.id)
    new = _change(turn, "end pause", paused_until=None, stand_in_id=None)
    if new:
        tell_end(turn, turn.me, before.stand_in_id, back=True)
    return new


def ask_stand_in(turn: Turn, person_id: int | None) -> bool:
    """A colleague stands in while the person is away; nobody when None. Returns whether that is new. Raises
    Refused."""
    demand(turn, Action.PREFER)
    before = preferences.get(turn.session, turn.me.id)
    until = before.paused_until
    if until is None or until < turn.today:
        raise Refused(_NOT_AWAY)
    colleague = None if person_id is None else _colleague(turn, person_id)
    new = _change(turn, "ask stand-in", stand_in_id=person_id)
    if new:
        tell_end(turn, turn.me, before.stand_in_id, back=False)
        if colleague is not None:
            tell_begin(turn, turn.me, colleague, until)
    return new


def _colleague(turn: Turn, person_id: int) -> Member:
    """Who may stand in: a colleague of the same work who is there. Raises Refused."""
    found = next(iter(people.colleagues(turn.session, turn.me, person_id - 1, 1)), None)
    if found is None or found.id != person_id:
        raise Refused(_NOBODY)
    if not can_stand_in(turn, found):
        until = preferences.get(turn.session, found.id).paused_until
        if until is None or until < turn.today:
            raise Refused(N_("{name} cannot be reached: choose someone else."), name=found.name)
        day = formats.day(until, turn.language)
        raise Refused(N_("{name} is away until {day}: choose someone else."), name=found.name, day=day)
    return found


def _stand_in(turn: Turn) -> Member | None:
    number = preferences.get(turn.session, turn.me.id).stand_in_id
    found = None if number is None else people.find(turn.session, number)
    return found if found is not None and can_stand_in(turn, found) else None


def _change(turn: Turn, code: str, **values: Any) -> bool:
    """Change what is preferred, unless it already is so. Returns whether it was not."""
    before = preferences.get(turn.session, turn.me.id)
    if all(getattr(before, name) == value for name, value in values.items()):
        return False
    preferences.change(turn.session, turn.me.id, **values)
    audit.record(turn.session, turn.me.id, code, "person", turn.me.id, turn.now, **values)
    return True
