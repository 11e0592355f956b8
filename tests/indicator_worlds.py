"""Worlds drawn at random for the indicators: rows as they lie in the database, with the traps of the annex.

Nothing goes through the bot: what a person could not do through it is left out by hand (see `draw`).
"""

import random
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import sqlalchemy as sa

from bot.store.database import Session
from bot.store.tables import (
    Amendment,
    Candidate,
    Exit,
    Interview,
    JobOffer,
    Lot,
    Organisation,
    Person,
    Placement,
    Procurement,
    Referral,
    Trainee,
    Training,
    WorkedMonth,
)

TABLES: tuple[Any, ...] = (
    Organisation,
    Person,
    Procurement,
    Lot,
    Amendment,
    JobOffer,
    Candidate,
    Referral,
    Placement,
    WorkedMonth,
    Interview,
    Training,
    Trainee,
    Exit,
)
EDGES = [
    date(2026, 12, 31),
    date(2027, 1, 1),
    date(2027, 3, 31),
    date(2027, 4, 1),
    date(2028, 2, 29),
    date(2028, 2, 28),
]
NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)
EDGE_INSTANTS = [
    datetime(2026, 12, 31, 23, 30, tzinfo=UTC),
    datetime(2027, 3, 31, 21, 59, tzinfo=UTC),
    datetime(2027, 3, 31, 22, 0, tzinfo=UTC),
    datetime(2028, 2, 29, 22, 59, tzinfo=UTC),
]
ELIGIBLE = ["long_term", "rsa", "allowance", "disabled", "young", "senior", "structure", "district", "other"]
CONTRACTS = ["cdi", "cdd", "interim", "apprenticeship", "professionalisation", "cddi"]
World = dict[str, list[dict[str, Any]]]


