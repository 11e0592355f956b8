"""A year of a territory, written directly: what happens on which day, for the tests of the reminders."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import sqlalchemy as sa
from seekers import filed

from bot.store import candidates, organisations, people, programmes
from bot.store.database import Session
from bot.store.people import Newcomer
from bot.store.tables import (
    CallBack,
    Evidence,
    Exit,
    Kind,
    Lot,
    Organisation,
    Person,
    Placement,
    Procurement,
    Role,
    Trainee,
    Training,
    WorkedMonth,
    rows_of,
)

BEGIN = datetime(2026, 10, 30, 9, tzinfo=UTC)
_PLIE = [
    ("Fanny", Role.FACILITATOR),
    ("Farid", Role.FACILITATOR),
    ("Colette", Role.COORDINATOR),
    ("gone", Role.FACILITATOR),
    ("mute", Role.FACILITATOR),
]


def at(text: str) -> datetime:
    """An instant in UTC, such as 2026-12-24T10:00."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def day(text: str) -> date:
    """A day, such as 2026-12-24."""
    return date.fromisoformat(text)


@dataclass
class Year:
    """Who is there, and what was written, each under a name of its own."""

    who: dict[str, int] = field(default_factory=dict)
    homes: dict[str, int] = field(default_factory=dict)
    things: dict[str, int] = field(default_factory=dict)
    made: int = 0

    def settle(self, session: Session) -> None:
        """The PLIE, two buyers, one that left, one without people, a company, a SIAE; who reads e-mails."""
        for name, kind in (
            ("PLIE", Kind.PLIE),
            ("Caen", Kind.BUYER),
            ("Ifs", Kind.BUYER),
            ("Louvigny", Kind.BUYER),
            ("Nobody", Kind.BUYER),
            ("Bati", Kind.COMPANY),
            ("Ateliers", Kind.SIAE),
        ):
            self.homes[name] = organisations.find_or_create(session, kind, name, BEGIN).id or 0
        for name, role in _PLIE:
            self.person(session, name, role, "PLIE")
        for name, role, home in (
            ("Brigitte", Role.BUYER, "Caen"),
            ("Bruno", Role.BUYER, "Ifs"),
            ("Lucie", Role.BUYER, "Louvigny"),
            ("Marc", Role.COMPANY, "Bati"),
            ("Sonia", Role.SIAE, "Ateliers"),
        ):
            self.person(session, name, role, home)
        self.mailed(session, "Benoit", Role.BUYER, "Caen")
        self.mailed(session, "Maud", Role.COMPANY, "Bati")
        people.change(session, self.who["gone"], revoked_at=BEGIN)
        people.change(session, self.who["mute"], reachable=False)
        self.write(session, Organisation, self.homes["Louvigny"], left_on=day("2026-06-01"))

    def person(self, session: Session, name: str, role: Role, home: str) -> None:
        """Somebody on Telegram."""
        newcomer = Newcomer(len(self.who) + 1, name, "fr", self.homes[home], role, None)
        self.who[name] = people.join(session, newcomer, BEGIN).id

    def mailed(self, session: Session, name: str, role: Role, home: str) -> None:
        """Somebody written to by e-mail."""
        self.person(session, name, role, home)
        self.write(session, Person, self.who[name], telegram_id=None)

    def add(self, session: Session, name: str, row: Any) -> int:
        """Write a row and know it by its name."""
        session.add(row)
        session.flush()
        self.things[name] = row.id
        return self.things[name]

    def write(self, session: Session, model: Any, number: int, **values: Any) -> None:
        """Change a row."""
        rows = rows_of(model)
        session.core.execute(sa.update(rows).where(rows.c.id == number).values(**values))

    def contract(self, session: Session, name: str, buyer: str = "Caen", lots: int = 1, **said: Any) -> None:
        """A procurement called `name`, its lots called `name/1` and so on; `state`, `lot` are theirs."""
        self.made += 1
        lot = {"state": said.pop("state")} | said.pop("lot", {})
        values = {"announced_at": BEGIN, "start_on": day("2029-01-01")} | said
        number = self.add(
            session,
            name,
            Procurement(
                reference=f"M-2026-{self.made:04d}", organisation_id=self.homes[buyer],
                announced_by=self.who["Brigitte"], title="Voirie", category="works", commune="Caen",
                start_as="", months=Decimal(6), **values,
            ),
        )  # fmt: skip
        for position in range(1, lots + 1):
            row = Lot(procurement_id=number, position=position, number=str(position), title="Sol", **lot)
            self.add(session, f"{name}/{position}", row)

    def lot(self, session: Session, name: str, **values: Any) -> None:
        """Change a lot."""
        self.write(session, Lot, self.things[name], **values)

    def candidate(self, session: Session, name: str, adviser: str) -> int:
        """A candidate followed by a colleague of the PLIE."""
        row = filed(session, self.who[adviser], BEGIN, name=name, phone=None)
        self.things[name] = row.id or 0
        return candidates.identity(row)

    def work(self, session: Session, name: str, home: str, adviser: str, **said: Any) -> None:
        """A placement that stands, of a candidate of its own, at work for the company; `home`, itself or the
        SIAE, employs the person and declares."""
        self.made += 1
        lent = {"employer": "siae", "siae_id": self.homes[home]}
        employer = {"employer": "supplier"} if home == "Bati" else lent
        person = self.candidate(session, f"worker {name}", adviser)
        row = Placement(
            reference=f"P-2026-{self.made:04d}", candidate_id=person, organisation_id=self.homes["Bati"],
            declaring_id=self.homes[home], job="F1703", contract="cdd", weekly_hours=Decimal(35),
            state="confirmed", declared_by=self.who["Marc"], declared_at=BEGIN, **employer, **said,
        )  # fmt: skip
        self.add(session, name, row)

    def hours(self, session: Session, name: str, worked: str, month: str, hours: int, told: str) -> None:
        """The hours of a month of a placement, declared at this instant."""
        placement = session.get(Placement, self.things[worked])
        assert placement is not None
        row = WorkedMonth(
            placement_id=self.things[worked], lot_id=placement.lot_id, declaring_id=placement.declaring_id,
            month=day(month), hours=Decimal(hours), state="declared", declared_by=self.who["Marc"],
            declared_at=at(told),
        )  # fmt: skip
        self.add(session, name, row)

    def settled(self, session: Session, name: str, state: str, **values: Any) -> None:
        """Hours validated, asked back, declared again."""
        self.write(session, WorkedMonth, self.things[name], state=state, **values)

    def proof(self, session: Session, subject: str, name: str, proof: str) -> None:
        """A file that proves something of the thing called `name`."""
        row = Evidence(
            subject=subject, subject_id=self.things[name], proof=proof, digest="d", size=1, name=b"",
            media_type="image/png", added_by=self.who["Fanny"], added_at=BEGIN,
        )  # fmt: skip
        self.add(session, f"proof of {name}", row)

    def call(self, session: Session, name: str, asked: str) -> None:
        """A request to be called back, asked at this instant."""
        row = CallBack(person_id=self.who["Marc"], form=name, asked_at=at(asked))
        self.add(session, name, row)

    def called(self, session: Session, name: str, done: str) -> None:
        """The call was made."""
        self.write(session, CallBack, self.things[name], done_at=at(done), done_by=self.who["Fanny"])

    def programme(self, session: Session, buyer: str, year: int) -> None:
        """A programme sent, or "none"."""
        home, by = self.homes[buyer], self.who["Brigitte"]
        programmes.add(session, home, year, by, BEGIN, on_behalf=False)

    def training(self, session: Session, name: str, ends: str, *advisers: str) -> None:
        """A training that candidates of these advisers passed."""
        row = Training(
            title="CACES", timing="before", starts_on=day(ends), ends_on=day(ends), hours=Decimal(7),
            provider="AFPA", certifying=True, recorded_by=self.who["Fanny"], recorded_at=BEGIN,
        )  # fmt: skip
        number = self.add(session, name, row)
        for adviser in advisers:
            trainee = self.candidate(session, f"{name} {adviser}", adviser)
            session.add(Trainee(training_id=number, candidate_id=trainee, state="certified"))
        session.flush()

    def exit(self, session: Session, name: str, left: str, adviser: str, kind: str) -> None:
        """The exit of a candidate of this adviser."""
        person = self.candidate(session, f"{name} {adviser}", adviser)
        by = self.who["Fanny"]
        row = Exit(candidate_id=person, left_on=day(left), kind=kind, recorded_by=by, recorded_at=BEGIN)
        self.add(session, name, row)


Happening = Callable[[Session], None]
