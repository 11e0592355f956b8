"""A supplier declared the hours of a month, and nobody validated them."""

from datetime import date
from typing import Any

import sqlalchemy as sa

from bot.rules.urgency import Waiting
from bot.store.tables import HoursState, WorkedMonth, rows_of
from bot.store.types import literal
from bot.store.waiting.scope import Scope, columns

KIND = Waiting.HOURS
_BASE = 1_000_000
_rows = rows_of(WorkedMonth)


def waiting(_scope: Scope) -> sa.Select[Any]:
    """The months to validate or ask back, one for each supplier and month: anybody may. The subject holds
    both (see `supplier_and_month`); the fact is the oldest declaration left."""
    year, month = sa.extract("year", _rows.c.month), sa.extract("month", _rows.c.month)
    supplier = sa.cast(_rows.c.declaring_id, sa.BigInteger)
    subject = supplier * _BASE + sa.cast(year, sa.Integer) * 100 + sa.cast(month, sa.Integer)
    asked = columns(KIND, subject, at=sa.func.min(_rows.c.declared_at))
    declared = asked.where(_rows.c.state == literal(HoursState.DECLARED))
    return declared.group_by(_rows.c.declaring_id, _rows.c.month)


def supplier_and_month(subject_id: int) -> tuple[int, int]:
    """The supplier and the month (as YYYYMM) that a subject of this kind holds."""
    return divmod(subject_id, _BASE)


def subject_of(supplier_id: int, month: date) -> int:
    """The subject that holds this supplier and this month, named by any of its days."""
    return supplier_id * _BASE + month.year * 100 + month.month
