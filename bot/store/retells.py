"""What was sent to many has changed: which messages are still to be edited, as memos the mailings job works
off."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import select

from bot.store import memos
from bot.store.database import Session
from bot.store.tables import Memo, rows_of

PREFIX = "retell:"
_BEHIND = "retell;"
_rows = rows_of(Memo)


@dataclass(frozen=True, slots=True)
class Retelling:
    """The messages an offer is in are edited: those above `cursor` are left; `change` names why."""

    offer_id: int
    change: str
    cursor: int


def begin(session: Session, offer_id: int, change: str, now: datetime) -> None:
    """Edit every message an offer is in, from the first on; an earlier change still under way is past."""
    memos.write(session, f"{PREFIX}{offer_id}", f"0:{change}", now)


def first(session: Session) -> Retelling | None:
    """One that is under way, if any: nobody else works on it before the end of the transaction."""
    query = select(Memo).where(_rows.c.name >= PREFIX, _rows.c.name < _BEHIND).order_by(_rows.c.name).limit(1)
    locked = query.with_for_update(skip_locked=True).execution_options(populate_existing=True)
    memo = session.exec(locked).first()
    if memo is None:
        return None
    cursor, _, change = memo.value.partition(":")
    return Retelling(int(memo.name.removeprefix(PREFIX)), change, int(cursor))


def go_on(session: Session, of: Retelling, cursor: int | None, now: datetime) -> None:
    """Go on above `cursor` next time; None: all are edited."""
    name = f"{PREFIX}{of.offer_id}"
    if cursor is None:
        session.core.execute(sa.delete(_rows).where(_rows.c.name == name))
    else:
        memos.write(session, name, f"{cursor}:{of.change}", now)
