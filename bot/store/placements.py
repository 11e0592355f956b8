"""Placements: a person at work under a contract, for a company, for the hours of a lot or not."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import sqlalchemy as sa
from sqlmodel import col, select

from bot.rules.placements import Terms
from bot.store import references
from bot.store.database import Session
from bot.store.tables import Employer, Placement, PlacementState, WorkedMonth, rows_of

LIVING = (PlacementState.DECLARED, PlacementState.CONFIRMED)
"""The states of a hire that stands, or will unless the PLIE does not confirm it."""

_rows = rows_of(Placement)
_worked = rows_of(WorkedMonth)


@dataclass(frozen=True, slots=True)
class Employing:
    """Who signs the contract: a code of Employer, the SIAE's number or the name of who lends the person."""

    kind: str
    siae_id: int | None = None
    name: str | None = None


@dataclass(frozen=True, slots=True)
class Hired:
    """A hire to be written: whom, on which offer and referral, for which lot, under which contract."""

    candidate_id: int
    organisation_id: int
    offer_id: int | None
    referral_id: int | None
    lot_id: int | None
    job: str
    contract: str
    terms: Terms
    employing: Employing


@dataclass(frozen=True, slots=True)
class Declarer:
    """Who declares a hire, for itself or on a company's behalf."""

    person_id: int
    on_behalf: bool


def add(session: Session, said: Hired, by: Declarer, now: datetime, year: int) -> Placement:
    """A new declared placement with its reference, P-2027-0009."""
    placement = Placement(
        reference=references.new(session, references.PLACEMENT, year),
        candidate_id=said.candidate_id,
        organisation_id=said.organisation_id,
        offer_id=said.offer_id,
        referral_id=said.referral_id,
        job=said.job,
        state=PlacementState.DECLARED,
        declared_by=by.person_id,
        declared_at=now,
        on_behalf=by.on_behalf,
        **columns(said.organisation_id, said.lot_id, said.contract, said.terms, said.employing),
    )
    session.add(placement)
    session.flush()
    return placement


def columns(
    organisation_id: int, lot_id: int | None, contract: str, terms: Terms, employing: Employing
) -> dict[str, Any]:
    """The columns that say for which lot, under which contract, employed by whom."""
    siae = employing.siae_id if employing.kind == Employer.SIAE else None
    return {
        "lot_id": lot_id,
        "contract": contract,
        "starts_on": terms.starts_on,
        "planned_end": terms.last_day,
        "weekly_hours": terms.weekly_hours,
        "employer": employing.kind,
        "employer_name": employing.name,
        "siae_id": siae,
        "declaring_id": siae or organisation_id,
    }


def identity(placement: Placement) -> int:
    """The number of a placement that is in the database. Raises LookupError."""
    if placement.id is None:
        raise LookupError("the placement is not in the database yet")
    return placement.id


def at_work_on(offer_id: int) -> sa.Select[tuple[int]]:
    """The candidates hired on an offer, as a part of a query."""
    return sa.select(_rows.c.candidate_id).where(_rows.c.offer_id == offer_id, _rows.c.state.in_(LIVING))


def get(session: Session, placement_id: int, *, lock: bool = False) -> Placement | None:
    """The placement as it is now, if any; with `lock` nobody else changes it before the end of the turn."""
    query = select(Placement).where(Placement.id == placement_id).execution_options(populate_existing=True)
    return session.exec(query.with_for_update() if lock else query).first()


def by_reference(session: Session, reference: str) -> Placement | None:
    """The placement people call so, if any."""
    query = select(Placement).where(Placement.reference == reference)
    return session.exec(query.execution_options(populate_existing=True)).first()


def of_candidate(session: Session, candidate_id: int) -> list[Placement]:
    """Every placement of a person, by its start, those not confirmed too."""
    query = select(Placement).where(Placement.candidate_id == candidate_id)
    ordered = query.order_by(col(Placement.starts_on), col(Placement.id))
    return list(session.exec(ordered.execution_options(populate_existing=True)).all())


def living_of(session: Session, candidate_id: int) -> list[Placement]:
    """The placements of a person that stand, by their start."""
    return [one for one in of_candidate(session, candidate_id) if one.state in LIVING]


