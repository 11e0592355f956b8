"""Offers, lots held and a matching candidate, written directly, for the tests of offers."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from bot.store import candidates, offers, organisations, people, procurements
from bot.store.candidates import Filing, Profile
from bot.store.database import Session
from bot.store.offers import Poster, Vacancy
from bot.store.people import Member, Newcomer
from bot.store.procurements import Announcement, Announcer, LotDraft, Period
from bot.store.tables import Candidate, Category, Contract, JobOffer, Kind, Lot, Origin, Role, Sex

ZONE = ZoneInfo("Europe/Paris")
MASON, CARPENTER = "F1703", "F1503"
SAID = Vacancy(
    lot_id=None,
    job=MASON,
    positions=2,
    commune="Ifs",
    start=Period(date(2027, 1, 5), "2027-01-05/day"),
    contract=Contract.CDD,
    months=Decimal(6),
    weekly_hours=Decimal("17.5"),
    requirements=3,
    level=3,
    comment="Chaussures fournies <b>",
)
LOTS: Any = Lot.__table__


def company(session: Session, telegram_id: int, now: datetime, name: str = "Bâti Normandie") -> Member:
    """Someone of a company."""
    home = organisations.find_or_create(session, Kind.COMPANY, name, now)
    newcomer = Newcomer(telegram_id, "Marc Martin", "fr", home.id or 0, Role.COMPANY, None)
    return people.join(session, newcomer, now)


def post(session: Session, by: Member, now: datetime, said: Vacancy = SAID) -> JobOffer:
    """An offer of the person's company."""
    return offers.add(session, said, Poster(by.organisation_id, by.id, on_behalf=False), now, ZONE)


def hand_lots(session: Session, company_id: int, by: Member, count: int, now: datetime) -> list[int]:
    """Lots of a new contract, held by the company: their numbers."""
    start = Period(now.date(), f"{now.date()}/day")
    lots = [LotDraft(str(number), f"Gros œuvre {number}") for number in range(1, count + 1)]
    said = Announcement("Voirie", Category.WORKS, "Caen", start, Decimal(12), lots)
    by_whom = Announcer(by.organisation_id, by.id, on_behalf=False)
    contract = procurements.add(session, said, by_whom, "awarded", now.date(), now)
    mine = LOTS.c.procurement_id == contract.id
    session.core.execute(sa.update(LOTS).where(mine).values(supplier_id=company_id))
    return [lot.id or 0 for lot in procurements.lots(session, contract.id or 0)]


def mason(session: Session, by: int, now: datetime, **changes: Any) -> Candidate:
    """A participant of the PLIE who is looked for by `SAID`."""
    values: dict[str, Any] = {
        "name": "Petit Ali",
        "phone": None,
        "birth_year": 1990,
        "sex": Sex.MALE,
        "commune": "Ifs",
        "district": False,
        "level": 3,
        "experience": 4,
        "jobs": (MASON,),
        "held": 3,
        "eligibility": ("rsa",),
        "available": Period(date(2026, 12, 1), "2026-12-01/day"),
        "origin": Origin.PLIE,
    }
    return candidates.add(session, Profile(**values | changes), Filing(by, now.date()), now)
