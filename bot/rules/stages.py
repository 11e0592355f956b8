"""The stages of the lines of reminders: how long after a fact who is told (`dialogues.md` §4)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from bot.rules.calendar import add_working_days, first_working_day

NOVEMBER = 11
UNDATED = timedelta(days=90)
_ONE_DAY = timedelta(days=1)


class Whom(StrEnum):
    """Who is told at a stage; `IN_CHARGE` is the colleague of the PLIE who follows the thing (an adviser, an
    examiner), or all of them where nobody does; `PARTNER` the organisation it is asked of."""

    FACILITATORS = "facilitators"
    COORDINATORS = "coordinators"
    IN_CHARGE = "in charge"
    PARTNER = "partner"


@dataclass(frozen=True, slots=True)
class Stage:
    """So many days after the fact (working days, or calendar days, which may be negative: before it), these
    people are told."""

    days: int
    working: bool
    whom: tuple[Whom, ...]

    def on(self, fact: date) -> date:
        """The day the stage falls on, from the day of its fact; the daily message waits by itself for a
        working day."""
        if self.working:
            return add_working_days(fact, self.days)
        return fact + timedelta(days=self.days)


@dataclass(frozen=True, slots=True)
class Reached:
    """A stage that came: its day, and who is told."""

    on: date
    whom: tuple[Whom, ...]


_BOTH = (Whom.PARTNER, Whom.IN_CHARGE)
_PARTNER = (Whom.PARTNER,)
_IN_CHARGE = (Whom.IN_CHARGE,)
_FACILITATORS = (Whom.FACILITATORS,)
_COORDINATORS = (Whom.COORDINATORS,)

STAGES: Mapping[str, tuple[Stage, ...]] = {
    "announced": (Stage(2, True, _FACILITATORS), Stage(5, True, _COORDINATORS)),
    "programme": (Stage(0, False, _PARTNER), Stage(15, False, _PARTNER)),
    "clause": (Stage(-15, False, _BOTH), Stage(-5, False, _BOTH)),
    "notice": (Stage(5, True, _PARTNER),),
    "award": (Stage(30, False, _PARTNER), Stage(60, False, _PARTNER)),
    "kick_off": (Stage(10, True, _IN_CHARGE),),
    "call_back": (Stage(1, True, _FACILITATORS), Stage(2, True, _COORDINATORS)),
    "hours_missing": (
        Stage(5, False, _PARTNER),
        Stage(12, False, _PARTNER),
        Stage(15, False, _IN_CHARGE),
    ),
    "hours_waiting": (Stage(5, True, _IN_CHARGE),),
    "pace": (Stage(0, False, _BOTH),),
    "reserved": (Stage(2, True, _FACILITATORS),),
    "offer_expiry": (Stage(-7, False, _PARTNER),),
    "referral": (Stage(5, True, _BOTH),),
    "follow_up": (Stage(0, False, _IN_CHARGE),),
    "ending": (Stage(-15, False, _BOTH),),
    "eligibility": (Stage(-30, False, _IN_CHARGE),),
    "evidence": (Stage(30, False, _BOTH),),
    "silent": (Stage(60, False, _IN_CHARGE),),
    "retention": (Stage(0, False, _IN_CHARGE),),
    "agreement": tuple(Stage(-days, False, (Whom.COORDINATORS, Whom.PARTNER)) for days in (90, 30, 7)),
}
"""Of each kind of reminder. The facts: the day something was announced, asked, declared, awarded, done; the
day of the consultation (`consultation`); the first working day of November (`programme_asked`) or of the
month; for hours the last day of the month worked (`rules.worked.last_of`). The last day of an offer without
news, of a contract of work, of an eligibility; the last contact (`silent`), or the day `rules.retention` has
for the warning (`retention`). The last day of the agreement."""


def reached(kind: str, fact: date, today: date) -> list[Reached]:
    """The stages of a kind that came by today, for a fact of this day: the first first."""
    came = [Reached(stage.on(fact), stage.whom) for stage in STAGES[kind]]
    return [stage for stage in came if stage.on <= today]


def latest_fact(kind: str, today: date) -> date:
    """No fact after this day has a stage that came by today. (Of the facts up to this day some have none
    either, where working days are counted: see `reached`.)"""
    return today - timedelta(days=min(stage.days for stage in STAGES[kind]))


def consultation(consultation_on: date | None, start_on: date) -> date:
    """The day a clause is to be settled by: that of the consultation; without a date 90 days before the
    start."""
    return start_on - UNDATED if consultation_on is None else consultation_on


def programme_asked(today: date) -> date:
    """The first working day of November of this day's year, from which the programme of the year after is
    asked for until the year ends."""
    return first_working_day(date(today.year, NOVEMBER, 1))


def last_month(today: date) -> date:
    """The first day of the month before this day's."""
    return (today.replace(day=1) - _ONE_DAY).replace(day=1)
