"""People at work written directly, for the tests of hours."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from seekers import filed

from bot.store import references
from bot.store.candidates import identity
from bot.store.database import Session
from bot.store.tables import Contract, Employer, Placement, PlacementState


def at_work(session: Session, by: int, company: int, now: datetime, **changes: Any) -> Placement:
    """A person of `name` under a confirmed contract with the company, from 5 October 2026 to 30 June 2027, 35
    hours a week; `siae` lends the person."""
    person = changes.pop("person", None)
    if person is None:
        named = {"name": changes.pop("name", "DUPONT Marie"), "phone": None}
        person = identity(filed(session, by, now, **named))
    siae = changes.pop("siae", None)
    values: dict[str, Any] = {
        "reference": references.new(session, references.PLACEMENT, now.year),
        "candidate_id": person,
        "organisation_id": company,
        "employer": Employer.SIAE if siae else Employer.SUPPLIER,
        "siae_id": siae,
        "declaring_id": siae or company,
        "job": "F1703",
        "contract": Contract.CDD,
        "starts_on": date(2026, 10, 5),
        "planned_end": date(2027, 6, 30),
        "weekly_hours": Decimal(35),
        "state": PlacementState.CONFIRMED,
        "declared_by": by,
        "declared_at": now,
        "confirmed_by": by,
        "confirmed_at": now,
    }
    placement = Placement(**values | changes)
    session.add(placement)
    session.flush()
    return placement
