"""Who corresponds to an offer, in which order and why: the PLIE's people come first (article 3).

Pure: `store.matching` asks the same of the database in one query, and a test holds the two together.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

PREFIX = 3
"""How many characters of a ROME code two neighbouring jobs share."""
MOST_JOBS = 3
"""How many jobs a candidate seeks at most (dialogues.md §3)."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What an offer asks: a ROME code, a place, a start, required items (bits), the least level if any."""

    job: str
    commune: str
    start_on: date
    requirements: int
    level: int | None


@dataclass(frozen=True, slots=True)
class Seeker:
    """A candidate for one of the jobs they seek: `held` are bits, `experience` years."""

    candidate_id: int
    job: str
    commune: str
    available_on: date
    level: int
    held: int
    experience: int
    referred_on: date | None


class Why(StrEnum):
    """What speaks for a candidate, the strongest reasons first."""

    SAME_JOB = "same job"
    NEIGHBOURING_JOB = "neighbouring job"
    SAME_COMMUNE = "same commune"
    REQUIREMENTS = "requirements"
    LEVEL = "level"
    EXPERIENCE = "experience"
    AVAILABLE = "available"
    NEVER_REFERRED = "never referred"
    LAST_REFERRED = "last referred"


RankKey = tuple[bool, bool, int, date, int, str]


def prefix(job: str) -> str:
    """What neighbouring jobs share of their ROME codes."""
    return job[:PREFIX]


def fits(wanted: Wanted, seeker: Seeker) -> bool:
    """Whether the candidate corresponds: the job or a neighbouring one, free by the start, holding every
    required item, at the least level or above."""
    return (
        prefix(seeker.job) == prefix(wanted.job)
        and seeker.available_on <= wanted.start_on
        and seeker.held & wanted.requirements == wanted.requirements
        and (wanted.level is None or seeker.level >= wanted.level)
    )


def rank_key(wanted: Wanted, seeker: Seeker) -> RankKey:
    """Sorts candidates who fit, best first: same job, same commune, more experience, longest without a
    referral (never referred first); then the older file, so that the order is total."""
    return (
        seeker.job != wanted.job,
        seeker.commune != wanted.commune,
        -seeker.experience,
        seeker.referred_on or date.min,
        seeker.candidate_id,
        seeker.job,
    )


def offer_key(wanted: Wanted, seeker: Seeker, offer_id: int) -> tuple[bool, bool, date, int]:
    """Sorts the offers one candidate fits, best first: same job, same commune, the one that starts first,
    then the older."""
    return (seeker.job != wanted.job, seeker.commune != wanted.commune, wanted.start_on, offer_id)


def reasons(wanted: Wanted, seeker: Seeker) -> tuple[Why, ...]:
    """Why the candidate is in the list, of those who fit, in the order they are told."""
    told = {
        Why.SAME_JOB: seeker.job == wanted.job,
        Why.NEIGHBOURING_JOB: seeker.job != wanted.job,
        Why.SAME_COMMUNE: seeker.commune == wanted.commune,
        Why.REQUIREMENTS: wanted.requirements != 0,
        Why.LEVEL: wanted.level is not None,
        Why.EXPERIENCE: seeker.experience > 0,
        Why.AVAILABLE: True,
        Why.NEVER_REFERRED: seeker.referred_on is None,
        Why.LAST_REFERRED: seeker.referred_on is not None,
    }
    return tuple(why for why, so in told.items() if so)
