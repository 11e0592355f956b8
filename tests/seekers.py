"""Job seekers written directly, for the tests of candidates."""

from datetime import date, datetime
from typing import Any

from bot.store import candidates
from bot.store.candidates import Filing, Profile
from bot.store.database import Session
from bot.store.procurements import Period
from bot.store.tables import Candidate, Origin, Sex

PHONE = "+33612345678"


def seeker(**changes: Any) -> Profile:
    """Someone who seeks work as a mason or a painter."""
    values: dict[str, Any] = {
        "name": "DUPONT Marie",
        "phone": PHONE,
        "birth_year": 1978,
        "sex": Sex.FEMALE,
        "commune": "Caen",
        "district": None,
        "level": 3,
        "experience": 5,
        "jobs": ("F1703", "F1606"),
        "held": 3,
        "eligibility": ("rsa", "senior"),
        "available": Period(date(2026, 11, 22), "2026-11-22/day"),
        "origin": Origin.PLIE,
    }
    return Profile(**values | changes)


def filed(session: Session, by: int, now: datetime, **changes: Any) -> Candidate:
    """The file of someone, followed by the person `by`."""
    return candidates.add(session, seeker(**changes), Filing(by, now.date(), adviser_id=by), now)
