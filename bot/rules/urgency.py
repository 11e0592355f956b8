"""What waits for the PLIE, until when, and how urgent it is (the table of `dialogues.md` §4)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from bot.rules.calendar import add_working_days, is_working_day

_SUNDAY = 6


class Waiting(StrEnum):
    """The kinds of things that wait for somebody of the PLIE."""

    CALL_BACK = "call back"
    ANNOUNCED = "announced"
    ADVICE = "advice"
    CLAUSE = "clause"
    UNDATED_CLAUSE = "undated clause"
    KICK_OFF = "kick off"
    RESERVED = "reserved"
    TO_SEND = "to send"
    AWAITING = "awaiting"
    PRESENTED = "presented"
    DECLARED = "declared"
    HOURS = "hours"
    FOLLOW_UP = "follow up"
    ENDING = "ending"
    ELIGIBILITY = "eligibility"
    SILENT = "silent"
    SHARE = "share"


class Urgency(StrEnum):
    """How urgent a thing is, most urgent first."""

    LATE = "late"
    TODAY = "today"
    WEEK = "week"
    LATER = "later"


@dataclass(frozen=True, slots=True)
class Deadline:
    """A thing is due `days` after its fact (working days, or calendar days that may be negative). It is shown
    from `ahead` calendar days before it is due; from the fact on when that is None."""

    days: int
    working: bool = False
    ahead: int | None = None


WEEK_AHEAD = 7
DEADLINES: Mapping[Waiting, Deadline] = {
    Waiting.CALL_BACK: Deadline(1, working=True),
    Waiting.ANNOUNCED: Deadline(2, working=True),
    Waiting.ADVICE: Deadline(5, working=True),
    Waiting.CLAUSE: Deadline(0, ahead=15),
    Waiting.UNDATED_CLAUSE: Deadline(-90, ahead=15),
    Waiting.KICK_OFF: Deadline(10, working=True, ahead=WEEK_AHEAD),
    Waiting.RESERVED: Deadline(2, working=True),
    Waiting.TO_SEND: Deadline(2, working=True),
    Waiting.AWAITING: Deadline(1, working=True),
    Waiting.PRESENTED: Deadline(5, working=True, ahead=0),
    Waiting.DECLARED: Deadline(1, working=True),
    Waiting.HOURS: Deadline(5, working=True),
    Waiting.FOLLOW_UP: Deadline(0, ahead=WEEK_AHEAD),
    Waiting.ENDING: Deadline(0, ahead=15),
    Waiting.ELIGIBILITY: Deadline(0, ahead=30),
    Waiting.SILENT: Deadline(60, ahead=0),
    Waiting.SHARE: Deadline(5, working=True, ahead=0),
}
"""The fact counted from: the day something was asked, announced, taken, awarded, posted, presented, declared,
answered, the last contact; or the day ahead itself: the consultation (for a contract without one, its start),
the follow-up, the last day of a contract or of the eligibility."""


def due(kind: Waiting, since: date) -> date:
    """The last day on which the thing is not late, from the day of its fact."""
    deadline = DEADLINES[kind]
    if deadline.working:
        return add_working_days(since, deadline.days)
    return since + timedelta(days=deadline.days)


def latest(kind: Waiting, today: date) -> date:
    """The latest day of a fact that is shown today: the rule of `due`, read backwards."""
    deadline = DEADLINES[kind]
    if deadline.ahead is None:
        return today
    last = today + timedelta(days=deadline.ahead)
    if not deadline.working:
        return last - timedelta(days=deadline.days)
    return _before_working_days(last, deadline.days)


def _before_working_days(last: date, count: int) -> date:
    """The latest day whose `count`-th working day after it is not after `last`."""
    while count:
        count -= is_working_day(last)
        last -= timedelta(days=1)
    return last


def urgency(due_on: date, today: date) -> Urgency:
    """How urgent it is today; a week ends on its Sunday."""
    if due_on < today:
        return Urgency.LATE
    if due_on == today:
        return Urgency.TODAY
    sunday = today + timedelta(days=_SUNDAY - today.weekday())
    return Urgency.WEEK if due_on <= sunday else Urgency.LATER