class Draw:
    """One world: rows by table, in order of their numbers."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.rows: World = {table.__tablename__: [] for table in TABLES}
        self.opened: dict[int, list[str]] = {}

    def day(self) -> date:
        if self.random.random() < 0.3:
            return self.random.choice(EDGES)
        return date(2026, 6, 1) + timedelta(days=self.random.randrange(730))

    def instant(self) -> datetime:
        if self.random.random() < 0.3:
            return self.random.choice(EDGE_INSTANTS)
        return datetime.combine(self.day(), NOON.time(), UTC)

    def maybe(self, value: Any, chance: float = 0.5) -> Any:
        return value if self.random.random() < chance else None

    def put(self, table: str, **values: Any) -> int:
        number = len(self.rows[table]) + 1
        self.rows[table].append({"id": number} | values)
        return number

    def any(self, table: str) -> int:
        return self.random.choice(self.rows[table])["id"]

    def draw(self) -> None:
        self.homes()
        for number in range(self.random.randint(1, 5)):
            self.market(number)
        for number in range(self.random.randint(1, 8)):
            self.candidate(number)
        for number in range(self.random.randint(0, 4)):
            self.offer(number)
        for number in range(self.random.randint(0, 14)):
            self.placement(number)
        self.way()

    def homes(self) -> None:
        for number, kind in enumerate(["plie", "buyer", "buyer", "company", "siae"]):
            left = self.maybe(self.day(), 0.3) if kind == "buyer" else None
            self.put("organisations", kind=kind, name=f"N{number}", name_key=f"n{number}", left_on=left)
        for number in range(3):
            self.put("persons", organisation_id=1, role="facilitator", telegram_id=number + 1, language="fr")

    def market(self, number: int) -> None:
        months = Decimal(self.random.choice(["1", "2.5", "12", "36", "0.25"]))
        amount = self.maybe(Decimal(self.random.randrange(1, 10**8)) / 100, 0.8)
        market = self.put(
            "procurements",
            reference=f"M-{number}",
            organisation_id=self.random.choice([2, 3]),
            title="x",
            category=self.random.choice(["works", "services", "supplies"]),
            commune="14118",
            amount=amount,
            start_on=self.day(),
            start_as="day",
            months=months,
        )
        for position in range(self.random.randint(1, 3)):
            self.lot(market, position)

    def lot(self, market: int, position: int) -> None:
        states = ["announced", "suitable", "unsuitable", "declined", "confirmed", "published", "awarded"]
        state = self.random.choice([*states, "running", "completed", "cancelled"])
        claused = state in {"confirmed", "published", "awarded", "running", "completed"}
        awarded = state in {"awarded", "running", "completed"}
        lot = self.put(
            "lots",
            procurement_id=market,
            position=position,
            number=str(position),
            title="x",
            amount=self.maybe(Decimal(self.random.randrange(1, 10**7)) / 100, 0.7),
            state=state,
            hours_owed=self.random.randrange(5000) if claused else self.maybe(300),
            confirmed_on=self.day()
            if claused or (state == "cancelled" and self.random.random() < 0.6)
            else None,
            supplier_id=4 if awarded else None,
            awarded_on=self.day() if awarded else None,
            awarded_amount=self.maybe(Decimal(self.random.randrange(1, 10**7)) / 100, 0.8)
            if awarded
            else None,
            cancelled_on=self.day() if state == "cancelled" else None,
        )
        for _ in range(self.random.choice([0, 0, 1, 3]) if awarded else 0):
            amount = self.maybe(Decimal(self.random.randrange(1, 10**7)) / 100)
            kept = Decimal(self.random.randint(1, 40)) if amount is None else self.maybe(Decimal("7.5"))
            self.put(
                "amendments", lot_id=lot, signed_on=self.day(), amount=amount, months=kept, recorded_by=1
            )

    def candidate(self, number: int) -> None:
        found = self.put(
            "candidates",
            reference=f"C-{number}",
            birth_year=self.random.choice([1960, 1976, 1977, 1978, 2000, 2001, 2002, 2003]),
            sex=self.random.choice(["female", "male", "unsaid"]),
            commune="14118",
            level=self.random.randint(2, 7),
            experience=self.random.choice([0, 1, 2, 3, 5, 6, 20]),
            available_on=self.day(),
            available_as="day",
            origin=self.random.choice(["plie", "anpe", "mission_locale", "other"]),
            consent_on=self.day(),
            consent_heard_by=1,
            created_by=1,
            state="active",
            contacted_on=self.day(),
        )
        self.opened[found] = self.random.sample(ELIGIBLE, self.random.randint(1, 3))

    def offer(self, number: int) -> None:
        self.put(
            "offers",
            reference=f"O-{number}",
            organisation_id=4,
            posted_by=1,
            lot_id=self.maybe(self.any("lots"), 0.8),
            job="F1703",
            job_prefix="F17",
            positions=2,
            commune="14118",
            start_on=self.day(),
            start_as="day",
            contract="cdd",
            weekly_hours=Decimal(35),
            state="open",
            circulation="due",
        )

    def placement(self, number: int) -> None:
        start = self.day()
        planned = self.maybe(start + timedelta(days=self.random.choice([0, 1, 30, 400])), 0.8)
        longest = (planned or start + timedelta(days=500)) - start
        ended = self.maybe(start + timedelta(days=self.random.randint(0, longest.days)), 0.4)
        found = self.put(
            "placements",
            reference=f"P-{number}",
            candidate_id=self.any("candidates"),
            lot_id=self.maybe(self.any("lots"), 0.8),
            organisation_id=4,
            employer="supplier",
            declaring_id=4,
            job="F1703",
            contract="cdd",
            starts_on=start,
            planned_end=planned,
            weekly_hours=Decimal(35),
            state=self.random.choice(["declared", "confirmed", "confirmed", "confirmed", "rejected"]),
            declared_by=1,
            ended_on=ended,
            end_reason=None if ended is None else self.random.choice(["resignation", "health", "training"]),
        )
        for months in self.random.sample(range(8), self.random.randint(0, 4)):
            first = start.year * 12 + start.month - 1 + months
            self.put(
                "worked_months",
                placement_id=found,
                lot_id=self.rows["placements"][-1]["lot_id"],
                declaring_id=4,
                month=date(first // 12, first % 12 + 1, 1),
                hours=Decimal(self.random.randrange(20000)) / 100,
                state=self.random.choice(["declared", "asked_back", "validated"]),
                declared_by=1,
            )

    def way(self) -> None:
        for _ in range(self.random.randint(0, 8)):
            outcome = self.random.choice(["progress", "ready", "training", "obstacle", "absent"])
            adviser, person = self.any("persons"), self.any("candidates")
            held = self.day()
            self.put(
                "interviews",
                candidate_id=person,
                adviser_id=adviser,
                held_on=held,
                kind="office",
                outcome=outcome,
                recorded_by=1,
            )
        for _ in range(self.random.randint(0, 4)):
            self.training()
        for person in [row["id"] for row in self.rows["candidates"] if self.random.random() < 0.6]:
            self.exit(person)
        if self.rows["offers"]:
            self.referrals()

    def training(self) -> None:
        start = self.day()
        found = self.put(
            "trainings",
            title="x",
            timing=self.random.choice(["before", "during"]),
            starts_on=start,
            ends_on=start,
            hours=Decimal(7),
            provider="x",
            certifying=False,
            recorded_by=1,
            cancelled_at=self.maybe(NOON, 0.2),
        )
        people = [row["id"] for row in self.rows["candidates"]]
        for person in self.random.sample(people, self.random.randint(1, len(people))):
            self.rows["trainees"].append({"training_id": found, "candidate_id": person, "state": "planned"})

    def exit(self, person: int) -> None:
        kinds = ["hiring_company", "outside_contract", "civil_service", "own_business", "training"]
        kind = self.random.choice([*kinds, "certification", "none"])
        hired = kind in {"hiring_company", "outside_contract"}
        contract = self.random.choice(CONTRACTS) if hired else None
        months = Decimal(self.random.choice([1, 5, 6, 12])) if hired and contract != "cdi" else None
        for cancelled in ([NOON] if self.random.random() < 0.2 else []) + [None]:
            self.put(
                "exits",
                candidate_id=person,
                left_on=self.day(),
                kind=kind,
                contract=contract,
                months=months,
                recorded_by=1,
                cancelled_at=cancelled,
            )

    def referrals(self) -> None:
        for _ in range(self.random.randint(0, 8)):
            state = self.random.choice(["awaiting", "presented", "hired", "refused", "withdrawn", "obsolete"])
            pair = {"candidate_id": self.any("candidates"), "offer_id": self.any("offers")}
            if any(
                row["state"] in {"awaiting", "presented"} and pair.items() <= row.items()
                for row in self.rows["referrals"]
            ):
                state = "obsolete"
            presented = None if state == "awaiting" else self.maybe(self.instant(), 0.8)
            self.put(
                "referrals",
                **pair,
                state=state,
                created_by=1,
                created_at=self.instant(),
                presented_at=presented,
            )


_DEFAULTS: dict[str, dict[str, Any]] = {
    "organisations": {"created_at": NOON},
    "persons": {"joined_at": NOON, "reachable": True},
    "procurements": {"announced_by": 1, "announced_at": NOON, "on_behalf": False},
    "amendments": {"recorded_at": NOON},
    "offers": {"posted_at": NOON, "heard_at": NOON, "on_behalf": False, "hired": 0, "requirements": 0},
    "candidates": {"created_at": NOON, "held": 0, "jobs": ""},
    "referrals": {"moved_at": NOON},
    "placements": {"declared_at": NOON, "on_behalf": False},
    "worked_months": {"declared_at": NOON},
    "interviews": {"recorded_at": NOON},
    "trainings": {"recorded_at": NOON},
    "exits": {"recorded_at": NOON},
}
_NAMED = {"persons", "procurements", "offers", "candidates", "referrals", "placements", "interviews"}


def draw(seed: int) -> Draw:
    """The world of a seed."""
    found = Draw(seed)
    found.draw()
    return found


def write(session: Session, world: Draw) -> None:
    """Lay the world down in an empty database."""
    for table in TABLES:
        name = table.__tablename__
        for row in world.rows[name]:
            values = _DEFAULTS.get(name, {}) | row
            if name in _NAMED:
                values["uid"] = f"{name}{row['id']}"
            session.core.execute(
                sa.insert(table.__table__).values(**values, **_sealed(session, world, name, row))
            )


def _sealed(session: Session, world: Draw, name: str, row: dict[str, Any]) -> dict[str, bytes]:
    if name == "persons":
        return {"name": session.sealer.seal(f"Agent {row['id']}", f"persons.name:persons{row['id']}")}
    if name != "candidates":
        return {}
    uid = f"candidates{row['id']}"
    return {
        "name": session.sealer.seal("x", f"candidates.name:{uid}"),
        "double_key": b"",
        "eligibility": session.sealer.seal(world.opened[row["id"]], f"candidates.eligibility:{uid}"),
    }


def clear(session: Session) -> None:
    """Empty the tables again."""
    for table in reversed(TABLES):
        session.core.execute(sa.delete(table.__table__))
