"""A day's work of the PLIE: everything that waits, most urgent first.

Due days are counted in working days of the French calendar, which no database knows: each select gives the
fact its thing is counted from, the rule gives the due day here, and the list is put in order here. Nothing is
lost by reading all of it: the head of the list tells how much there is of each urgency anyway.
"""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from bot.rules.expiry import living_since
from bot.rules.urgency import Urgency, Waiting, due, urgency
from bot.store import parameters
from bot.store.database import Session
from bot.store.people import STAFF
from bot.store.tables import Person, rows_of
from bot.store.waiting import KINDS
from bot.store.waiting.scope import Scope

_persons = rows_of(Person)


@dataclass(frozen=True, slots=True)
class Item:
    """A thing that waits: its kind, the number of what it is about (for hours see `declared_hours`), the last
    day on which it is not late, whom it waits for (None: anybody of the PLIE)."""

    kind: Waiting
    subject_id: int
    due_on: date
    person_id: int | None


@dataclass(frozen=True, slots=True)
class Fact:
    """A thing that waits, since the day `on`: that of the fact its due day is counted from. What else it has
    is as in `Item`."""

    kind: Waiting
    subject_id: int
    on: date
    person_id: int | None


def scope(session: Session, today: date, zone: ZoneInfo, person_id: int | None = None) -> Scope:
    """What is asked for: what waits for this person, or for anybody when it is None. What a colleague who
    left was in charge of waits for everybody until it is handed over."""
    since = living_since(today, int(parameters.get(session, "offer_days")), zone)
    people = None if person_id is None else (person_id, *_gone(session))
    return Scope(today, zone, people, since)


def _gone(session: Session) -> Sequence[int]:
    """The staff of the PLIE who have no access any more."""
    gone = sa.and_(_persons.c.role.in_(STAFF), _persons.c.revoked_at.is_not(None))
    return session.core.execute(sa.select(_persons.c.id).where(gone)).scalars().all()


def facts(session: Session, asked: Scope, kinds: Collection[Waiting]) -> list[Fact]:
    """All that waits of these kinds, in one statement, in no order."""
    statement = sa.union_all(*(KINDS[kind](asked) for kind in kinds))
    return [
        Fact(Waiting(kind), subject_id, on if at is None else at.astimezone(asked.zone).date(), person_id)
        for kind, subject_id, on, at, person_id in session.core.execute(statement)
    ]


def waiting(session: Session, asked: Scope, kinds: Collection[Waiting] = tuple(KINDS)) -> list[Item]:
    """All that waits of these kinds, in one statement: the first due first, then by kind and number."""
    found = [
        Item(fact.kind, fact.subject_id, due(fact.kind, fact.on), fact.person_id)
        for fact in facts(session, asked, kinds)
    ]
    order = list(KINDS)
    found.sort(key=lambda item: (item.due_on, order.index(item.kind), item.subject_id))
    return found


def counts(items: Sequence[Item], today: date) -> Counter[Urgency]:
    """How many things there are of each urgency."""
    return Counter(urgency(item.due_on, today) for item in items)
