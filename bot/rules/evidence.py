"""What proves what (`domain.md` §3, §6): which facts ask for a file, and who can give it."""

from collections.abc import Mapping

from bot.rules.lifecycle import LotState

FITTING: Mapping[str, tuple[str, ...]] = {
    "procurement": ("notice", "award", "other"),
    "lot": ("notice", "award", "other"),
    "placement": ("contract", "other"),
    "month": ("hours",),
    "training": ("training",),
    "exit": ("exit",),
    "candidate": ("eligibility", "other"),
    "termination": ("termination",),
}
"""What a file may prove of each kind of object, the usual first."""

ORDER = ("notice", "award", "contract", "hours", "training", "exit", "eligibility", "termination", "other")

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
