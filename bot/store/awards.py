"""Awards: which company got a lot, on which day, for how much (euros excl. VAT)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import sqlalchemy as sa

from bot.rules.lifecycle import LotState, Move, sources
from bot.store.database import Session
from bot.store.procurements import Line
from bot.store.tables import Lot, Organisation, Procurement, rows_of
from bot.store.types import literal

_lots = rows_of(Lot)
_procurements = rows_of(Procurement)
_organisations = rows_of(Organisation)
_OPEN = sa.or_(*(_lots.c.state == literal(state) for state in sorted(sources(Move.AWARD))))


@dataclass(frozen=True, slots=True)
class Award:
    """What was recorded of a lot: its supplier, the day, the amount."""

    supplier_id: int
    awarded_on: date
    amount: Decimal


def of(lot: Lot) -> Award | None:
    """The award of a lot, None before it."""
    if lot.supplier_id is None or lot.awarded_on is None or lot.awarded_amount is None:
        return None
    return Award(lot.supplier_id, lot.awarded_on, Decimal(lot.awarded_amount))


def any_of(session: Session, company_id: int) -> bool:
    """Whether a lot that is not cancelled is, or was till its end, the company's."""
    theirs = sa.and_(_lots.c.supplier_id == company_id, _lots.c.state != LotState.CANCELLED)
    return session.core.execute(sa.select(_lots.c.id).where(theirs).limit(1)).first() is not None


def record(session: Session, lot_id: int, seen: Award | None, award: Award) -> bool:
    """Award a lot, or correct its award, which was `seen` before. Returns whether the lot could be awarded
    and its award was still that one: of two people at once, one."""
    same = (
        _lots.c.supplier_id.is_(None)
        if seen is None
        else sa.and_(
            _lots.c.supplier_id == seen.supplier_id,
            _lots.c.awarded_on == seen.awarded_on,
            _lots.c.awarded_amount == seen.amount,
        )
    )
    here = sa.and_(_lots.c.id == lot_id, _lots.c.state.in_(list(sources(Move.AWARD))), same)
    values = {
        "state": LotState.AWARDED,
        "supplier_id": award.supplier_id,
        "awarded_on": award.awarded_on,
        "awarded_amount": award.amount,
    }
    return bool(session.core.execute(sa.update(_lots).where(here).values(**values)).rowcount)


def page(session: Session, *, organisation_id: int | None, before: int | None, size: int) -> Sequence[Line]:
    """At most `size` procurements with a lot that can be awarded, newest first, older than `before`: of one
    buyer or of all.

    Walks `ix_procurements_organisation_id` (or the primary key, for all) downwards and asks
    `uq_lots_procurement_id_position` of each.
    """
    some = sa.exists().where(_lots.c.procurement_id == _procurements.c.id, _OPEN)
    query = sa.select(
        _procurements.c.id,
        _procurements.c.reference,
        _procurements.c.title,
        _organisations.c.name,
        _procurements.c.examined_by,
    ).join_from(_procurements, _organisations, _procurements.c.organisation_id == _organisations.c.id)
    query = query.where(some)
    if organisation_id is not None:
        query = query.where(_procurements.c.organisation_id == organisation_id)
    if before is not None:
        query = query.where(_procurements.c.id < before)
    return [Line(*row) for row in session.core.execute(query.order_by(_procurements.c.id.desc()).limit(size))]
