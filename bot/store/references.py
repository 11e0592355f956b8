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
    return several(session, prefix, year, 1)[0]


def hold(session: Session, prefix: str, year: int) -> None:
    """On PostgreSQL nobody else gets a reference of this prefix and year until the transaction ends."""
    claims.increment(session, _rows, {"prefix": prefix, "year": year, "last": 0}, "last")


def several(session: Session, prefix: str, year: int, count: int) -> list[str]:
    """The next `count` references, one at least."""
    last = claims.increment(session, _rows, {"prefix": prefix, "year": year, "last": count}, "last")
    return [f"{prefix}-{year}-{number:04d}" for number in range(last - count + 1, last + 1)]
