"""Worlds drawn at random for the indicators: rows as they lie in the database, with the traps of the annex.

Nothing goes through the bot: what a person could not do through it is left out by hand (hours of a hire that
is not confirmed, an award without an amount), but for work and offers on lots without a clause.
"""

import random
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

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
    date(2027, 1, 1),
    date(2026, 12, 31),
    date(2027, 3, 28),
    date(2027, 3, 31),
    date(2027, 4, 1),
    date(2027, 6, 30),
    date(2027, 7, 1),
    date(2027, 10, 31),
    date(2028, 2, 28),
    date(2028, 2, 29),
    date(2028, 3, 1),
]
"""The first and last days of years and quarters, a leap day, days of 23 and 25 hours."""
PERIODS = [
    (date(2027, 1, 1), date(2027, 3, 31)),
    (date(2027, 1, 1), date(2027, 12, 31)),
    (date(2026, 12, 31), date(2026, 12, 31)),
    (date(2028, 2, 1), date(2028, 2, 29)),
    (date(2026, 11, 15), date(2027, 4, 1)),
    (date(2020, 1, 1), date(2030, 12, 31)),
]
NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)
PARIS = ZoneInfo("Europe/Paris")
STATES = ["announced", "suitable", "unsuitable", "declined", "cancelled"]
CLAUSED = ["confirmed", "published", "awarded", "running", "completed"]
AWARDED = ["awarded", "running", "completed"]
ELIGIBLE = ["long_term", "rsa", "allowance", "disabled", "young", "senior", "structure", "district", "other"]
CONTRACTS = ["cdi", "cdd", "interim", "apprenticeship", "professionalisation", "cddi"]
HIRED = ["hiring_company", "outside_contract"]
LEFT_FOR = ["none", *HIRED, "civil_service", "own_business", "training", "certification"]
World = dict[str, list[dict[str, Any]]]


