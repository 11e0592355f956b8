"""Follow-ups: rows to be made at their day, then what each one found."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any

import sqlalchemy as sa
from sqlmodel import select

from bot.rules import exits as rules
from bot.rules import follow_up
from bot.store import exits, placements
from bot.store.claims import insert_new
from bot.store.database import Session
from bot.store.sealed import new_uid
from bot.store.tables import Candidate, CandidateState, Exit, FollowUp, Placement, PlacementState, rows_of

_rows = rows_of(FollowUp)
_candidates = rows_of(Candidate)
_GONE = (CandidateState.MERGED, CandidateState.ANONYMISED)
"""Nobody is called for a file in these states; said so that the list is read by the days."""
_OPEN = sa.and_(_rows.c.done_at.is_(None), _rows.c.dropped_at.is_(None))


@dataclass(frozen=True, slots=True)
class Line:
    """A follow-up in a list: `name` is that of the person."""

    id: int
    kind: str
    due_on: date
    reference: str
    name: str


def identity(row: FollowUp) -> int:
    """The number of a follow-up that is in the database."""
    if row.id is None:
        raise LookupError("the row is not in the database yet")
    return row.id


def schedule_placement(session: Session, placement: Placement) -> None:
    """Write the follow-ups of a confirmed placement; asking twice changes nothing. Where its start or its end
    changed, those not made yet move, those after the last day are dropped, those within it again come back;
    none is left of a placement that was over when the person left."""
    left, last_day = exits.current(session, placement.candidate_id), placements.last_day(placement)
    over = left is not None and last_day is not None and last_day <= left.left_on
    due = {} if over else _due(placement)
    _align(session, {"placement_id": placement.id}, placement.candidate_id, due, _gone(placement))


def schedule_exit(session: Session, exit_row: Exit) -> None:
    """Write the follow-ups after an exit to work, or move those not made yet; of an exit to something else,
    or recorded by mistake, none is left."""
    stands = exit_row.cancelled_at is None and rules.is_to_work(exit_row.kind)
    due = follow_up.of_exit(exit_row.left_on) if stands else {}
    gone = exit_row.cancelled_at or _midnight(exit_row.left_on)
    _align(session, {"exit_id": exit_row.id}, exit_row.candidate_id, due, gone)


def settle_exit(session: Session, candidate_id: int) -> None:
    """An exit was recorded, corrected or taken back: what is left to do of placements over by the latest exit
    that stands is dropped, the rest stands."""
    for placement in placements.living_of(session, candidate_id):
        schedule_placement(session, placement)


def move_to(session: Session, candidate_id: int, other_id: int) -> None:
    """The follow-ups of a person are those of the file kept, when two files become one."""
    theirs = _rows.c.candidate_id == other_id
    session.core.execute(sa.update(_rows).where(theirs).values(candidate_id=candidate_id))


def _due(placement: Placement) -> dict[str, date]:
    if placement.state != PlacementState.CONFIRMED:
        return {}
    return follow_up.of_placement(placement.starts_on, placements.last_day(placement))


def _gone(placement: Placement) -> datetime:
    """From when on a follow-up outside the placement is none."""
    return _midnight(placements.last_day(placement) or placement.starts_on)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)


def _align(
    session: Session,
    of: Mapping[str, int | None],
    candidate_id: int,
    due: Mapping[str, date],
    gone: datetime,
) -> None:
    """The rows not made yet are those of `due` from now on; what was made stays as it is."""
    here = sa.and_(*(_rows.c[name] == number for name, number in of.items()))
    empty = {"placement_id": None, "exit_id": None, "told_company": False}
    rows = [
        empty | {"uid": new_uid(), "candidate_id": candidate_id, "kind": kind, "due_on": day} | dict(of)
        for kind, day in due.items()
    ]
    insert_new(session, _rows, rows)
    for kind, day in due.items():
        same = sa.and_(here, _rows.c.kind == kind, _rows.c.done_at.is_(None))
        session.core.execute(sa.update(_rows).where(same).values(due_on=day, dropped_at=None))
    _drop(session, sa.and_(here, _rows.c.kind.not_in(list(due))), gone)


def _drop(session: Session, here: Any, now: datetime) -> None:
    session.core.execute(sa.update(_rows).where(here, _OPEN).values(dropped_at=now))


def get(session: Session, follow_up_id: int, *, lock: bool = False) -> FollowUp | None:
    """The follow-up as it is now, if any; nobody else changes it until the transaction ends when `lock`."""
    query = select(FollowUp).where(FollowUp.id == follow_up_id)
    if lock:
        query = query.with_for_update()
    return session.exec(query.execution_options(populate_existing=True)).first()


def of_candidate(session: Session, candidate_id: int, most: int = 50) -> list[FollowUp]:
    """The follow-ups of a person, latest due first, those dropped left out."""
    return _listed(session, _rows.c.candidate_id == candidate_id, most)


def of_placement(session: Session, placement_id: int) -> list[FollowUp]:
    """The follow-ups of a placement, latest due first, those dropped left out."""
    return _listed(session, _rows.c.placement_id == placement_id, 50)


def of_exit(session: Session, exit_id: int) -> list[FollowUp]:
    """The follow-ups after an exit, latest due first, those dropped left out."""
    return _listed(session, _rows.c.exit_id == exit_id, 50)


def _listed(session: Session, here: Any, most: int) -> list[FollowUp]:
    query = select(FollowUp).where(here, _rows.c.dropped_at.is_(None))
    latest = query.order_by(_rows.c.due_on.desc(), _rows.c.id.desc()).limit(most)
    return list(session.exec(latest.execution_options(populate_existing=True)))


def due(
    session: Session, until: date, *, adviser_id: int | None, after: tuple[date, int] | None, size: int
) -> list[Line]:
    """At most `size` follow-ups not made and due by this day, most overdue first, behind the one that
    `after` names by its day and number: of the people of one adviser, or of all."""
    query = (
        sa.select(
            _rows.c.id,
            _rows.c.kind,
            _rows.c.due_on,
            _candidates.c.reference,
            _candidates.c.uid,
            _candidates.c.name,
        )
        .join_from(_rows, _candidates, _rows.c.candidate_id == _candidates.c.id)
        .where(_OPEN, _rows.c.due_on <= until, _candidates.c.state.not_in(_GONE))
    )
    if adviser_id is not None:
        query = query.where(_candidates.c.adviser_id == adviser_id)
    if after is not None:
        query = query.where(sa.tuple_(_rows.c.due_on, _rows.c.id) > sa.tuple_(*after))
    found = session.core.execute(query.order_by(_rows.c.due_on, _rows.c.id).limit(size))
    return [_line(session, row) for row in found]


def _line(session: Session, row: Any) -> Line:
    name = session.sealer.open(row.name, f"candidates.name:{row.uid}")
    return Line(row.id, row.kind, row.due_on, row.reference, str(name))


def next_due(session: Session, after: date, *, adviser_id: int | None) -> date | None:
    """The day of the first follow-up due after this day, if any."""
    query = (
        sa.select(_rows.c.due_on)
        .join_from(_rows, _candidates, _rows.c.candidate_id == _candidates.c.id)
        .where(_OPEN, _rows.c.due_on > after, _candidates.c.state.not_in(_GONE))
    )
    if adviser_id is not None:
        query = query.where(_candidates.c.adviser_id == adviser_id)
    found: date | None = session.core.execute(query.order_by(_rows.c.due_on).limit(1)).scalar()
    return found


def log(session: Session, follow_up_id: int, before: str | None, state: str, by: int, now: datetime) -> bool:
    """Write what a follow-up found, if it still says `before` (None: not made yet) and is not dropped.
    Returns whether it did."""
    here = sa.and_(
        _rows.c.id == follow_up_id,
        _rows.c.state.is_not_distinct_from(before),
        _rows.c.dropped_at.is_(None),
    )
    values = {"state": state, "done_by": by, "done_at": now}
    return bool(session.core.execute(sa.update(_rows).where(here).values(values)).rowcount)


def tell_company(session: Session, follow_up_id: int) -> bool:
    """Mark that the company heard of the difficulty. Returns whether it had not."""
    untold = sa.and_(_rows.c.id == follow_up_id, _rows.c.told_company.is_(False))
    return bool(session.core.execute(sa.update(_rows).where(untold).values(told_company=True)).rowcount)


def note(session: Session, row: FollowUp) -> str | None:
    """The note of a follow-up, opened."""
    return None if row.note is None else str(session.sealer.open(row.note, f"follow_ups.note:{row.uid}"))


def write_note(session: Session, row: FollowUp, text: str) -> None:
    """Keep this note of a follow-up, in the place of the one before."""
    sealed = session.sealer.seal(text, f"follow_ups.note:{row.uid}")
    session.core.execute(sa.update(_rows).where(_rows.c.id == identity(row)).values(note=sealed))
