"""A contract with something to prove at every step, written directly: lots, people at work, hours, exits."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import sqlalchemy as sa
from vacancies import LOTS
from work import owing, place, worker

from bot.store import evidence, trainings
from bot.store.database import Session
from bot.store.evidence import Giver, Sent
from bot.store.people import Member
from bot.store.placements import Employing
from bot.store.tables import Employer, Evidence, Exit, Lot, Trainee, TraineeState, WorkedMonth
from bot.store.trainings import Course

NAME = "Petit Ali"
COURSE = Course(
    "CACES R489", "before", date(2026, 11, 2), date(2026, 11, 6), Decimal(35), "AFPA", certifying=True
)


@dataclass(frozen=True)
class Site:
    """The numbers of what there is to prove."""

    procurement: int
    lots: list[int]
    candidate: int
    placement: int
    lent: int
    month: int
    training: int
    exit: int


def build(
    session: Session, buyer: Member, company: Member, adviser: Member, siae: int, now: datetime
) -> Site:
    """A contract of the buyer with two lots of the company: a person it employs, with a month of hours, a
    training and an exit, and one the SIAE lends."""
    lots = owing(session, company.organisation_id, buyer, now, count=2)
    first = session.get(Lot, lots[0])
    assert first is not None
    session.core.execute(sa.update(LOTS).where(LOTS.c.id.in_(lots)).values(awarded_on=now.date()))
    who = worker(session, adviser.id, now, NAME)
    other = worker(session, adviser.id, now, "Durand Zoé")
    placed = place(session, who.id or 0, company, now, lot_id=lots[0])
    lent = place(
        session, other.id or 0, company, now, lot_id=lots[1], employing=Employing(Employer.SIAE, siae)
    )
    month = add(
        session,
        WorkedMonth(
            placement_id=placed.id or 0, lot_id=lots[0], declaring_id=company.organisation_id,
            month=date(2026, 10, 1), hours=Decimal(120), state="declared", declared_by=company.id,
            declared_at=now,
        ),
    )  # fmt: skip
    training = trainings.add(session, COURSE, [who.id or 0], adviser.id, now)
    mine: Any = Trainee.__table__
    session.core.execute(sa.update(mine).values(state=TraineeState.CERTIFIED))
    left = add(
        session,
        Exit(
            candidate_id=who.id or 0, placement_id=placed.id, left_on=now.date(), kind="civil_service",
            recorded_by=adviser.id, recorded_at=now,
        ),
    )  # fmt: skip
    numbers = (who.id, placed.id, lent.id, month.id, training.id, left.id)
    return Site(first.procurement_id, lots, *(number or 0 for number in numbers))


def add(session: Session, row: Any) -> Any:
    session.add(row)
    session.flush()
    return row


def give(
    session: Session,
    subject: str,
    number: int,
    proof: str,
    by: int,
    now: datetime,
    content: bytes = b"x",
    name: str = "contrat",
) -> Evidence:
    """A file of this content that proves this, sent by the person of this number."""
    digest = session.files.keep(content, now)
    sent = Sent(digest, len(content), "application/pdf", f"{name}.pdf")
    row = evidence.add(session, subject, number, proof, sent, Giver(by, on_behalf=False), now)
    assert row is not None
    return row