class Draw:
    """One world: rows by table, in order of their numbers; what `write` adds says nothing a figure counts."""

    def __init__(self, dice: random.Random, *, full: bool = False) -> None:
        self.random, self.full = dice, full
        self.rows: World = {table.__tablename__: [] for table in TABLES}
        self.opened: dict[int, list[str]] = {}

    def __repr__(self) -> str:
        lines = [
            f"  {name} {row.get('id', '')}: " + " ".join(f"{key}={row[key]}" for key in row if key != "id")
            for name, rows in self.rows.items()
            for row in rows
        ]
        return "\n".join(["", *lines, f"  eligible: {self.opened}"])

    def chance(self, share: float) -> bool:
        return self.random.random() < share

    def maybe(self, value: Any, share: float = 0.5) -> Any:
        return value if self.chance(share) else None

    def times(self, low: int, high: int) -> range:
        return range(self.random.randint((low + high) // 2 if self.full else low, high))

    def one(self, *values: Any) -> Any:
        return self.random.choice(values)

    def cents(self, most: int) -> Decimal:
        return Decimal(self.random.randrange(1, most)) / 100

    def day(self) -> date:
        if self.chance(0.4):
            return self.random.choice(EDGES)
        return date(2026, 6, 1) + timedelta(days=self.random.randrange(730))

    def later(self, start: date, before: date = date.max) -> date:
        """A day from `start` on, before another."""
        edges = [edge for edge in EDGES if start <= edge < before]
        if edges and self.chance(0.4):
            return self.random.choice(edges)
        days = [days for days in (0, 1, 30, 400) if start + timedelta(days=days) < before]
        return start + timedelta(days=self.random.choice(days))

    def instant(self) -> datetime:
        """Noon of a day, or the first or the last moment of a day in Paris."""
        day = self.day()
        if self.chance(0.3):
            return datetime.combine(day, NOON.time(), UTC)
        midnight = datetime.combine(day + timedelta(days=self.random.randint(0, 1)), time(), PARIS)
        return midnight.astimezone(UTC) - timedelta(microseconds=self.random.randint(0, 1))

    def put(self, table: str, **values: Any) -> int:
        number = len(self.rows[table]) + 1
        self.rows[table].append({"id": number} | values)
        return number

    def any(self, table: str) -> int:
        return self.random.choice(self.rows[table])["id"]

    def draw(self) -> None:
        for kind in ("plie", "buyer", "buyer", "company", "siae"):
            left = self.maybe(self.day(), 0.3) if kind == "buyer" else None
            self.put("organisations", kind=kind, left_on=left)
        for number in range(3):
            self.put("persons", telegram_id=number + 1)
        for _ in self.times(1, 5):
            self.market()
        for _ in self.times(1, 8):
            self.candidate()
        for _ in self.times(0, 4):
            self.put("offers", lot_id=self.maybe(self.any("lots"), 0.8))
        for _ in self.times(0, 14):
            self.placement()
        self.way()

    def market(self) -> None:
        market = self.put(
            "procurements",
            organisation_id=self.one(2, 3),
            category=self.one("works", "services", "supplies"),
            amount=self.maybe(self.cents(10**8), 0.8),
            months=Decimal(self.one("1", "2.5", "12", "36", "0.25")),
        )
        for position in self.times(1, 3):
            self.lot(market, position)

    def lot(self, market: int, position: int) -> None:
        state = self.one(*CLAUSED, *STATES)
        was = self.one(*CLAUSED, *STATES) if state == "cancelled" else state
        claused, awarded = was in CLAUSED, was in AWARDED
        amount = self.maybe(self.cents(10**7), 0.7)
        lot = self.put(
            "lots",
            procurement_id=market,
            position=position,
            state=state,
            amount=amount,
            hours_owed=self.random.randrange(5000) if claused else self.maybe(300),
            confirmed_on=self.day() if claused else None,
            supplier_id=4 if awarded else None,
            awarded_on=self.day() if awarded else None,
            awarded_amount=self.cents(10**7) if awarded and (amount is None or self.chance(0.7)) else None,
            cancelled_on=self.day() if state == "cancelled" else None,
        )
        if awarded:
            self.amendments(lot)

    def amendments(self, lot: int) -> None:
        signed = self.day()
        for _ in range(self.one(0, 0, 1, 2, 3)):
            signed = self.one(signed, self.day())
            amount = self.maybe(self.cents(10**7))
            months = Decimal(self.random.randint(1, 40)) if amount is None else self.maybe(Decimal("7.5"))
            self.put("amendments", lot_id=lot, signed_on=signed, amount=amount, months=months)

    def candidate(self) -> None:
        found = self.put(
            "candidates",
            birth_year=self.one(2001, 1960, 1976, 1977, 1978, 2000, 2002, 2003),
            sex=self.one("female", "male", "unsaid"),
            level=self.random.randint(2, 7),
            experience=self.one(0, 1, 2, 3, 5, 6, 20),
            origin=self.one("plie", "anpe", "mission_locale", "other"),
            state=self.one("active", "active", "closed", "anonymised"),
        )
        self.opened[found] = self.random.sample(ELIGIBLE, self.random.randint(1, 3))

    def placement(self) -> None:
        start = self.day()
        planned = self.maybe(self.later(start), 0.8)
        early = planned is None or planned > start
        ended = self.maybe(self.later(start, planned or date.max), 0.4) if early else None
        state = self.one("confirmed", "confirmed", "confirmed", "declared", "rejected")
        lot = self.maybe(self.any("lots"), 0.8)
        found = self.put(
            "placements",
            candidate_id=self.any("candidates"),
            lot_id=lot,
            state=state,
            starts_on=start,
            planned_end=planned,
            ended_on=ended,
            end_reason=None if ended is None else self.one("resignation", "health", "training", "dismissal"),
        )
        for after in self.random.sample(range(8), self.random.randint(0, 4)) if state == "confirmed" else ():
            first = start.year * 12 + start.month - 1 + after
            self.put(
                "worked_months",
                placement_id=found,
                lot_id=lot,
                month=date(first // 12, first % 12 + 1, 1),
                hours=Decimal(self.random.randrange(20000)) / 100,
                state=self.one("declared", "asked_back", "validated"),
            )

    def way(self) -> None:
        outcomes = ("progress", "ready", "training", "obstacle", "absent")
        for _ in self.times(0, 8):
            met = {"candidate_id": self.any("candidates"), "adviser_id": self.any("persons")}
            self.put("interviews", **met, held_on=self.day(), outcome=self.one(*outcomes))
        for _ in self.times(0, 4):
            self.training()
        for person in range(1, len(self.rows["candidates"]) + 1):
            for _ in range(self.one(0, 0, 1, 1, 2)):
                self.exit(person)
        for _ in self.times(1, 8) if self.rows["offers"] else ():
            self.referral()

    def training(self) -> None:
        day, cancelled = self.day(), self.maybe(NOON, 0.2)
        timing = self.one("before", "during")
        found = self.put("trainings", timing=timing, starts_on=day, ends_on=day, cancelled_at=cancelled)
        people = range(1, len(self.rows["candidates"]) + 1)
        for person in self.random.sample(people, self.random.randint(1, len(people))):
            state = self.one("planned", "done", "certified", "dropped")
            self.rows["trainees"].append({"training_id": found, "candidate_id": person, "state": state})

    def exit(self, person: int) -> None:
        kind = self.random.choice(LEFT_FOR)
        hired = kind in HIRED
        contract = self.one("cdd", "interim", *CONTRACTS) if hired else None
        months = Decimal(self.one("6", "1", "5.9", "6", "12")) if hired and contract != "cdi" else None
        self.put(
            "exits",
            candidate_id=person,
            left_on=self.day(),
            kind=kind,
            contract=contract,
            months=months,
            cancelled_at=self.maybe(NOON, 0.2),
        )

    def referral(self) -> None:
        pair = {"candidate_id": self.any("candidates"), "offer_id": self.any("offers")}
        waiting = any(
            row["state"] in {"awaiting", "presented"} and pair.items() <= row.items()
            for row in self.rows["referrals"]
        )
        open_states = () if waiting else ("awaiting", "presented")
        state = self.one("hired", "refused", "withdrawn", "obsolete", *open_states)
        seen = state in {"presented", "hired", "refused"} or (state != "awaiting" and self.chance(0.5))
        presented = self.instant() if seen else None
        self.put("referrals", **pair, state=state, created_at=self.instant(), presented_at=presented)


def draw(seed: int) -> Draw:
    """The world of a seed, full enough to have something to show."""
    return drawn(random.Random(seed), full=True)


def drawn(dice: random.Random, *, full: bool = False) -> Draw:
    """The world of these dice."""
    found = Draw(dice, full=full)
    found.draw()
    return found
