"""The lists of contracts and of lots with a clause."""

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from itertools import groupby
from typing import Any

import sqlalchemy as sa

from bot.dialogue.translations import N_
from bot.dialogue.words import CATEGORIES, STATES
from bot.reports.indicators.raw.sheet import Cell, Column, Reading, Shape, Sheet
from bot.rules.lifecycle import LotState
from bot.store.indicators import counted, markets
from bot.store.indicators.scope import LOTS, PROCUREMENTS, Asked
from bot.store.tables import Amendment, Organisation, rows_of
from bot.store.types import literal
from bot.store.worked import VALIDATED_HOURS, hundredths

_amendments = rows_of(Amendment)
_buyers, _suppliers = rows_of(Organisation).alias("buyers"), rows_of(Organisation).alias("suppliers")
_hours = counted.WORKED


def _last(column: sa.Column[Any]) -> sa.ScalarSelect[Any]:
    """What the last amendment that changes it gave to a lot."""
    return (
        sa.select(column)
        .where(_amendments.c.lot_id == LOTS.c.id, column.is_not(None))
        .order_by(_amendments.c.signed_on.desc(), _amendments.c.id.desc())
        .limit(1)
        .correlate(LOTS)
        .scalar_subquery()
    )


_FIRST = sa.func.coalesce(LOTS.c.awarded_amount, LOTS.c.amount)
_TERMS = (
    LOTS.c.id,
    _FIRST.label("initial"),
    sa.func.coalesce(_last(_amendments.c.amount), _FIRST).label("current"),
    sa.func.coalesce(_last(_amendments.c.months), PROCUREMENTS.c.months).label("lot_months"),
    PROCUREMENTS.c.id.label("number_of"),
    PROCUREMENTS.c.reference,
    PROCUREMENTS.c.title.label("contract"),
    PROCUREMENTS.c.months,
    _buyers.c.name.label("buyer"),
)


def _contracts(reading: Reading) -> Iterator[Sequence[Cell]]:
    chosen = markets.procurements(reading.asked).scalar_subquery()
    query = (
        sa.select(
            *_TERMS,
            PROCUREMENTS.c.category,
            PROCUREMENTS.c.commune,
            PROCUREMENTS.c.start_on,
            PROCUREMENTS.c.amount.label("announced"),
        )
        .join_from(LOTS, PROCUREMENTS)
        .join(_buyers, _buyers.c.id == PROCUREMENTS.c.organisation_id)
        .where(PROCUREMENTS.c.id.in_(chosen), LOTS.c.state != literal(LotState.CANCELLED))
        .order_by(PROCUREMENTS.c.id)
    )
    categories = reading.words(CATEGORIES)
    for _, found in groupby(reading.rows(query), lambda row: row.number_of):
        lots = list(found)
        one = lots[0]
        initial, current = _amounts(lots)
        yield (
            *(one.reference, one.buyer, one.contract, categories[one.category], one.commune, one.start_on),
            *(initial, current, one.months, max(lot.lot_months for lot in lots)),
        )


def _amounts(lots: Iterable[Any]) -> tuple[Decimal, Decimal]:
    """Those of the lots; what was announced for all of it, while that of a lot is not known."""
    lots = list(lots)
    known = [lot for lot in lots if lot.initial is not None]
    initial = sum((lot.initial for lot in known), Decimal())
    if len(known) < len(lots) and lots[0].announced is not None:
        change = sum((lot.current for lot in known), -initial)
        return lots[0].announced, lots[0].announced + change
    return initial, sum((lot.current for lot in known), Decimal())


def _worked(asked: Asked) -> sa.Subquery:
    """Hours of the period by lot."""
    return (
        sa.select(
            _hours.c.lot_id,
            sa.func.sum(_hours.c.hours).label("declared"),
            sa.func.sum(VALIDATED_HOURS).label("validated"),
        )
        .where(counted.declared(asked))
        .group_by(_hours.c.lot_id)
        .subquery()
    )


def _lots(reading: Reading) -> Iterator[Sequence[Cell]]:
    asked, worked, states = reading.asked, _worked(reading.asked), reading.words(STATES)
    query = (
        sa.select(
            *_TERMS,
            LOTS.c.number,
            LOTS.c.title,
            LOTS.c.state,
            LOTS.c.confirmed_on,
            LOTS.c.hours_owed,
            asked.confirmed().label("counted"),
            _suppliers.c.name.label("supplier"),
            worked.c.declared,
            worked.c.validated,
        )
        .join_from(LOTS, PROCUREMENTS)
        .join(_buyers, _buyers.c.id == PROCUREMENTS.c.organisation_id)
        .outerjoin(_suppliers, _suppliers.c.id == LOTS.c.supplier_id)
        .outerjoin(worked, worked.c.lot_id == LOTS.c.id)
        .where(sa.or_(asked.confirmed(), worked.c.lot_id.is_not(None)), LOTS.c.id.in_(asked.lots()))
        .order_by(PROCUREMENTS.c.id, LOTS.c.position, LOTS.c.id)
    )
    for row in reading.rows(query):
        yield (
            *(row.reference, row.number, row.title, row.buyer, row.supplier, states[row.state]),
            *(row.confirmed_on, reading.yes(row.counted), row.initial, row.current, row.lot_months),
            *(row.hours_owed, hundredths(row.declared), hundredths(row.validated)),
        )


SHEETS = (
    Sheet(
        N_("List of contracts"),
        (
            Column(N_("Contract"), Shape.CODE),
            Column(N_("Buyer")),
            Column(N_("Object"), Shape.LONG),
            Column(N_("Category"), Shape.CODE),
            Column(N_("Place")),
            Column(N_("Start"), Shape.DAY),
            Column(N_("Amount at first"), Shape.EUROS),
            Column(N_("Amount with amendments"), Shape.EUROS),
            Column(N_("Months at first"), Shape.MONTHS),
            Column(N_("Months with amendments"), Shape.MONTHS),
        ),
        _contracts,
    ),
    Sheet(
        N_("List of lots"),
        (
            Column(N_("Contract"), Shape.CODE),
            Column(N_("Lot"), Shape.CODE),
            Column(N_("Title"), Shape.LONG),
            Column(N_("Buyer")),
            Column(N_("Supplier")),
            Column(N_("State"), Shape.TEXT),
            Column(N_("Clause retained on"), Shape.DAY),
            Column(N_("Retained in the period"), Shape.CODE),
            Column(N_("Amount at first"), Shape.EUROS),
            Column(N_("Amount with amendments"), Shape.EUROS),
            Column(N_("Months with amendments"), Shape.MONTHS),
            Column(N_("Hours owed"), Shape.COUNT),
            Column(N_("Hours declared"), Shape.HOURS),
            Column(N_("of which validated"), Shape.HOURS),
        ),
        _lots,
    ),
)
