"""Contracts that look like those of a file: one look for the whole file, by the suppliers it names."""

from collections.abc import Collection, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

import sqlalchemy as sa

from bot.rules.lifecycle import LotState
from bot.store.database import Session
from bot.store.tables import Lot, Procurement, rows_of

_lots, _procurements = rows_of(Lot), rows_of(Procurement)


class Award(NamedTuple):
    """What two lots that may be one have in common: buyer, supplier (below zero one who is not there yet),
    the day, the amount in euros excl. VAT."""

    buyer_id: int
    supplier_id: int
    on: date
    amount: Decimal


def there(session: Session, awards: Collection[Award]) -> dict[Award, str]:
    """Of these awards those of a lot that is there and was not cancelled, with the reference of the first
    such contract."""
    suppliers = sorted({award.supplier_id for award in awards if award.supplier_id > 0})
    if not suppliers:
        return {}
    asked = set(awards)
    found: dict[Award, str] = {}
    days = [award.on for award in awards]
    for row in session.core.execute(query(suppliers, min(days), max(days))):
        award = Award(row.organisation_id, row.supplier_id, row.awarded_on, row.awarded_amount)
        if award in asked:
            found.setdefault(award, row.reference)
    return found


def query(suppliers: Sequence[int], first: date, last: date) -> Any:
    """The lots these companies were awarded in these days, by the index of suppliers."""
    whose = (_procurements.c.organisation_id, _procurements.c.reference)
    award = (_lots.c.supplier_id, _lots.c.awarded_on, _lots.c.awarded_amount)
    contract = _procurements.c.id == _lots.c.procurement_id
    joined = sa.select(*whose, *award).join_from(_lots, _procurements, contract)
    here = sa.and_(_lots.c.supplier_id.in_(suppliers), _lots.c.awarded_on.between(first, last))
    living = _lots.c.state != LotState.CANCELLED
    return joined.where(here, living).order_by(_lots.c.id)
