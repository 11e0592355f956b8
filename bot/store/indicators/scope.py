"""What is asked for: a period, the partners' time zone, perhaps one buyer; and the lots with a clause."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from bot.rules.lifecycle import LotState
from bot.rules.period import Period, by_year
from bot.store.tables import Lot, Placement, PlacementState, Procurement, rows_of
from bot.store.types import literal

LOTS, PROCUREMENTS, PLACEMENTS = rows_of(Lot), rows_of(Procurement), rows_of(Placement)
LIVING = PLACEMENTS.c.state.in_([literal(PlacementState.DECLARED), literal(PlacementState.CONFIRMED)])
"""A hire that stands, or was declared and waits for the PLIE."""


@dataclass(frozen=True, slots=True)
class Asked:
    """The period, the zone its days are of, and the buyer (None: all of them)."""

    period: Period
    zone: ZoneInfo
    buyer_id: int | None = None

    def by_year(self) -> "list[Asked]":
        """The same, year by year: what is dated is in one of them. Of one buyer, where all is little, at
        once."""
        if self.buyer_id is not None:
            return [self]
        return [replace(self, period=one) for one in by_year(self.period)]

    def on(self, day: sa.ColumnElement[Any]) -> sa.ColumnElement[bool]:
        """Whether a day is in the period."""
        return day.between(self.period.first, self.period.last)

    def at(self, instant: sa.ColumnElement[Any]) -> sa.ColumnElement[bool]:
        """Whether an instant is in the period."""
        after = self.period.last + timedelta(days=1)
        first, end = (
            datetime.combine(day, time(), self.zone).astimezone(UTC) for day in (self.period.first, after)
        )
        return sa.and_(instant >= first, instant < end)

    def lots(self) -> sa.Select[Any]:
        """The numbers of the lots with a clause, whenever confirmed; of the buyer where there is one."""
        found = sa.select(LOTS.c.id).where(LOTS.c.confirmed_on.is_not(None))
        if self.buyer_id is None:
            return found
        mine = PROCUREMENTS.c.organisation_id == self.buyer_id
        return found.join_from(LOTS, PROCUREMENTS).where(mine)

    def among(self, number: sa.Column[Any], query: sa.Select[Any]) -> sa.ColumnElement[bool]:
        """Whether a number is one of those a query has."""
        return number.in_(query)

    def confirmed(self) -> sa.ColumnElement[bool]:
        """Whether a lot's clause was confirmed in the period and the lot was not cancelled."""
        return sa.and_(self.on(LOTS.c.confirmed_on), LOTS.c.state != literal(LotState.CANCELLED))

    def placed(self) -> sa.ColumnElement[bool]:
        """Whether a placement stands on a lot with a clause (of the buyer)."""
        return sa.and_(LIVING, self.among(PLACEMENTS.c.lot_id, self.lots()))

    def overlapping(self) -> sa.ColumnElement[bool]:
        """Whether a placement has a day in the period."""
        last = sa.func.coalesce(PLACEMENTS.c.ended_on, PLACEMENTS.c.planned_end, self.period.first)
        return sa.and_(PLACEMENTS.c.starts_on <= self.period.last, last >= self.period.first)

    def beneficiaries(self) -> sa.Select[Any]:
        """The numbers of the candidates at work in the period on a lot with a clause, each once."""
        return sa.select(PLACEMENTS.c.candidate_id).where(self.placed(), self.overlapping()).distinct()

    def once_placed(self) -> sa.Select[Any]:
        """The numbers of the candidates ever placed on a lot with a clause of the buyer."""
        return sa.select(PLACEMENTS.c.candidate_id).where(self.placed()).distinct()
