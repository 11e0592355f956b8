"""Who of some people is eligible for a reason: what is sealed must be opened to be told."""

from typing import Any

import sqlalchemy as sa

from bot.store.database import Session
from bot.store.tables import Candidate, Eligibility, rows_of

LOOKED_AT = 2000
"""At most so many files are opened for a page: some tens of milliseconds."""
_candidates = rows_of(Candidate)


def eligible(
    session: Session, people: sa.Select[Any], category: Eligibility, size: int
) -> tuple[list[int], int | None]:
    """The first `size` of the people of a query, in its order, that hold a category, and the number after
    which the following page begins: where another one is known to follow, or not all were looked at."""
    chosen = people.limit(LOOKED_AT + 1).subquery()
    columns = (_candidates.c.id, _candidates.c.uid, _candidates.c.eligibility)
    files = sa.select(*columns).where(_candidates.c.id.in_(sa.select(chosen.c[0])))
    rows = session.core.execute(files.order_by(_candidates.c.id.desc())).all()
    found: list[int] = []
    for place, row in enumerate(rows):
        if place == LOOKED_AT:
            return found, rows[place - 1].id
        if category in session.sealer.open(row.eligibility, f"candidates.eligibility:{row.uid}"):
            if len(found) == size:
                return found, found[-1]
            found.append(row.id)
    return found, None