def of_lot(session: Session, lot_id: int) -> list[Placement]:
    """The placements that stand and count for a lot, by their start."""
    query = select(Placement).where(Placement.lot_id == lot_id, col(Placement.state).in_(LIVING))
    ordered = query.order_by(col(Placement.starts_on), col(Placement.id))
    return list(session.exec(ordered.execution_options(populate_existing=True)).all())


def last_day(placement: Placement) -> date | None:
    """The last day of work: the early end, else the planned one; None when it has no end."""
    return placement.ended_on or placement.planned_end


def terms(placement: Placement) -> Terms:
    """From when to when, how many hours a week."""
    return Terms(placement.starts_on, last_day(placement), Decimal(placement.weekly_hours))


def employing(placement: Placement) -> Employing:
    """Who signed the contract."""
    return Employing(placement.employer, placement.siae_id, placement.employer_name)


def owners(placement: Placement) -> tuple[int, ...]:
    """The organisations whose placement it is: the company, and the SIAE where it is the employer."""
    siae = () if placement.siae_id is None else (placement.siae_id,)
    return (placement.organisation_id, *siae)


def change(session: Session, placement_id: int, **values: Any) -> bool:
    """Change columns of a placement that stands. Returns whether it did; hours declared follow its lot and
    who declares them."""
    if not _update(session, placement_id, LIVING, **values):
        return False
    moved = {name: values[name] for name in ("lot_id", "declaring_id") if name in values}
    if moved:
        theirs = _worked.c.placement_id == placement_id
        session.core.execute(sa.update(_worked).where(theirs).values(moved))
    return True


def confirm(session: Session, placement_id: int, by: int, now: datetime) -> bool:
    """A declared hire stands. Returns whether it was declared still: of two people at once, one."""
    values = {"state": PlacementState.CONFIRMED, "confirmed_by": by, "confirmed_at": now}
    return _update(session, placement_id, (PlacementState.DECLARED,), **values)


def reject(session: Session, placement_id: int, by: int, now: datetime) -> bool:
    """A declared hire does not stand. Returns whether it was declared still: of two people at once, one."""
    values = {"state": PlacementState.REJECTED, "confirmed_by": by, "confirmed_at": now}
    return _update(session, placement_id, (PlacementState.DECLARED,), **values)


def _update(session: Session, placement_id: int, states: Collection[str], **values: Any) -> bool:
    here = sa.and_(_rows.c.id == placement_id, _rows.c.state.in_(states))
    return bool(session.core.execute(sa.update(_rows).where(here).values(values)).rowcount)


def move_to(session: Session, candidate_id: int, other_id: int) -> None:
    """The placements of a person are those of the file kept, when two files become one."""
    theirs = _rows.c.candidate_id == other_id
    session.core.execute(sa.update(_rows).where(theirs).values(candidate_id=candidate_id))


def page(
    session: Session, condition: sa.ColumnElement[bool], before: int | None, size: int
) -> Sequence[Placement]:
    """At most `size` placements, newest first, older than `before`."""
    query = select(Placement).where(condition)
    if before is not None:
        query = query.where(col(Placement.id) < before)
    ordered = query.order_by(col(Placement.id).desc()).limit(size)
    return session.exec(ordered.execution_options(populate_existing=True)).all()


def of_company(organisation_id: int) -> sa.ColumnElement[bool]:
    """The placements of a company that stand; reads `ix_placements_organisation_id` downwards."""
    return sa.and_(_rows.c.organisation_id == organisation_id, _rows.c.state.in_(LIVING))


def of_siae(organisation_id: int) -> sa.ColumnElement[bool]:
    """The placements a SIAE is the employer of that stand; reads `ix_placements_declaring_id`."""
    theirs = sa.and_(_rows.c.declaring_id == organisation_id, _rows.c.siae_id == organisation_id)
    return sa.and_(theirs, _rows.c.state.in_(LIVING))


def for_lot(lot_id: int) -> sa.ColumnElement[bool]:
    """The placements that stand and count for a lot; reads `ix_placements_lot_id`."""
    return sa.and_(_rows.c.lot_id == lot_id, _rows.c.state.in_(LIVING))


def for_candidate(candidate_id: int) -> sa.ColumnElement[bool]:
    """Every placement of a person; reads `ix_placements_candidate_id`."""
    theirs: sa.ColumnElement[bool] = _rows.c.candidate_id == candidate_id
    return theirs
