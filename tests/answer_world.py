"""A small territory whose partners are written to by e-mail, and the pages behind their letters’ links."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import httpx
import sqlalchemy as sa
from starlette.applications import Starlette
from workers import at_work

from bot.clock import Clock
from bot.dialogue.site import Site
from bot.rules.lifecycle import LotState
from bot.store import links, organisations, people
from bot.store.database import Database, Session
from bot.store.people import Member, Newcomer
from bot.store.sealed import new_uid
from bot.store.tables import (
    Broadcast,
    BroadcastOffer,
    Circulation,
    Delivery,
    JobOffer,
    Kind,
    LinkPurpose,
    Lot,
    Mailing,
    OfferState,
    Person,
    Procurement,
    Role,
)
from bot.store.waiting.declared_hours import subject_of
from bot.web.answering import Pages

NOW = datetime(2026, 11, 25, 9, tzinfo=ZoneInfo("UTC"))
"""A Wednesday, 10:00 in Paris."""
PARIS = ZoneInfo("Europe/Paris")
OCTOBER = date(2026, 10, 1)
LOTS: Any = Lot.__table__
MARIE = {
    "name": "MARTIN Marie",
    "phone": "06 12 34 56 78",
    "birth_year": "1978",
    "sex": "female",
    "commune": "Caen",
    "district": "no",
    "level": "3",
    "experience": "5",
    "jobs-1": "maçon",
    "jobs-2": "",
    "held": ["permis_b"],
    "eligibility": ["rsa", "senior"],
    "available": "aujourd’hui",
    "consent": "yes",
}
"""Somebody proposed, as the form sends it."""
SITE = Site("clausette_bot", "https://clausette.example.org")


@dataclass(frozen=True)
class Stopped(Clock):
    """A clock that stands still until it is moved."""

    zone: ZoneInfo = PARIS
    hands: list[datetime] = field(default_factory=lambda: [NOW])

    def now(self) -> datetime:
        return self.hands[0]

    def passes(self, **time: float) -> None:
        self.hands[0] += timedelta(**time)


@dataclass
class Territory:
    """Who and what the tests are about, by number."""

    people: dict[str, int]
    contract: int
    lots: list[int]
    offer: int
    placements: list[int]
    company: int

    @property
    def month(self) -> int:
        return subject_of(self.company, OCTOBER)


def by_mail(session: Session, role: Role, kind: Kind, home: str, name: str, language: str = "fr") -> int:
    """Somebody without Telegram."""
    organisation = organisations.find_or_create(session, kind, home, NOW).id or 0
    uid, email = new_uid(), f"{name.split(maxsplit=1)[0].lower()}@example.org"
    person = Person(
        uid=uid,
        organisation_id=organisation,
        role=role,
        email=session.sealer.seal(email, f"persons.email:{uid}"),
        email_key=people.email_key(session, email),
        name=session.sealer.seal(name, f"persons.name:{uid}"),
        language=language,
        joined_at=NOW,
    )
    session.add(person)
    session.flush()
    return person.id or 0


def settle(session: Session) -> Territory:
    """A buyer, a company, two prescribers and a PLIE; an advice that waits, an offer sent, people at work."""
    plie = organisations.find_or_create(session, Kind.PLIE, "PLIE du pays de Caen", NOW).id or 0
    fatou = people.join(session, Newcomer(1, "Fatou Diallo", "fr", plie, Role.FACILITATOR, None), NOW)
    known = {
        "fatou": fatou.id,
        "brigitte": by_mail(session, Role.BUYER, Kind.BUYER, "Ville de Caen", "Brigitte Lemoine"),
        "marc": by_mail(session, Role.COMPANY, Kind.COMPANY, "Bâti Plus", "Marc Lefèvre"),
        "nadia": by_mail(session, Role.PRESCRIBER, Kind.MISSION_LOCALE, "Mission Locale", "Nadia Petit"),
        "paul": by_mail(session, Role.PRESCRIBER, Kind.ANPE, "France Travail", "Paul Roy"),
        "jane": by_mail(session, Role.BUYER, Kind.BUYER, "Port", "Jane Smith", "en"),
    }
    company = people.get(session, known["marc"]).organisation_id
    contract = _contract(session, people.get(session, known["brigitte"]), fatou.id)
    lots = [_lot(session, contract, place) for place in (1, 2)]
    offer = _offer(session, company, known["marc"], [known["nadia"], known["paul"]])
    placements = [
        at_work(session, fatou.id, company, NOW, name=name, starts_on=date(2026, 9, 7)).id or 0
        for name in ("DURAND Luc", "MOREL <Léa>")
    ]
    return Territory(known, contract, lots, offer, placements, company)


def _contract(session: Session, buyer: Member, facilitator: int) -> int:
    row = Procurement(
        reference="M-2026-0014", organisation_id=buyer.organisation_id, announced_by=buyer.id,
        announced_at=NOW, examined_by=facilitator, examined_at=NOW, title="Rénovation de l’école <Nord>",
        category="works", commune="Caen", start_on=date(2027, 3, 1), start_as="2027-03-01/month",
        months=Decimal(14), consultation_on=date(2026, 12, 15), amount=Decimal(900_000),
    )  # fmt: skip
    session.add(row)
    session.flush()
    return row.id or 0


def _lot(session: Session, contract: int, place: int) -> int:
    row = Lot(
        procurement_id=contract, position=place, number=str(place), title=f"Lot d’essai {place}",
        state=LotState.SUITABLE, advised_at=NOW, amount=Decimal(450_000), labour_share=Decimal("0.5"),
        effort_rate=Decimal("0.05"), hourly_cost=Decimal(30), hours_owed=375,
    )  # fmt: skip
    session.add(row)
    session.flush()
    return row.id or 0


def _offer(session: Session, company: int, by: int, readers: list[int]) -> int:
    row = JobOffer(
        reference="O-2026-0031", organisation_id=company, posted_by=by, posted_at=NOW, job="F1703",
        job_prefix="F17", positions=2, commune="Ifs", start_on=date(2027, 1, 5), start_as="2027-01-05/day",
        contract="cdd", months=Decimal(6), weekly_hours=Decimal(35), state=OfferState.OPEN, heard_at=NOW,
        circulation=Circulation.SENT, sent_at=NOW,
    )  # fmt: skip
    run = Broadcast(started_at=NOW, done_at=NOW)
    session.add_all([row, run])
    session.flush()
    number, sent = row.id or 0, run.id or 0
    session.add(BroadcastOffer(broadcast_id=sent, offer_id=number, wave=1))
    for reader in readers:
        mailing = Mailing(
            broadcast_id=sent, person_id=reader, key=f"mailing:{sent}:p{reader}", created_at=NOW
        )
        session.add(mailing)
        session.flush()
        session.add(Delivery(mailing_id=mailing.id or 0, offer_id=number, person_id=reader, wave=1))
    session.flush()
    return number


@dataclass
class Desk:
    """The pages, who looks at them, and what is behind them."""

    database: Database
    clock: Stopped
    client: httpx.AsyncClient
    territory: Territory
    rung: list[str]

    def link(self, who: str, purpose: LinkPurpose, subject: int) -> str:
        """The path of a link as a letter has it."""
        with self.database.begin() as session:
            person = self.territory.people[who]
            return f"/r/{links.make(session, person, purpose, subject, self.clock.now())}"

    async def sees(self, path: str) -> str:
        answer = await self.client.get(path)
        assert answer.status_code == 200, answer.text
        return answer.text

    async def sends(self, path: str, status: int = 200, **values: Any) -> str:
        answer = await self.client.post(path, data=values)
        assert answer.status_code == status, answer.text
        return answer.text


@asynccontextmanager
async def opened(database: Database) -> AsyncIterator[Desk]:
    """The pages of a territory."""
    with database.begin() as session:
        territory = settle(session)
    clock, rung = Stopped(), list[str]()
    pages = Pages(
        database, clock, SITE, "fr", lambda _session: rung.append("told"), lambda: rung.append("rung")
    )
    transport = httpx.ASGITransport(Starlette(routes=[pages.route()]))
    async with httpx.AsyncClient(transport=transport, base_url="http://bot") as client:
        yield Desk(database, clock, client, territory, rung)


def asked(desk: Desk) -> dict[LinkPurpose, tuple[str, int]]:
    """Who gets a link of each purpose, and what about."""
    land = desk.territory
    return {
        LinkPurpose.OFFER: ("nadia", land.offer),
        LinkPurpose.ADVICE: ("brigitte", land.contract),
        LinkPurpose.AWARD: ("brigitte", land.contract),
        LinkPurpose.HOURS: ("marc", land.month),
        LinkPurpose.UNSUBSCRIBE: ("nadia", land.people["nadia"]),
    }


def ready(desk: Desk, purpose: LinkPurpose) -> dict[str, Any]:
    """Makes an answer of this purpose possible; what to send."""
    lots = desk.territory.lots
    if purpose is LinkPurpose.AWARD:
        with desk.database.begin() as session:
            session.core.execute(sa.update(LOTS).values(state=LotState.CONFIRMED))
        amounts = {f"amount-{lot}": "450 k€" for lot in lots}
        return {"lots": [str(lots[0]), str(lots[1])], "supplier": "Bâti Plus", "day": "24/11/2026"} | amounts
    first, second = desk.territory.placements
    return {
        LinkPurpose.OFFER: MARIE,
        LinkPurpose.ADVICE: {f"lot-{lot}": "retain" for lot in lots},
        LinkPurpose.HOURS: {f"hours-{first}": "120", f"hours-{second}": "35,5"},
        LinkPurpose.UNSUBSCRIBE: {"answer": "stop"},
    }[purpose]
