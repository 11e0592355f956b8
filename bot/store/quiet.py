"""Files nothing was heard of for long: those that are kept no longer (`domain.md` §8)."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from bot.rules.placements import months_after
from bot.store.candidates import LIVING
from bot.store.database import Session
from bot.store.placements import LIVING as STANDING
from bot.store.tables import (
    Candidate,
    Exit,
    FollowUp,
    FollowUpState,
    Interview,
    InterviewOutcome,
    Placement,
    Reminder,
    Trainee,
    TraineeState,
    Training,
    WorkedMonth,
    rows_of,
)

_rows = rows_of(Candidate)
_interviews, _follow_ups, _placements = rows_of(Interview), rows_of(FollowUp), rows_of(Placement)
_months, _exits, _reminders = rows_of(WorkedMonth), rows_of(Exit), rows_of(Reminder)
_trainings, _trainees = rows_of(Training), rows_of(Trainee)


@dataclass(frozen=True, slots=True)
class Quiet:
    """A file, the last day something was heard of the person, who follows it, and the last day of its legal
    hold, if any."""

    candidate_id: int
    last_on: date
    adviser_id: int | None
    hold_until: date | None


def since(session: Session, before: date, zone: ZoneInfo) -> list[Quiet]:
    """The living files whose person gave no sign after the day `before`, the longest quiet first. A sign is
    a contact, and whatever is newer: a presentation, an interview, a follow-up made or to come, a contract of
    work to its last day, hours, a training, an exit. Reads `ix_candidates_state_contacted_on`."""
    signs = [scalar.label(f"sign_{place}") for place, scalar in enumerate(_SIGNS)]
    query = sa.select(
        _rows.c.id, _rows.c.adviser_id, _rows.c.hold_until, _rows.c.contacted_on, _rows.c.referred_on, *signs
    ).where(_rows.c.state.in_(LIVING), _rows.c.contacted_on <= before)
    found = [Quiet(row[0], max(_days(row[3:], zone)), row[1], row[2]) for row in session.core.execute(query)]
    found.sort(key=lambda one: (one.last_on, one.candidate_id))
    return [one for one in found if one.last_on <= before]


def _days(values: Any, zone: ZoneInfo) -> list[date]:
    """The signs as calendar days; a month of hours is one to its last day."""
    *days, month = values
    if month is not None:
        days.append(months_after(month, 1) - timedelta(days=1))
    return [
        value.astimezone(zone).date() if isinstance(value, datetime) else value
        for value in days
        if value is not None
    ]


def _latest(column: sa.ColumnElement[Any], *conditions: sa.ColumnElement[bool]) -> Any:
    return sa.select(sa.func.max(column)).where(*conditions).correlate(_rows).scalar_subquery()


def _of(table: Any) -> sa.ColumnElement[bool]:
    theirs: sa.ColumnElement[bool] = table.c.candidate_id == _rows.c.id
    return theirs


_MADE = sa.or_(_follow_ups.c.state.is_(None), _follow_ups.c.state != FollowUpState.NO_CONTACT)
_STANDS = _placements.c.state.in_(STANDING)
_LAST_DAY = sa.func.coalesce(_placements.c.ended_on, _placements.c.planned_end, _placements.c.starts_on)
_SIGNS = (
    _latest(_interviews.c.held_on, _of(_interviews), _interviews.c.outcome != InterviewOutcome.ABSENT),
    _latest(_follow_ups.c.due_on, _of(_follow_ups), _MADE, _follow_ups.c.dropped_at.is_(None)),
    _latest(_follow_ups.c.done_at, _of(_follow_ups), _follow_ups.c.state != FollowUpState.NO_CONTACT),
    _latest(_LAST_DAY, _of(_placements), _STANDS),
    _latest(_exits.c.left_on, _of(_exits), _exits.c.cancelled_at.is_(None)),
    _latest(
        _trainings.c.ends_on,
        _of(_trainees),
        _trainees.c.training_id == _trainings.c.id,
        _trainees.c.state != TraineeState.DROPPED,
        _trainings.c.cancelled_at.is_(None),
    ),
    _latest(_months.c.month, _months.c.placement_id == _placements.c.id, _of(_placements)),
)
"""The latest sign of each kind; the month of hours last."""


def warned(session: Session, kind: str, numbers: Collection[int], before: datetime) -> set[tuple[int, date]]:
    """Of which of these files, and for which day, somebody was warned before this instant by reminders of
    this kind; reads `uq_reminders_fact`."""
    theirs = sa.and_(_reminders.c.kind == kind, _reminders.c.subject_id.in_(numbers))
    query = sa.select(_reminders.c.subject_id, _reminders.c.due_on).where(theirs)
    made = query.where(_reminders.c.made_at <= before).distinct()
    return {(row.subject_id, row.due_on) for row in session.core.execute(made)}
