"""References people can say on the phone: M-2027-0014. Unique, never reused; gaps are fine."""

from bot.store import claims
from bot.store.database import Session
from bot.store.tables import ReferenceCounter, rows_of

PROCUREMENT = "M"
OFFER = "O"
CANDIDATE = "C"
PLACEMENT = "P"

_rows = rows_of(ReferenceCounter)


def new(session: Session, prefix: str, year: int) -> str:
    """The next reference of a prefix for the year of creation."""
    number = claims.increment(session, _rows, {"prefix": prefix, "year": year, "last": 1}, "last")
    return f"{prefix}-{year}-{number:04d}"
