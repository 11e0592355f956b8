"""People at work, written directly: lots that owe hours, people presented, placements."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

import sqlalchemy as sa
from vacancies import LOTS, hand_lots, mason

from bot.rules.placements import Terms
from bot.store import hires, placements, referrals
from bot.store.database import Session
from bot.store.people import Member
from bot.store.placements import Declarer, Employing, Hired, identity
from bot.store.tables import Candidate, Contract, Employer, JobOffer, Placement, Referral

JOB = "F1703"
TERMS = Terms(date(2027, 1, 5), date(2027, 7, 4), Decimal(35))
"""Half a year, full time: 905 hours."""


def owing(
    session: Session, company_id: int, by: Member, now: datetime, hours: int = 833, count: int = 1
) -> list[int]:
    """Lots of a new contract that the company holds and that owe hours."""
    numbers = hand_lots(session, company_id, by, count, now)
    session.core.execute(sa.update(LOTS).where(LOTS.c.id.in_(numbers)).values(hours_owed=hours))
    return numbers


def present(session: Session, candidate: Candidate, offer: JobOffer, by: int, now: datetime) -> Referral:
    """The person presented for the offer."""
    made = referrals.add(session, candidate.id or 0, offer.id or 0, by, now, presented=True)
    assert made is not None
    return made


def place(
    session: Session, candidate_id: int, by: Member, now: datetime, *, confirmed: bool = True, **changes: Any
) -> Placement:
    """A placement of a person, declared by someone of the company."""
    values: dict[str, Any] = {
        "candidate_id": candidate_id,
        "organisation_id": by.organisation_id,
        "offer_id": None,
        "referral_id": None,
        "lot_id": None,
        "job": JOB,
        "contract": Contract.CDD,
        "terms": TERMS,
        "employing": Employing(Employer.SUPPLIER),
    }
    said = Hired(**values | changes)
    made = placements.add(session, said, Declarer(by.id, on_behalf=False), now, now.year)
    if confirmed:
        placements.confirm(session, identity(made), by.id, now)
        session.refresh(made)
        hires.settle(session, made, by.id, now, now.date())
    return made


def worker(session: Session, by: int, now: datetime, name: str = "Petit Ali") -> Candidate:
    """Someone who looks for work as a mason."""
    return mason(session, by, now, name=name)
