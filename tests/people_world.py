"""People, offers and contracts of work written directly, for the tests of the reminders about them."""

from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import Any

from lines_world import BEGIN, Year, at, day

from bot.store import audit
from bot.store.database import Session
from bot.store.tables import Candidate, Exit, FollowUp, JobOffer, Placement, Referral

ALWAYS = "2029-01-01"
"""A contact that makes nobody silent."""


@dataclass
class Folk(Year):
    """As a year, with people on their way to work."""

    def seeker(self, session: Session, name: str, adviser: str, contacted: str = ALWAYS, **said: Any) -> int:
        """A candidate followed by this colleague, last in contact on this day."""
        number = self.candidate(session, name, adviser)
        self.write(session, Candidate, number, contacted_on=day(contacted), **said)
        return number

    def offer(self, session: Session, name: str, posted: str, **said: Any) -> int:
        """An offer of the company, posted at this instant."""
        self.made += 1
        values = {"state": "open", "circulation": "sent", "positions": 1, "hired": 0} | said
        row = JobOffer(
            reference=f"O-2026-{self.made:04d}", organisation_id=self.homes["Bati"],
            posted_by=self.who["Marc"], posted_at=at(posted), heard_at=at(posted), job="F1703",
            job_prefix="F17", commune="Caen", start_on=day("2029-01-01"), start_as="2029-01-01/day",
            contract="cdi", weekly_hours=Decimal(35), **values,
        )  # fmt: skip
        return self.add(session, name, row)

    def offered(self, session: Session, name: str, **values: Any) -> None:
        """Change an offer."""
        self.write(session, JobOffer, self.things[name], **values)

    def refer(self, session: Session, name: str, offer: str, person: str, moment: str, state: str) -> None:
        """A referral, awaiting or presented since this instant."""
        presented = at(moment) if state == "presented" else None
        row = Referral(
            candidate_id=self.things[person], offer_id=self.things[offer], state=state,
            created_by=self.who["Fanny"], created_at=at(moment), moved_at=at(moment), presented_at=presented,
        )  # fmt: skip
        self.add(session, name, row)

    def referred(self, session: Session, name: str, **values: Any) -> None:
        """Change a referral."""
        self.write(session, Referral, self.things[name], **values)

    def at_work(self, session: Session, name: str, adviser: str, ends: str, **said: Any) -> None:
        """A contract of work of a person of its own, until this day."""
        starts = day(ends) - timedelta(days=200)
        self.work(
            session, name, "Bati", adviser, starts_on=starts, planned_end=day(ends), lot_id=None, **said
        )
        self.write(session, Candidate, self.things[f"worker {name}"], contacted_on=day(ALWAYS))

    def placed(self, session: Session, name: str, **values: Any) -> None:
        """Change a contract of work."""
        self.write(session, Placement, self.things[name], **values)

    def left(self, session: Session, name: str, person: str, on: str) -> None:
        """The exit of somebody, recorded on the day."""
        row = Exit(
            candidate_id=self.things[person], left_on=day(on), kind="none",
            recorded_by=self.who["Fanny"], recorded_at=BEGIN,
        )  # fmt: skip
        self.add(session, name, row)

    def follow_up(self, session: Session, name: str, person: str, due: str) -> None:
        """A follow-up to be made."""
        row = FollowUp(candidate_id=self.things[person], kind="day2", due_on=day(due))
        self.add(session, name, row)

    def followed(self, session: Session, name: str, **values: Any) -> None:
        """Change a follow-up."""
        self.write(session, FollowUp, self.things[name], **values)

    def file(self, session: Session, name: str, **values: Any) -> None:
        """Change a candidate's file."""
        self.write(session, Candidate, self.things[name], **values)

    def declined(self, session: Session, name: str, end: str) -> None:
        """Somebody said that the eligibility that ends on this day is not renewed."""
        audit.record(
            session,
            self.who["Fanny"],
            "decline eligibility",
            "candidate",
            self.things[name],
            BEGIN,
            end=day(end),
        )
