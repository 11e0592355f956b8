"""The facts that ask for evidence, and those among them that are not proven yet."""

from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from bot.rules import evidence as rules
from bot.store.database import Session
from bot.store.procurements import NOTICE
from bot.store.tables import (
    Attachment,
    Candidate,
    CandidateState,
    Evidence,
    Exit,
    Lot,
    Placement,
    Procurement,
    Termination,
    Trainee,
    Training,
    WorkedMonth,
    rows_of,
)

_evidence = rows_of(Evidence)
_procurements = rows_of(Procurement)
_lots = rows_of(Lot)
_attachments = rows_of(Attachment)
_placements = rows_of(Placement)
_months = rows_of(WorkedMonth)
_trainings = rows_of(Training)
_trainees = rows_of(Trainee)
_exits = rows_of(Exit)
_candidates = rows_of(Candidate)
_terminations = rows_of(Termination)
_LOT = sa.join(_lots, _procurements, _procurements.c.id == _lots.c.procurement_id)
_RECENT = 2000
"""For the PLIE, the likely objects are looked for among the latest so many."""


@dataclass(frozen=True, slots=True)
class Scope:
    """Whose facts: of one procurement, of one buyer, of who employs (a company or a SIAE), followed by one
    adviser; everyone's where nothing is said."""

    procurement_id: int | None = None
    buyer_id: int | None = None
    employer_id: int | None = None
    adviser_id: int | None = None


@dataclass(frozen=True, slots=True)
class Missing:
    """A fact whose proof is missing: the place in the list (`rank` and number), and who owes it."""

    rank: int
    proof: str
    subject: str
    id: int
    owed_by: int | None


def missing(
    session: Session, scope: Scope, after: tuple[int, int], size: int, *, only: str | None = None
) -> list[Missing]:
    """At most `size` facts whose proof is missing, behind the one at the place `after` (its rank, its
    number), in one statement; of one proof, newest first, where `only` it is meant."""
    parts = [part for proof, part in _facts(scope).items() if only in (None, proof)]
    if not parts:
        return []
    rows = sa.union_all(*parts).subquery() if len(parts) > 1 else parts[0].subquery()
    query = sa.select(rows).where(sa.tuple_(rows.c.rank, rows.c.id) > sa.tuple_(*after)).limit(size)
    ordered = query.order_by(rows.c.id.desc()) if only else query.order_by(rows.c.rank, rows.c.id)
    return [
        Missing(row.rank, rules.ORDER[row.rank], row.subject, row.id, row.owed_by)
        for row in session.core.execute(ordered)
    ]


def likely(session: Session, scope: Scope, proof: str, most: int) -> list[tuple[str, int]]:
    """The objects such a file is likely to be about: those where it is missing, then others; newest first."""
    waiting = [(one.subject, one.id) for one in missing(session, scope, (-1, 0), most, only=proof)]
    if len(waiting) >= most:
        return waiting
    part = _facts(scope, unproven=False).get(proof) if proof != "other" else _others(scope)
    if part is None:
        return waiting
    rows = part.subquery()
    query = sa.select(rows.c.subject, rows.c.id).order_by(rows.c.id.desc()).limit(most)
    known = [(row.subject, row.id) for row in session.core.execute(query)]
    return list(dict.fromkeys([*waiting, *known]))[:most]


def supplies(session: Session, procurement_id: int, organisation_id: int) -> bool:
    """Whether a lot of the procurement is a company's, or counts someone whom this organisation employs or
    has at work."""
    theirs = sa.or_(
        _placements.c.organisation_id == organisation_id, _placements.c.declaring_id == organisation_id
    )
    works = sa.exists().where(_placements.c.lot_id == _lots.c.id, theirs)
    here = sa.and_(_lots.c.procurement_id == procurement_id)
    query = sa.select(_lots.c.id).where(here, sa.or_(_lots.c.supplier_id == organisation_id, works))
    return session.core.execute(query.limit(1)).first() is not None


