"""The same question asked for a page: row after row, instead of reading all that the figure counts."""

from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from bot.store.indicators.scope import Asked


@dataclass(frozen=True, slots=True)
class Close(Asked):
    """What is asked, looked up for each row in turn: a page ends as soon as it is full."""

    def among(self, number: sa.Column[Any], query: sa.Select[Any]) -> sa.ColumnElement[bool]:
        """Whether a query, which must not read the table of the number, has this number."""
        return query.where(query.selected_columns[0] == number).correlate(number.table).exists()


_LONG = 366
"""From so many days on, things counted are met often enough to be looked for one by one, newest first."""


def for_page(asked: Asked) -> Asked:
    """The question as a page asks it: what is counted in a short period or for one buyer is read whole."""
    days = (asked.period.last - asked.period.first).days + 1
    return close(asked) if asked.buyer_id is None and days > _LONG else asked


def close(asked: Asked) -> Asked:
    """The question as it is asked of few rows: of one, or of those of one organisation."""
    return Close(asked.period, asked.zone, asked.buyer_id)
