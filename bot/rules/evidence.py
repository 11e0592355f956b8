"""What proves what (`domain.md` §3, §6): which file a fact asks for, and who owes it."""

from collections.abc import Mapping
from decimal import Decimal

from bot.rules.lifecycle import LotState

FITTING: Mapping[str, tuple[str, ...]] = {
    "procurement": ("notice", "award", "other"),
    "lot": ("notice", "award", "other"),
    "placement": ("contract", "other"),
    "month": ("hours",),
    "training": ("training",),
    "exit": ("exit",),
    "candidate": ("eligibility", "other"),
}
"""What a file may prove of each kind of object, the usual first."""

ORDER = ("notice", "award", "contract", "hours", "training", "exit", "eligibility", "other")

OWED_BY: Mapping[str, str] = {
    "notice": "buyer",
    "award": "buyer",
    "contract": "employer",
    "hours": "employer",
    "training": "plie",
    "exit": "plie",
    "eligibility": "plie",
}
"""Who owes it: the buyer, who employs the person (the company or the SIAE), or the PLIE."""

_GIVEN: Mapping[str, tuple[str, ...]] = {
    "buyer": ("notice", "award", "other"),
    "company": ("contract", "hours", "award", "other"),
    "siae": ("contract", "hours", "other"),
    "facilitator": ORDER,
    "coordinator": ORDER,
}

NOTICED = frozenset({LotState.PUBLISHED, LotState.AWARDED, LotState.RUNNING, LotState.COMPLETED})
"""Lots whose notice is to be proven."""
AWARDED = frozenset({LotState.AWARDED, LotState.RUNNING, LotState.COMPLETED})
"""Lots whose award is to be proven."""
HIRED = frozenset({"confirmed"})
"""Placements whose contract of work is to be shown."""
WORKED = frozenset({"declared", "validated"})
"""Months whose hours sheet is to be shown, when there are hours in them."""
CERTIFIED = frozenset({"certified"})
"""Trainings of a person whose certificate is to be shown."""
LEFT_FOR = frozenset(
    {"hiring_company", "outside_contract", "civil_service", "own_business", "training", "certification"}
)
"""Exits that are to be proven: to work or to training."""


def given(role: str, subject: str | None = None) -> tuple[str, ...]:
    """What a person of this role can prove, of this kind of object where one is named; nothing for others."""
    fitting = FITTING.get(subject, ()) if subject is not None else ORDER
    return tuple(proof for proof in _GIVEN.get(role, ()) if proof in fitting)


def fits(subject: str, proof: str) -> bool:
    """Whether a file can prove this of such an object."""
    return proof in FITTING.get(subject, ())


def asked_of_lot(state: str) -> tuple[str, ...]:
    """What a lot in this state asks for."""
    awarded = ("award",) if state in AWARDED else ()
    return ("notice", *awarded) if state in NOTICED else ()


def asked_of_placement(state: str) -> tuple[str, ...]:
    """What a placement in this state asks for."""
    return ("contract",) if state in HIRED else ()


def asked_of_month(state: str, hours: Decimal) -> tuple[str, ...]:
    """What a month of work asks for; a month without hours asks for nothing."""
    return ("hours",) if state in WORKED and hours > 0 else ()


def asked_of_trainee(state: str) -> tuple[str, ...]:
    """What the training of a person asks for."""
    return ("training",) if state in CERTIFIED else ()


def asked_of_exit(kind: str) -> tuple[str, ...]:
    """What an exit asks for."""
    return ("exit",) if kind in LEFT_FOR else ()
