"""Exits: what a person left the agreement for."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import sqlalchemy as sa
from sqlmodel import select

from bot.store.database import Session
from bot.store.tables import Exit, rows_of

_rows = rows_of(Exit)


@dataclass(frozen=True, slots=True)
class Said:
    """What is known of an exit: `contract` and `months` where a work contract has them, and the placement
    it came out of, if any."""

    left_on: date
    kind: str
    contract: str | None = None
    months: Decimal | None = None
    placement_id: int | None = None

    @property
    def columns(self) -> dict[str, Any]:
        """The columns that hold it."""
        return {
            "left_on": self.left_on,
            "kind": self.kind,
            "contract": self.contract,
            "months": self.months,
            "placement_id": self.placement_id,
        }


def said(row: Exit) -> Said:
    """What an exit says now."""
    return Said(row.left_on, row.kind, row.contract, row.months, row.placement_id)


def identity(row: Exit) -> int:
    """The number of an exit that is in the database."""
    if row.id is None:
        raise LookupError("the row is not in the database yet")
    return row.id


def get(session: Session, exit_id: int, *, lock: bool = False) -> Exit | None:
    """The exit as it is now, if any; nobody else changes it until the transaction ends when `lock`."""
    query = select(Exit).where(Exit.id == exit_id)
    if lock:
        query = query.with_for_update()
    return session.exec(query.execution_options(populate_existing=True)).first()


def of_candidate(session: Session, candidate_id: int, most: int = 20) -> list[Exit]:
    """The exits of a person, latest first; those recorded by mistake are left out."""
    here = sa.and_(_rows.c.candidate_id == candidate_id, _rows.c.cancelled_at.is_(None))
    query = select(Exit).where(here).order_by(_rows.c.left_on.desc(), _rows.c.id.desc()).limit(most)
    return list(session.exec(query.execution_options(populate_existing=True)))


def current(session: Session, candidate_id: int) -> Exit | None:
    """The latest exit of a person, if any."""
    return next(iter(of_candidate(session, candidate_id, 1)), None)


def around(session: Session, candidate_id: int, row: Exit | None) -> tuple[Exit | None, Exit | None]:
    """The exits of a person before this one and after it, if any: they came back. An exit to be recorded,
    None, comes after all others."""
    others = of_candidate(session, candidate_id)
    if row is None:
        return next(iter(others), None), None
    here = (row.left_on, identity(row))
    earlier = [one for one in others if (one.left_on, identity(one)) < here]
    later = [one for one in others if (one.left_on, identity(one)) > here]
    return (earlier[0] if earlier else None), (later[-1] if later else None)


def add(session: Session, candidate_id: int, what: Said, by: int, now: datetime) -> Exit:
    """A new exit. Whoever adds one holds the candidate's file, so that two are not added at once."""
    values = what.columns | {"candidate_id": candidate_id, "recorded_by": by, "recorded_at": now}
    number = session.core.execute(sa.insert(_rows).values(values).returning(_rows.c.id)).scalar_one()
    made = get(session, int(number))
    if made is None:
        raise LookupError("the row just written is not there")
    return made


def change(session: Session, exit_id: int, what: Said) -> bool:
    """Correct an exit that stands. Returns whether it does."""
    return _write(session, exit_id, **what.columns)


def cancel(session: Session, exit_id: int, now: datetime) -> bool:
    """Take back an exit recorded by mistake. Returns whether it stood."""
    return _write(session, exit_id, cancelled_at=now)


def move_to(session: Session, candidate_id: int, other_id: int) -> None:
    """The exits of a person are those of the file kept, when two files become one."""
    theirs = _rows.c.candidate_id == other_id
    session.core.execute(sa.update(_rows).where(theirs).values(candidate_id=candidate_id))


def _write(session: Session, exit_id: int, **values: Any) -> bool:
    here = sa.and_(_rows.c.id == exit_id, _rows.c.cancelled_at.is_(None))
    return bool(session.core.execute(sa.update(_rows).where(here).values(values)).rowcount)
