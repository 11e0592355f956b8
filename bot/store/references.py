"""References people can say on the phone: M-2027-0014. Unique, never reused; gaps are fine."""

from typing import Any

from bot.store import claims
from bot.store.database import Session
from bot.store.tables import ReferenceCounter

PROCUREMENT = "M"

_rows: Any = ReferenceCounter.__table__  # type: ignore[attr-defined]


def new(session: Session, prefix: str, year: int) -> str:
    """The next reference of a prefix for the year of creation."""
    first = claims.insert(session, _rows).values(prefix=prefix, year=year, last=1)
    following = first.on_conflict_do_update(
        index_elements=["prefix", "year"], set_={"last": _rows.c.last + 1}
    )
    number = session.core.execute(following.returning(_rows.c.last)).scalar_one()
    return f"{prefix}-{year}-{number:04d}"
