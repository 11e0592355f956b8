"""What every kind of waiting thing shares: for whom and when it is asked, and the columns it answers with."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from bot.rules.urgency import Waiting, latest
from bot.store.types import UtcDateTime


@dataclass(frozen=True, slots=True)
class Scope:
    """The day asked about, and for whom: what one of `people` is in charge of, and what nobody is; all of it
    when `people` is None. Offers without news since `offers_since` have lapsed and wait for nobody."""

    today: date
    zone: ZoneInfo
    people: Sequence[int] | None
    offers_since: datetime

    def latest(self, kind: Waiting) -> date:
        """The latest day of a fact of this kind that is shown."""
        return latest(kind, self.today)

    def before(self, kind: Waiting) -> datetime:
        """The instant at which that day is over."""
        return datetime.combine(self.latest(kind) + timedelta(days=1), time(), self.zone).astimezone(UTC)

    def mine(self, person: sa.ColumnElement[Any]) -> sa.ColumnElement[bool]:
        """Whether the thing is for these people, by the column of who is in charge."""
        return sa.true() if self.people is None else sa.or_(person.is_(None), person.in_(self.people))

    def followed(self, adviser: sa.ColumnElement[Any]) -> sa.ColumnElement[bool]:
        """As `mine`, for a thing found by its own index: a database must not begin with all candidates of an
        adviser, so what it is asked is no column of one of their indexes."""
        return sa.true() if self.people is None else sa.func.coalesce(adviser, 0).in_([0, *self.people])


def columns(
    kind: Waiting,
    subject: sa.ColumnElement[Any],
    *,
    on: sa.ColumnElement[Any] | None = None,
    at: sa.ColumnElement[Any] | None = None,
    person: sa.ColumnElement[Any] | None = None,
) -> sa.Select[Any]:
    """The select of a kind: `kind`, `subject_id`, the day (`since_on`) or the instant (`since_at`) of the
    fact its due day is counted from, `person_id` whom it waits for (NULL: anybody of the PLIE)."""
    return sa.select(
        sa.literal(str(kind), sa.String()).label("kind"),
        sa.cast(subject, sa.BigInteger).label("subject_id"),
        (sa.cast(sa.null(), sa.Date()) if on is None else on).label("since_on"),
        (sa.cast(sa.null(), UtcDateTime()) if at is None else at).label("since_at"),
        (sa.cast(sa.null(), sa.Integer) if person is None else person).label("person_id"),
    )