def _facts(scope: Scope, *, unproven: bool = True) -> dict[str, Any]:
    """The facts of a scope that ask for each proof, as statements; without those proven."""
    buying = {"notice": _noticed, "award": _awarded}
    employing = {"contract": _hired, "hours": _worked}
    ours = {"training": _trained, "exit": _left}
    makers = buying if scope.buyer_id is not None else employing if scope.employer_id is not None else None
    if makers is None:
        makers = buying | employing | ours
        if scope.procurement_id is None:
            makers |= {"eligibility": _eligible, "termination": _terminated}
    return {proof: maker(scope, unproven) for proof, maker in makers.items()}


def _row(proof: str, subject: str, table: Any, owed_by: Any) -> Any:
    return sa.select(
        sa.literal(rules.ORDER.index(proof)).label("rank"),
        table.c.id.label("id"),
        sa.literal(subject).label("subject"),
        owed_by.label("owed_by") if owed_by is not None else sa.null().cast(sa.Integer).label("owed_by"),
    )


def without(subject: str, proof: str, number: Any) -> Any:
    """Whether no file proves this of the object of this number (a column)."""
    return ~sa.exists().where(
        _evidence.c.subject == subject, _evidence.c.subject_id == number, _evidence.c.proof == proof
    )


def _recent(table: Any, scope: Scope) -> list[Any]:
    """Bounds what is looked through for the PLIE, who may see everything."""
    if (scope.procurement_id, scope.buyer_id, scope.employer_id) != (None, None, None):
        return []
    newest = sa.select(sa.func.max(table.c.id)).correlate(None).scalar_subquery()
    return [table.c.id > newest - _RECENT]


def _bought(scope: Scope, table: Any) -> list[Any]:
    """The procurements of the scope."""
    found = _recent(table, scope)
    if scope.procurement_id is not None:
        found.append(_procurements.c.id == scope.procurement_id)
    if scope.buyer_id is not None:
        found.append(_procurements.c.organisation_id == scope.buyer_id)
    return found


def about_somebody(candidate: Any) -> Any:
    """Whether the person of this number (a column) is known still: nothing is proven of nobody."""
    gone = _candidates.c.state == CandidateState.ANONYMISED
    return ~sa.exists().where(_candidates.c.id == candidate, gone)


def _noticed(scope: Scope, unproven: bool) -> Any:
    lot = [_lots.c.procurement_id == _procurements.c.id, _lots.c.state.in_(sorted(rules.NOTICED))]
    shown: list[Any] = []
    if unproven:
        lot += [_lots.c.notice_link.is_(None), without("lot", "notice", _lots.c.id)]
        file = sa.exists().where(
            _attachments.c.procurement_id == _procurements.c.id, _attachments.c.purpose == NOTICE
        )
        shown = [~file, without("procurement", "notice", _procurements.c.id)]
    query = _row("notice", "procurement", _procurements, _procurements.c.organisation_id)
    return query.where(sa.exists().where(*lot), *shown, *_bought(scope, _procurements))


def _awarded(scope: Scope, unproven: bool) -> Any:
    shown = (
        [without("lot", "award", _lots.c.id), without("procurement", "award", _procurements.c.id)]
        if unproven
        else []
    )
    query = _row("award", "lot", _lots, _procurements.c.organisation_id).select_from(_LOT)
    state = _lots.c.state.in_(sorted(rules.AWARDED))
    return query.where(state, *shown, *_bought(scope, _lots))


def _unproven(subject: str, proof: str, table: Any) -> list[Any]:
    """No file proves it, and the person it is about is known."""
    return [without(subject, proof, table.c.id), about_somebody(table.c.candidate_id)]


def _employed(scope: Scope, table: Any) -> list[Any]:
    """The placements of the scope."""
    found = _recent(table, scope)
    if scope.procurement_id is not None:
        lots = sa.select(_lots.c.id).where(_lots.c.procurement_id == scope.procurement_id)
        found.append(_placements.c.lot_id.in_(lots))
    if scope.employer_id is not None:
        found.append(_placements.c.declaring_id == scope.employer_id)
    return found


