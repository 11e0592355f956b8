"""What a person of the PLIE or of a partner has in hand, and handing it to a colleague."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from bot.store import history
from bot.store.candidates import LIVING
from bot.store.database import Session
from bot.store.tables import CallBack, Candidate, Procurement, rows_of

_procurements = rows_of(Procurement)
_candidates = rows_of(Candidate)
_call_backs = rows_of(CallBack)
EXAMINED = "procurement follow-up"
"""What the history calls a contract of which somebody else takes care: what it says did not change."""


@dataclass(frozen=True, slots=True)
class Holdings:
    """How many contracts someone examines, candidates they follow, candidates they proposed, and call-backs
    they asked for that nobody made yet."""

    procurements: int = 0
    followed: int = 0
    proposed: int = 0
    call_backs: int = 0

    def __bool__(self) -> bool:
        return any((self.procurements, self.followed, self.proposed, self.call_backs))


def of(session: Session, person_id: int) -> Holdings:
    """What the person has in hand; each count reads one index."""
    return Holdings(
        procurements=_count(session, _procurements, _procurements.c.examined_by == person_id),
        followed=_count(session, _candidates, _held(_candidates.c.adviser_id, person_id)),
        proposed=_count(session, _candidates, _held(_candidates.c.proposed_by, person_id)),
        call_backs=_count(session, _call_backs, _waiting(person_id)),
    )


def move(session: Session, giver: int, taker: int, by: int, now: datetime) -> Holdings:
    """Everything the giver has in hand goes to the taker, `by` whom is kept in the history of each contract
    and file. Returns what moved; a call-back that the taker already waits for stays where it is."""
    asked_twice = sa.select(_call_backs.c.form).where(_waiting(taker)).scalar_subquery()
    waiting = sa.and_(_waiting(giver), _call_backs.c.form.not_in(asked_twice))
    examined = _procurements.c.examined_by == giver
    procurements = _change(session, _procurements, examined, examined_by=taker)
    followed = _change(session, _candidates, _held(_candidates.c.adviser_id, giver), adviser_id=taker)
    proposed = _change(session, _candidates, _held(_candidates.c.proposed_by, giver), proposed_by=taker)
    for kind, ids, field in (
        (EXAMINED, procurements, "examined_by"),
        ("candidate", followed, "adviser"),
        ("candidate", proposed, "proposed_by"),
    ):
        history.record_moves(session, kind, ids, (field, giver, taker), by, now)
    call_backs = len(_change(session, _call_backs, waiting, person_id=taker))
    return Holdings(len(procurements), len(followed), len(proposed), call_backs)


def _held(column: Any, person_id: int) -> Any:
    """A file merged or anonymised is nobody's work any more."""
    return sa.and_(column == person_id, _candidates.c.state.in_(LIVING))


def _waiting(person_id: int) -> Any:
    return sa.and_(_call_backs.c.person_id == person_id, _call_backs.c.done_at.is_(None))


def _count(session: Session, table: Any, condition: Any) -> int:
    query = sa.select(sa.func.count()).select_from(table).where(condition)
    return int(session.core.execute(query).scalar_one())


def _change(session: Session, table: Any, condition: Any, **values: int) -> Sequence[int]:
    """The numbers of the rows that changed, ascending."""
    changed = sa.update(table).where(condition).values(**values).returning(table.c.id)
    return sorted(session.core.execute(changed).scalars())
