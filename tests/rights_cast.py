"""Who is in the town whose rights are tried, what belongs to whom, and in which states."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from bot.rules.lifecycle import LotState
from bot.rules.placements import Terms
from bot.store.tables import Kind, Role

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
TODAY = date(2026, 11, 23)
ZONE = ZoneInfo("Europe/Paris")
PRESCRIBERS = ("anpe", "mission", "department")
"""To whom what is sent to the partners goes."""
MISSING = 987_654
"""The number of nothing."""

HOMES = {
    "plie": Kind.PLIE,
    "buyer A": Kind.BUYER,
    "buyer B": Kind.BUYER,
    "company A": Kind.COMPANY,
    "company B": Kind.COMPANY,
    "company C": Kind.COMPANY,
    "siae A": Kind.SIAE,
    "siae B": Kind.SIAE,
    "anpe": Kind.ANPE,
    "mission": Kind.MISSION_LOCALE,
    "department": Kind.PRESCRIBER,
    "training centre": Kind.PROFESSIONAL,
}
"""Every organisation; nobody works at company C."""
BUYERS, COMPANIES = ("buyer A", "buyer B"), ("company A", "company B", "company C")
PEOPLE: dict[str, tuple[Role, str]] = {
    "facilitator": (Role.FACILITATOR, "plie"),
    "other facilitator": (Role.FACILITATOR, "plie"),
    "coordinator": (Role.COORDINATOR, "plie"),
    "other coordinator": (Role.COORDINATOR, "plie"),
    "buyer A": (Role.BUYER, "buyer A"),
    "buyer B": (Role.BUYER, "buyer B"),
    "company A": (Role.COMPANY, "company A"),
    "company B": (Role.COMPANY, "company B"),
    "siae A": (Role.SIAE, "siae A"),
    "siae B": (Role.SIAE, "siae B"),
    "anpe": (Role.PRESCRIBER, "anpe"),
    "mission": (Role.PRESCRIBER, "mission"),
    "department": (Role.PRESCRIBER, "department"),
    "professional": (Role.PROFESSIONAL, "training centre"),
    "revoked facilitator": (Role.FACILITATOR, "plie"),
    "revoked buyer": (Role.BUYER, "buyer A"),
}
ASKED = ("buyer A", "buyer B")
"""Who is asked to renew the agreement; buyer B does not."""
SIGNED = (*ASKED, "department")
"""Who signed the agreement; the department gave notice."""
HELD = ("awarded", "running", "completed")
STATES: dict[str, dict[str, Any]] = {
    "announced": {},
    "verdict": {"verdict": LotState.SUITABLE},
    "suitable": {"advised_at": NOW},
    "unsuitable": {"advised_at": NOW, "reason": "other"},
    "confirmed": {"advised_at": NOW, "confirmed_on": TODAY},
    "declined": {"advised_at": NOW},
    "published": {"advised_at": NOW, "published_on": TODAY},
    "awarded": {},
    "running": {"kicked_off_on": TODAY},
    "completed": {"kicked_off_on": TODAY, "completed_on": TODAY},
    "cancelled": {"cancelled_on": TODAY},
    "lost": {"cancelled_on": TODAY},
    "alone": {},
}
"""The contracts of each buyer. Lots of `HELD` went to company A and B, the cancelled one had gone to A, the
lost one to nobody, the one `alone` to a company nobody of which has access."""
SUPPLIERS = dict.fromkeys(HELD, ("company A", "company B")) | {
    "cancelled": ("company A",),
    "alone": ("company C",),
}
CODES = {"verdict": LotState.ANNOUNCED, "lost": LotState.CANCELLED, "alone": LotState.AWARDED}
OFFERS: dict[str, dict[str, Any]] = {
    "reserved": {"circulation": "reserved"},
    "due": {"circulation": "due"},
    "held": {"circulation": "held"},
    "filled": {"state": "filled"},
    "withdrawn": {"state": "withdrawn"},
    "expired": {"state": "expired", "closed_on": NOW.date()},
    "sent": {"circulation": "sent", "sent_at": NOW},
}


HIRED = Terms(date(2026, 12, 1), date(2027, 8, 31), Decimal(10))
PLACEMENTS: dict[str, dict[str, Any]] = {
    "declared": {"state": "declared"},
    "confirmed": {"state": "confirmed", "confirmed_at": NOW},
    "ended": {
        "state": "confirmed",
        "confirmed_at": NOW,
        "ended_on": date(2027, 2, 1),
        "end_reason": "resignation",
    },
    "rejected": {"state": "rejected", "confirmed_at": NOW},
}
"""The placements of one person at each of two companies, lent by the SIAE of the same letter."""


@dataclass(frozen=True)
class Someone:
    """A person of the town; `role` is None for a stranger."""

    name: str
    chat: int
    role: Role | None = None
    home: str = ""
    id: int = 0
    revoked: bool = False

    @property
    def known(self) -> bool:
        return self.role is not None and not self.revoked

    @property
    def plie(self) -> bool:
        return self.known and self.role in (Role.FACILITATOR, Role.COORDINATOR)


@dataclass(frozen=True)
class Thing:
    """An object rights are about: whose it is, and which companies hold a lot of it."""

    kind: str
    id: int | str
    state: str = ""
    owner: str = ""
    suppliers: frozenset[str] = frozenset()
    reference: str = ""
    word: str = ""


@dataclass
class World:
    """The people, the organisations' numbers, the things by kind, and who may read each planted word."""

    people: dict[str, Someone] = field(default_factory=dict)
    homes: dict[str, int] = field(default_factory=dict)
    things: dict[str, list[Thing]] = field(default_factory=dict)
    readers: dict[str, frozenset[int]] = field(default_factory=dict)

    def of(self, kind: str, state: str = "", owner: str = "") -> Thing:
        """The first thing of a kind, in a state and of an owner where they are given."""
        return next(
            one
            for one in self.things[kind]
            if state in ("", one.state) and owner in ("", one.owner) and one.state != "missing"
        )