def _hired(scope: Scope, unproven: bool) -> Any:
    shown = _unproven("placement", "contract", _placements) if unproven else []
    query = _row("contract", "placement", _placements, _placements.c.declaring_id)
    state = _placements.c.state.in_(sorted(rules.HIRED))
    return query.where(state, *shown, *_employed(scope, _placements))


def _worked(scope: Scope, unproven: bool) -> Any:
    shown = []
    if unproven:
        shown = [without("month", "hours", _months.c.id), about_somebody(_placements.c.candidate_id)]
    query = _row("hours", "month", _months, _placements.c.declaring_id)
    query = query.join_from(_months, _placements, _placements.c.id == _months.c.placement_id)
    state = [_months.c.state.in_(sorted(rules.WORKED)), _months.c.hours > 0]
    return query.where(*state, *shown, *_employed(scope, _months))


def _placed_here(scope: Scope, candidate: Any) -> list[Any]:
    """The person was placed on a lot of the procurement, where one is meant."""
    if scope.procurement_id is None:
        return []
    joined = sa.join(_placements, _lots, _lots.c.id == _placements.c.lot_id)
    here = _lots.c.procurement_id == scope.procurement_id
    return [candidate.in_(sa.select(_placements.c.candidate_id).select_from(joined).where(here))]


def _trained(scope: Scope, unproven: bool) -> Any:
    known = [about_somebody(_trainees.c.candidate_id)] if unproven else []
    certified = sa.select(_trainees.c.training_id).where(
        _trainees.c.state.in_(sorted(rules.CERTIFIED)), *_placed_here(scope, _trainees.c.candidate_id), *known
    )
    if scope.procurement_id is None:
        certified = certified.where(_trainees.c.training_id == _trainings.c.id).correlate(_trainings)
    shown = [without("training", "training", _trainings.c.id)] if unproven else []
    query = _row("training", "training", _trainings, None).where(_trainings.c.cancelled_at.is_(None))
    return query.where(_trainings.c.id.in_(certified), *shown, *_recent(_trainings, scope))


def _left(scope: Scope, unproven: bool) -> Any:
    shown = _unproven("exit", "exit", _exits) if unproven else []
    query = _row("exit", "exit", _exits, None).where(_exits.c.cancelled_at.is_(None))
    kind = _exits.c.kind.in_(sorted(rules.LEFT_FOR))
    return query.where(kind, *shown, *_placed_here(scope, _exits.c.candidate_id), *_recent(_exits, scope))


def _eligible(scope: Scope, unproven: bool) -> Any:
    """The active candidates of an adviser, whose eligibility a file can prove; nothing owes one."""
    shown = [without("candidate", "eligibility", _candidates.c.id)] if unproven else []
    mine = _candidates.c.adviser_id == scope.adviser_id
    active = _candidates.c.state == CandidateState.ACTIVE
    return _row("eligibility", "candidate", _candidates, None).where(mine, active, *shown)


def _terminated(scope: Scope, unproven: bool) -> Any:
    """The notices of termination that were not withdrawn before they took effect, the latest."""
    shown = [without("termination", "termination", _terminations.c.id)] if unproven else []
    stands = sa.or_(_terminations.c.cancelled_at.is_(None), _terminations.c.done_at.is_not(None))
    query = _row("termination", "termination", _terminations, None)
    return query.where(stands, *shown, *_recent(_terminations, scope))


def _others(scope: Scope) -> Any:
    """Objects that any other document may be about."""
    if scope.buyer_id is not None:
        return _row("other", "procurement", _procurements, None).where(*_bought(scope, _procurements))
    if scope.employer_id is not None:
        return _row("other", "placement", _placements, None).where(*_employed(scope, _placements))
    return _eligible(scope, unproven=False)


def lots_of(session: Session, company_id: int, most: int) -> list[tuple[str, int]]:
    """The lots awarded to a company, newest first."""
    theirs = sa.and_(_lots.c.supplier_id == company_id, _lots.c.state.in_(sorted(rules.AWARDED)))
    query = sa.select(_lots.c.id).where(theirs).order_by(_lots.c.id.desc()).limit(most)
    return [("lot", number) for number in session.core.execute(query).scalars()]
