"""How long the lists of the workbook are, known before any of their rows is read."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa

from bot.reports.indicators.raw.sheet import Reading, Sheet


@dataclass(frozen=True)
class _Heard(Reading):
    """Reads nothing: keeps what a list asks for, so that the very same rows are counted."""

    queries: list[sa.Select[Any]] = field(default_factory=list)

    def rows(self, query: sa.Select[Any]) -> Iterator[Any]:
        """No rows."""
        self.queries.append(query)
        return iter(())


def more_than(reading: Reading, sheets: Sequence[Sheet], most: int) -> bool:
    """Whether these lists have more than so many rows in all, a contract being read once for each of its
    lots; nothing is counted beyond. The last lists come first: they are the longest."""
    heard, left = _Heard(reading.session, reading.asked, reading.language), most
    for sheet in reversed(sheets):
        list(sheet.rows(heard))
    for query in heard.queries:
        left -= _count(reading, query, left + 1)
        if left < 0:
            return True
    return False


def _count(reading: Reading, query: sa.Select[Any], most: int) -> int:
    """How many rows a query has, at most so many."""
    rows: sa.Select[Any] = query.with_only_columns(
        sa.literal_column("1").label("one"), maintain_column_froms=True
    )
    counted = sa.select(sa.func.count()).select_from(rows.order_by(None).limit(most).subquery())
    return int(reading.session.core.execute(counted).scalar_one())
