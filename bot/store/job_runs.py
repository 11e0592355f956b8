"""Which job ran for which slot: the claim of a job, written in the transaction of what it does."""

from datetime import datetime

import sqlalchemy as sa
from sqlmodel import col, select

from bot.store import claims
from bot.store.database import Session
from bot.store.tables import JobRun, rows_of

_rows = rows_of(JobRun)
_SCAN = "scan"


def claim(session: Session, job: str, slot: str, now: datetime) -> bool:
    """Take the slot of a job. Returns whether nobody had it; another process that takes it at the same time
    waits for this transaction."""
    row = {"job": job, "slot": slot, "ran_at": now, "touched": 0}
    return claims.insert_new(session, _rows, [row]) == 1


def done(session: Session, job: str, slot: str | None, touched: int, now: datetime) -> None:
    """Note how much a job changed for a slot; for a job without slots, when it last changed anything."""
    if slot is not None:
        mine = sa.and_(_rows.c.job == job, _rows.c.slot == slot)
        session.core.execute(sa.update(_rows).where(mine).values(touched=touched))
    elif touched:
        row = {"job": job, "slot": _SCAN, "ran_at": now, "touched": touched}
        claims.upsert(session, _rows, row, "ran_at", "touched")


def ever(session: Session, job: str) -> bool:
    """Whether the job had a slot before."""
    return session.core.execute(sa.select(_rows.c.job).where(_rows.c.job == job).limit(1)).first() is not None


def last(session: Session, job: str) -> JobRun | None:
    """The last run of a job, if any."""
    query = select(JobRun).where(JobRun.job == job).order_by(col(JobRun.ran_at).desc()).limit(1)
    return session.exec(query).first()


def purge(session: Session, before: datetime) -> int:
    """Forget the slots of before. Returns how many."""
    old = sa.and_(_rows.c.ran_at < before, _rows.c.slot != _SCAN)
    return int(session.core.execute(sa.delete(_rows).where(old)).rowcount)
