"""The objects evidence is about: how people call them, and whose they are."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlmodel import col, select

from bot.store import candidates
from bot.store.candidates import LIVING
from bot.store.database import Session
from bot.store.tables import (
    Candidate,
    Exit,
    Lot,
    Organisation,
    Placement,
    Procurement,
    Termination,
    Training,
    WorkedMonth,
    rows_of,
)

_procurements = rows_of(Procurement)
_lots = rows_of(Lot)
_placements = rows_of(Placement)
_months = rows_of(WorkedMonth)
_trainings = rows_of(Training)
_exits = rows_of(Exit)
_candidates = rows_of(Candidate)
_terminations = rows_of(Termination)
_organisations = rows_of(Organisation)


@dataclass(frozen=True, slots=True)
class Thing:
    """An object files can be about: how people call it (a lot M-2027-0014/2, a month its placement, a
    termination its organisation), `word` tells it apart (a title, a candidate's reference), `on` its day or
    month, `state` that of the placement it is about. `owners` are the organisations whose it is,
    `supplier_id` the company a lot is awarded to; nobody but the PLIE where there are none. `followed_by` is
    the colleague of the PLIE who follows it."""

    subject: str
    id: int
    reference: str
    word: str | None = None
    on: date | None = None
    owners: tuple[int, ...] = ()
    supplier_id: int | None = None
    procurement_id: int | None = None
    candidate_id: int | None = None
    followed_by: int | None = None
    state: str | None = None

    def owners_for(self, proof: str) -> tuple[int, ...]:
        """The organisations that may give and see what proves this: the award of a lot is its supplier's
        too."""
        shared = self.supplier_id is not None and proof == "award"
        return (*self.owners, self.supplier_id or 0) if shared else self.owners


def thing(session: Session, subject: str, number: int) -> Thing | None:
    """The object, if there is one; of a file that was merged into another, that other."""
    query = _QUERIES.get(subject)
    number = candidates.survivor(session, number) if subject == "candidate" else number
    said = None if query is None else session.core.execute(query, {"numbers": [number]}).mappings().first()
    return None if said is None else _thing(subject, said)


def things(session: Session, wanted: Iterable[tuple[str, int]]) -> Mapping[tuple[str, int], Thing]:
    """Those of these objects that there are, by kind and number: a statement for each kind."""
    numbers: dict[str, list[int]] = defaultdict(list)
    for subject, number in wanted:
        numbers[subject].append(number)
    return {
        (subject, said["number"]): _thing(subject, said)
        for subject, some in numbers.items()
        for said in session.core.execute(_QUERIES[subject], {"numbers": some}).mappings()
    }


def names(session: Session, numbers: Collection[int]) -> Mapping[int, str]:
    """What the candidates of these numbers are called: those whose file can still be read."""
    found = select(Candidate).where(col(Candidate.id).in_(list(numbers)), col(Candidate.state).in_(LIVING))
    return {one.id: candidates.name(session, one) for one in session.exec(found) if one.id is not None}


def _thing(subject: str, said: Any) -> Thing:
    owners = tuple(dict.fromkeys(said[name] for name in ("owner", "other") if said.get(name) is not None))
    return Thing(
        subject, said["number"], _reference(said), said.get("word"), said.get("on_day"), owners,
        said.get("supplier"), said.get("procurement"), said.get("candidate"), said.get("adviser"),
        said.get("state"),
    )  # fmt: skip


def _reference(said: Any) -> str:
    return f"{said['reference']}/{said['lot_number']}" if "lot_number" in said else str(said["reference"])


def _by_number(query: Any, table: Any) -> Any:
    named = query.add_columns(table.c.id.label("number"))
    return named.where(table.c.id.in_(sa.bindparam("numbers", expanding=True)))


_OF_PLACEMENT = (
    _placements.c.reference,
    _candidates.c.reference.label("word"),
    _placements.c.organisation_id.label("owner"),
    _placements.c.siae_id.label("other"),
    _placements.c.candidate_id.label("candidate"),
    _placements.c.state,
    _lots.c.procurement_id.label("procurement"),
    _candidates.c.adviser_id.label("adviser"),
)
_OF_CANDIDATE = (
    _candidates.c.reference,
    _candidates.c.id.label("candidate"),
    _candidates.c.adviser_id.label("adviser"),
)
_PLACED = sa.join(_placements, _candidates, _candidates.c.id == _placements.c.candidate_id).outerjoin(
    _lots, _lots.c.id == _placements.c.lot_id
)
_LOT = sa.join(_lots, _procurements, _procurements.c.id == _lots.c.procurement_id)
_QUERIES = {
    "procurement": _by_number(
        sa.select(
            _procurements.c.reference,
            _procurements.c.title.label("word"),
            _procurements.c.organisation_id.label("owner"),
            _procurements.c.id.label("procurement"),
            _procurements.c.examined_by.label("adviser"),
        ),
        _procurements,
    ),
    "lot": _by_number(
        sa.select(
            _procurements.c.reference,
            _lots.c.number.label("lot_number"),
            _lots.c.title.label("word"),
            _procurements.c.organisation_id.label("owner"),
            _lots.c.supplier_id.label("supplier"),
            _procurements.c.id.label("procurement"),
            _procurements.c.examined_by.label("adviser"),
        ).select_from(_LOT),
        _lots,
    ),
    "placement": _by_number(
        sa.select(*_OF_PLACEMENT, _placements.c.starts_on.label("on_day")).select_from(_PLACED), _placements
    ),
    "month": _by_number(
        sa.select(*_OF_PLACEMENT, _months.c.month.label("on_day")).select_from(
            _PLACED.join(_months, _months.c.placement_id == _placements.c.id)
        ),
        _months,
    ),
    "training": _by_number(
        sa.select(_trainings.c.title.label("reference"), _trainings.c.starts_on.label("on_day")), _trainings
    ),
    "exit": _by_number(
        sa.select(*_OF_CANDIDATE, _exits.c.left_on.label("on_day")).select_from(
            sa.join(_exits, _candidates, _candidates.c.id == _exits.c.candidate_id)
        ),
        _exits,
    ),
    "candidate": _by_number(sa.select(*_OF_CANDIDATE), _candidates),
    "termination": _by_number(
        sa.select(
            _organisations.c.name.label("reference"),
            _terminations.c.notified_on.label("on_day"),
            _terminations.c.recorded_by.label("adviser"),
        ).join_from(_terminations, _organisations),
        _terminations,
    ),
}
