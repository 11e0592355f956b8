"""Made-up territories for the tests of what waits: rows of every kind, written directly."""

import random
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any, TypeVar

from sqlmodel import SQLModel

from bot.rules.lifecycle import LotState
from bot.store import organisations, people
from bot.store.database import Session
from bot.store.people import Newcomer
from bot.store.tables import (
    CallBack,
    Candidate,
    CandidateState,
    Circulation,
    Exit,
    FollowUp,
    HoursState,
    JobOffer,
    Kind,
    Lot,
    OfferState,
    Placement,
    PlacementState,
    Procurement,
    Referral,
    ReferralState,
    Role,
    Share,
    ShareState,
    WorkedMonth,
)

Row = TypeVar("Row", bound=SQLModel)

NOW = datetime(2026, 11, 25, 9, tzinfo=UTC)
TODAY = date(2026, 11, 25)
"""A Wednesday."""


class Territory:
    """People, contracts, offers and candidates at work; `chance` decides of the rest."""

    def __init__(self, session: Session, seed: int) -> None:
        self.session, self.chance, self.made = session, random.Random(seed), 0
        plie = organisations.find_or_create(session, Kind.PLIE, "PLIE", NOW).id or 0
        company = organisations.find_or_create(session, Kind.COMPANY, "Bâti", NOW).id or 0
        self.companies = [company, organisations.find_or_create(session, Kind.COMPANY, "Toits", NOW).id or 0]
        self.siae = organisations.find_or_create(session, Kind.SIAE, "Ateliers", NOW).id or 0
        self.staff = [self._person(number, Role.FACILITATOR, plie) for number in (1, 2, 3)]
        self.partner = self._person(4, Role.COMPANY, company)
        people.change(session, self.staff[2], revoked_at=NOW)
        self.candidates: list[int] = []

    def _person(self, number: int, role: Role, home: int) -> int:
        return people.join(self.session, Newcomer(number, f"P{number}", "fr", home, role, None), NOW).id

    def add(self, row: Row) -> Row:
        self.session.add(row)
        self.session.flush()
        self.made += 1
        return row

    def reference(self, letter: str) -> str:
        self.made += 1
        return f"{letter}-2026-{self.made:04d}"

    def someone(self) -> int | None:
        """Somebody of the PLIE, one of whom left, or nobody."""
        return self.chance.choice([*self.staff, None])

    def day(self, least: int = -40, most: int = 40) -> date:
        return TODAY + timedelta(days=self.chance.randint(least, most))

    def instant(self, least: int = -30) -> datetime:
        return NOW + timedelta(minutes=self.chance.randint(least * 1440, 0))

    def candidate(self, **said: Any) -> int:
        values: dict[str, Any] = {
            "adviser_id": self.someone(),
            "state": self.chance.choice([CandidateState.ACTIVE] * 3 + [CandidateState.CLOSED]),
            "contacted_on": self.day(-70, 0),
            "eligible_until": self.chance.choice([None, self.day(-80, 60)]),
        } | said
        row = Candidate(
            reference=self.reference("C"), name=b"", double_key=b"", birth_year=1990, sex="unsaid",
            commune="Caen", level=3, experience=0, eligibility=b"", available_on=TODAY, available_as="",
            origin="plie", consent_on=TODAY, consent_heard_by=self.staff[0], created_by=self.staff[0],
            created_at=NOW, **values,
        )  # fmt: skip
        self.candidates.append(self.add(row).id or 0)
        return self.candidates[-1]

    def contract(self, **said: Any) -> int:
        examined = self.chance.choice([*self.staff, None])
        values: dict[str, Any] = {
            "examined_by": examined,
            "examined_at": self.instant() if examined else None,
            "announced_at": self.instant(),
            "consultation_on": self.chance.choice([None, self.day()]),
            "start_on": self.day(60, 130),
            "title": "Voirie",
        } | said
        row = Procurement(
            reference=self.reference("M"), organisation_id=self.companies[0], announced_by=self.staff[0],
            category="works", commune="Caen", start_as="", months=Decimal(3), **values,
        )  # fmt: skip
        number = self.add(row).id or 0
        for position in range(self.chance.randint(1, 2)):
            self.lot(number, position)
        return number

    def lot(self, contract: int, position: int, **said: Any) -> int:
        values: dict[str, Any] = {
            "state": self.chance.choice([*LotState, LotState.SUITABLE, LotState.SUITABLE, LotState.AWARDED]),
            "advised_at": self.chance.choice([None, NOW, NOW]),
            "awarded_on": self.day(-30, 0),
        } | said
        row = Lot(procurement_id=contract, position=position, number="1", title="Gros œuvre", **values)
        return self.add(row).id or 0

    def offer(self, **said: Any) -> int:
        values: dict[str, Any] = {
            "state": self.chance.choice([OfferState.OPEN] * 4 + [OfferState.FILLED]),
            "circulation": self.chance.choice([Circulation.RESERVED, Circulation.DUE, Circulation.SENT]),
            "posted_at": self.instant(),
            "heard_at": self.chance.choice([NOW, NOW, NOW, NOW - timedelta(days=70)]),
            "positions": self.chance.randint(1, 2),
            "hired": self.chance.choice([0, 0, 1]),
        } | said
        row = JobOffer(
            reference=self.reference("O"), organisation_id=self.companies[0], posted_by=self.partner,
            job="F1703", job_prefix="F17", commune="Caen", start_on=TODAY, start_as="", contract="cdi",
            weekly_hours=Decimal(35), **values,
        )  # fmt: skip
        return self.add(row).id or 0

    def referral(self, offer: int, candidate: int, **said: Any) -> int:
        presented = self.chance.choice([None, self.instant()])
        values: dict[str, Any] = {
            "state": self.chance.choice(list(ReferralState)),
            "created_at": self.instant(),
            "presented_at": presented,
        } | said
        row = Referral(
            candidate_id=candidate, offer_id=offer, created_by=self.staff[0], moved_at=NOW, **values
        )
        return self.add(row).id or 0

    def placement(self, candidate: int, **said: Any) -> int:
        starts_on = self.day(-90, 0)
        values: dict[str, Any] = {
            "state": self.chance.choice(list(PlacementState)),
            "declared_at": self.instant(),
            "starts_on": starts_on,
            "planned_end": self.chance.choice([None, max(starts_on, self.day(-70, 40))]),
            "ended_on": self.chance.choice([None, None, starts_on]),
        } | said
        row = Placement(
            reference=self.reference("P"), candidate_id=candidate, organisation_id=self.companies[0],
            employer="supplier", declaring_id=self.companies[0], job="F1703", contract="cdd",
            weekly_hours=Decimal(35), declared_by=self.partner, **values,
        )  # fmt: skip
        return self.add(row).id or 0

    def month(self, placement: int, month: date, **said: Any) -> int:
        values: dict[str, Any] = {
            "declaring_id": self.chance.choice(self.companies),
            "state": self.chance.choice(list(HoursState)),
            "declared_at": self.instant(),
        } | said
        row = WorkedMonth(
            placement_id=placement, month=month, hours=Decimal(35), declared_by=self.partner, **values
        )
        return self.add(row).id or 0

    def follow_up(self, placement: int, candidate: int, kind: str, **said: Any) -> int:
        values: dict[str, Any] = {
            "due_on": self.day(),
            "done_at": self.chance.choice([None, None, NOW]),
            "dropped_at": self.chance.choice([None, None, NOW]),
        } | said
        row = FollowUp(candidate_id=candidate, placement_id=placement, kind=kind, **values)
        return self.add(row).id or 0

    def exit(self, candidate: int, **said: Any) -> int:
        values: dict[str, Any] = {
            "left_on": self.day(-80, 0),
            "cancelled_at": self.chance.choice([None, NOW]),
        } | said
        row = Exit(candidate_id=candidate, kind="none", recorded_by=self.staff[0], recorded_at=NOW, **values)
        return self.add(row).id or 0

    def call_back(self, form: str, **said: Any) -> int:
        values: dict[str, Any] = {
            "asked_at": self.instant(),
            "done_at": self.chance.choice([None, None, NOW]),
        } | said
        return self.add(CallBack(person_id=self.partner, form=form, **values)).id or 0

    def share(self, offer: int, **said: Any) -> int:
        values: dict[str, Any] = {
            "state": self.chance.choice(list(ShareState)),
            "shared_by": self.chance.choice(self.staff),
            "answered_at": self.instant(),
        } | said
        row = Share(offer_id=offer, siae_id=self.siae, shared_at=NOW, **values)
        return self.add(row).id or 0

    def fill(self, count: int) -> None:
        """So many of everything."""
        for number in range(count):
            self.contract()
            self.call_back(f"form {number}")
            offer, candidate = self.offer(), self.candidate()
            self.share(offer)
            if self.chance.random() < 0.4:
                self.referral(offer, self.chance.choice(self.candidates))
            for _ in range(self.chance.randint(0, 2)):
                placement = self.placement(candidate)
                self.follow_up(placement, candidate, "day2")
                self.month(placement, self.chance.choice([date(2026, 9, 1), date(2026, 10, 1)]))
            if self.chance.random() < 0.3:
                self.exit(candidate)
