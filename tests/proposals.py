"""Offers that were sent to partners and candidates they propose, written directly, for the tests of both."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from bot.actions.propose import Proposal
from bot.store import broadcasts, deliveries, mailings
from bot.store.candidates import Profile
from bot.store.database import Session
from bot.store.people import Member
from bot.store.procurements import Period
from bot.store.tables import Circulation, JobOffer, Origin, Sex, rows_of

_offers = rows_of(JobOffer)


def send(session: Session, offer_id: int, now: datetime, readers: Sequence[Member] = ()) -> None:
    """An offer as the broadcast leaves it: sent, and in a message to each of these."""
    sent = {"circulation": Circulation.SENT, "sent_at": now, "reserved_until": None}
    session.core.execute(sa.update(_offers).where(_offers.c.id == offer_id).values(sent))
    run = broadcasts.start(session, broadcasts.FIRST, now)
    broadcasts.carry(session, run, offer_id, broadcasts.FIRST)
    for reader in readers:
        mailing = mailings.for_person(session, run.id or 0, reader.id, now)
        deliveries.add(session, [(mailing, offer_id, reader.id, broadcasts.FIRST)])


def proposal(*, agreed: bool = True, **changes: Any) -> Proposal:
    """A mason who agreed to it."""
    values: dict[str, Any] = {
        "name": "BARON Lucie",
        "phone": "+33622334455",
        "birth_year": 1999,
        "sex": Sex.FEMALE,
        "commune": "Ifs",
        "district": None,
        "level": 3,
        "experience": 2,
        "jobs": ("F1703",),
        "held": 3,
        "eligibility": ("rsa",),
        "available": Period(date(2026, 11, 22), "2026-11-22/day"),
        "origin": Origin.OTHER,
    }
    return Proposal(Profile(**values | changes), agreed=agreed)
