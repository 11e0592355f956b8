"""Facts of long ago that no file proves, with the day of each, and who owes it."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa

from bot.rules import evidence as rules
from bot.rules.lifecycle import LotState
from bot.rules.stages import latest_fact
from bot.rules.worked import last_of, month_of
from bot.store.database import Session
from bot.store.evidence_facts import about_somebody, without
from bot.store.procurements import NOTICE
from bot.store.tables import (
    Attachment,
    Candidate,
    CandidateState,
    Exit,
    Kind,
    Lot,
    Organisation,
    Placement,
    PlacementState,
    Procurement,
    Termination,
    Trainee,
    Training,
    WorkedMonth,
    rows_of,
)
from bot.store.types import literal

FORGOTTEN = timedelta(days=180)
"""So long after the fact its proof is no longer reminded of: it stays on the lists of what is missing."""
_LONGEST_TRAINING = timedelta(days=3 * 366)
_SUBJECTS = ("procurement", "placement", "month", "training", "exit", "termination")
_NOTICE = timedelta(days=92)
_FOLLOWED = (LotState.PUBLISHED, LotState.AWARDED, LotState.RUNNING)
_AWARDED = (LotState.AWARDED, LotState.RUNNING)

_procurements, _lots, _attachments = rows_of(Procurement), rows_of(Lot), rows_of(Attachment)
_placements, _months, _candidates = rows_of(Placement), rows_of(WorkedMonth), rows_of(Candidate)
_trainings, _trainees, _exits = rows_of(Training), rows_of(Trainee), rows_of(Exit)
_organisations = rows_of(Organisation)
_terminations = rows_of(Termination)
_LOT = sa.join(_lots, _procurements, _procurements.c.id == _lots.c.procurement_id)


@dataclass(frozen=True, slots=True)
class Unproven:
    """A fact of the day `on` whose proof is missing: the organisation that owes it, or, where the PLIE does,
    who follows the person. What happened on one day around one contract is one fact for who owes it."""

    subject_id: int
    on: date
    owed_by: int | None
    in_charge: tuple[int | None, ...] = ()


def subject_of(subject: str, number: int) -> int:
    """What a reminder is about, in one number: the contract where there is one, else the thing itself."""
    return number * 10 + _SUBJECTS.index(subject)


def subject_and_number(subject_id: int) -> tuple[str, int]:
    """The kind of thing and its number that a reminder is about. Raises IndexError."""
    number, code = divmod(subject_id, 10)
    return _SUBJECTS[code], number


def late(session: Session, today: date) -> Iterator[Unproven]:
    """The facts unproven since so long that their stage came, those of long ago left out."""
    last = latest_fact("evidence", today)
    first = last - FORGOTTEN
    for subject, query in queries(first, last).items():
        for contract, number, said, owed_by, follower in session.core.execute(query):
            on = last_of(said) if subject == "month" else said
            if not first <= on <= last:
                continue
            about = subject_of(subject, number) if contract is None else subject_of("procurement", contract)
            yield Unproven(about, on, owed_by, (follower,) if owed_by is None else ())


def queries(first: date, last: date) -> Mapping[str, sa.Select[Any]]:
    """The selects of the facts of these days, each by an index, by what they are about. Their columns: the
    contract or, where there is none, the number of the thing; the day; who owes the proof; who of the PLIE
    does where nobody else."""
    return {
        "procurement": _noticed(first, last),
        "lot": _awarded(first, last),
        "placement": _hired(first, last),
        "month": _worked(month_of(first), month_of(last)),
        "training": _trained(first, last),
        "exit": _left(first, last),
        "termination": _terminated(first, last),
    }


def _row(contract: Any, number: Any, on: Any, owed_by: Any, follower: Any) -> sa.Select[Any]:
    nobody, nothing = sa.cast(sa.null(), sa.Integer), sa.cast(sa.null(), sa.Integer)
    alone = nothing if number is None else sa.case((contract.is_(None), number))
    owing = nobody if owed_by is None else owed_by
    return sa.select(contract, alone, on, owing, nobody if follower is None else follower).distinct()


def _of_lots(states: Iterable[LotState], on: Any, first: date, last: date) -> sa.Select[Any]:
    """Contracts with a lot in one of these states (by `ix_lots_state`) to which this happened then."""
    query = _row(_procurements.c.id, None, on, _procurements.c.organisation_id, None)
    here = _lots.c.state.in_([literal(state) for state in states])
    return query.select_from(_LOT).where(here, on.between(first, last))


def _noticed(first: date, last: date) -> sa.Select[Any]:
    file = sa.exists().where(
        _attachments.c.procurement_id == _procurements.c.id, _attachments.c.purpose == NOTICE
    )
    return _of_lots(_FOLLOWED, _lots.c.published_on, first, last).where(
        _lots.c.notice_link.is_(None),
        ~file,
        without("lot", "notice", _lots.c.id),
        without("procurement", "notice", _procurements.c.id),
    )


def _awarded(first: date, last: date) -> sa.Select[Any]:
    return _of_lots(_AWARDED, _lots.c.awarded_on, first, last).where(
        without("lot", "award", _lots.c.id), without("procurement", "award", _procurements.c.id)
    )


def _hired(first: date, last: date) -> sa.Select[Any]:
    """By `ix_placements_declaring_id`, one organisation after the other."""
    homes = sa.join(_organisations, _placements, _placements.c.declaring_id == _organisations.c.id)
    on = _placements.c.starts_on
    query = _row(_lots.c.procurement_id, _placements.c.id, on, _placements.c.declaring_id, None)
    return query.select_from(homes.outerjoin(_lots, _lots.c.id == _placements.c.lot_id)).where(
        _organisations.c.kind.in_([literal(kind) for kind in (Kind.COMPANY, Kind.SIAE)]),
        _placements.c.state == PlacementState.CONFIRMED,
        on.between(first, last),
        without("placement", "contract", _placements.c.id),
        about_somebody(_placements.c.candidate_id),
    )


def _worked(first: date, last: date) -> sa.Select[Any]:
    """By `ix_worked_months_month`; the day is the first of the month."""
    placed = _months.join(_placements, _placements.c.id == _months.c.placement_id)
    joined = placed.outerjoin(_lots, _lots.c.id == _months.c.lot_id)
    query = _row(_lots.c.procurement_id, _months.c.id, _months.c.month, _months.c.declaring_id, None)
    return query.select_from(joined).where(
        _months.c.month.between(first, last),
        _months.c.state.in_(sorted(rules.WORKED)),
        _months.c.hours > 0,
        without("month", "hours", _months.c.id),
        about_somebody(_placements.c.candidate_id),
    )


def _trained(first: date, last: date) -> sa.Select[Any]:
    people = sa.join(_trainings, _trainees, _trainees.c.training_id == _trainings.c.id)
    joined = people.join(_candidates, _candidates.c.id == _trainees.c.candidate_id)
    query = _row(sa.null(), _trainings.c.id, _trainings.c.ends_on, None, _candidates.c.adviser_id)
    return query.select_from(joined).where(
        _trainings.c.starts_on.between(first - _LONGEST_TRAINING, last),
        _trainings.c.ends_on.between(first, last),
        _trainings.c.cancelled_at.is_(None),
        _trainees.c.state.in_(sorted(rules.CERTIFIED)),
        _candidates.c.state != CandidateState.ANONYMISED,
        without("training", "training", _trainings.c.id),
    )


def _left(first: date, last: date) -> sa.Select[Any]:
    joined = sa.join(_exits, _candidates, _candidates.c.id == _exits.c.candidate_id)
    query = _row(sa.null(), _exits.c.id, _exits.c.left_on, None, _candidates.c.adviser_id)
    return query.select_from(joined).where(
        _exits.c.left_on.between(first, last),
        _exits.c.cancelled_at.is_(None),
        _exits.c.kind.in_(sorted(rules.LEFT_FOR)),
        _candidates.c.state != CandidateState.ANONYMISED,
        without("exit", "exit", _exits.c.id),
    )


def _terminated(first: date, last: date) -> sa.Select[Any]:
    """By `ix_terminations_effective_on`, three months after the letter; who recorded the notice owes its
    copy."""
    query = _row(
        sa.null(), _terminations.c.id, _terminations.c.notified_on, None, _terminations.c.recorded_by
    )
    return query.where(
        _terminations.c.effective_on.between(first, last + _NOTICE),
        _terminations.c.notified_on.between(first, last),
        sa.or_(_terminations.c.cancelled_at.is_(None), _terminations.c.done_at.is_not(None)),
        without("termination", "termination", _terminations.c.id),
    )
