"""Hours: owed by the lots whose clause was confirmed in the period; declared and validated for its months."""

from decimal import Decimal
from typing import Any

import sqlalchemy as sa

from bot.rules.period import first_days
from bot.store.database import Session
from bot.store.indicators import counted
from bot.store.indicators.arrays import Marked
from bot.store.indicators.counted import WORKED
from bot.store.indicators.reading import code, columns, numbers, whole
from bot.store.indicators.scope import LOTS, PROCUREMENTS, Asked
from bot.store.tables import HoursState
from bot.store.types import literal
from bot.store.worked import VALIDATED_HOURS, hundredths

_STATES = (HoursState.DECLARED, HoursState.VALIDATED)
_LONG = 800
"""Days of a period from which on the database adds the hours of everybody."""


def figures(session: Session, asked: Asked) -> dict[str, Any]:
    """Hours under the keys of `domain.md` §7; those declared hold those validated, not those asked back. A
    month is of the period that its first day is in."""
    if asked.buyer_id is not None:
        declared, valid = _added(session, counted.declared(asked))
    elif (asked.period.last - asked.period.first).days < _LONG:
        declared, valid = _lot_by_lot(session, asked)
    else:
        declared, valid = _all_but_unclaused(session, asked)
    return {"owed": _owed(session, asked), "declared": declared, "validated": valid}


def _owed(session: Session, asked: Asked) -> int:
    query = sa.select(sa.func.coalesce(sa.func.sum(LOTS.c.hours_owed), 0)).where(asked.confirmed())
    if asked.buyer_id is not None:
        mine = PROCUREMENTS.c.organisation_id == asked.buyer_id
        query = query.join_from(LOTS, PROCUREMENTS).where(mine)
    return int(session.core.execute(query).scalar_one())


def _all_but_unclaused(session: Session, asked: Asked) -> tuple[Decimal, Decimal]:
    """The hours of all months less those of no lot or of a lot without a clause, which are few: best for
    years, as each of millions of months would have to be looked up among the lots with a clause."""
    every = {state: _stated(session, asked, state) for state in _STATES}
    unclaused = sa.select(LOTS.c.id).where(LOTS.c.confirmed_on.is_(None))
    alone = _added(session, counted.stated(asked), WORKED.c.lot_id.is_(None))
    apart = _added(session, counted.stated(asked), WORKED.c.lot_id.in_(unclaused))
    declared = sum(every.values(), Decimal()) - alone[0] - apart[0]
    return declared, every[HoursState.VALIDATED] - alone[1] - apart[1]


def _stated(session: Session, asked: Asked, state: HoursState) -> Decimal:
    """The hours of one state, month by month: the index has them next to each other."""
    here = (WORKED.c.month.in_(first_days(asked.period)), WORKED.c.state == literal(state))
    return hundredths(session.core.execute(sa.select(sa.func.sum(WORKED.c.hours)).where(*here)).scalar())


def _added(session: Session, *where: sa.ColumnElement[bool]) -> tuple[Decimal, Decimal]:
    """The hours declared and validated of these months, added by the database."""
    query = sa.select(sa.func.sum(WORKED.c.hours), sa.func.sum(VALIDATED_HOURS)).where(*where)
    declared, valid = session.core.execute(query).one()
    return hundredths(declared), hundredths(valid)


def _lot_by_lot(session: Session, asked: Asked) -> tuple[Decimal, Decimal]:
    """In hundredths of an hour: best where the months are few beside the lots with a clause, as looking
    these up in the database costs more than reading them."""
    clauses = Marked(numbers(session, asked.lots()))
    lot = sa.func.coalesce(WORKED.c.lot_id, sa.literal_column("0"))
    both = 2 * whole(WORKED.c.hours) + code(WORKED.c.state, [HoursState.VALIDATED])
    lots, both = columns(session, sa.select(lot, both).where(counted.stated(asked)))
    mine = both[clauses.of(lots)]
    declared, valid = (mine // 2).sum(), (mine[mine % 2 == 0] // 2).sum()
    return Decimal(int(declared)).scaleb(-2), Decimal(int(valid)).scaleb(-2)
