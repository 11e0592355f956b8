"""The life of a referral, and what makes one doubtful (`domain.md` §5)."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from bot.rules.matching import Wanted, prefix
from bot.rules.policy import Action

FULL_TIME = Decimal(35)
"""Hours a week from which someone at work is not free for another job (article L3121-27 of the labour
code)."""


class Move(StrEnum):
    """What happens to a referral."""

    PRESENT = "present"
    MEET = "meet"
    REFUSE = "refuse"
    WITHDRAW = "withdraw"
    HIRE = "hire"
    REJECT = "reject"
    VOID = "void"
    OUTDATE = "outdate"


_AWAITING, _PRESENTED, _HIRED = frozenset({"awaiting"}), frozenset({"presented"}), frozenset({"hired"})

MOVES: Mapping[Move, tuple[frozenset[str], str | None, Action | None]] = {
    Move.PRESENT: (_AWAITING, "presented", Action.REFER),
    Move.MEET: (_PRESENTED, None, Action.ANSWER_REFERRAL),
    Move.REFUSE: (_PRESENTED, "refused", Action.ANSWER_REFERRAL),
    Move.WITHDRAW: (_AWAITING | _PRESENTED, "withdrawn", Action.REFER),
    Move.HIRE: (_AWAITING | _PRESENTED, "hired", Action.HIRE),
    Move.REJECT: (_HIRED, "presented", Action.CONFIRM_HIRE),
    Move.VOID: (_HIRED, "obsolete", Action.CONFIRM_HIRE),
    Move.OUTDATE: (_AWAITING | _PRESENTED, "obsolete", None),
}
"""From which states, to which (None: it stays), and what one must be allowed to do (None: it follows from
something else, a hire or the end of the offer). What is refused, withdrawn or obsolete stays so. A hire the
PLIE does not confirm is undone: the person is presented as before, or, where presented anew meanwhile, or
where the file or the offer is closed by now, this referral is void. Only the PLIE sees, and hires, whom it
has not presented yet."""


class MoveError(ValueError):
    """The referral is not where this can happen."""


def sources(move: Move) -> frozenset[str]:
    """The states in which this can happen."""
    return MOVES[move][0]


def target(move: Move) -> str | None:
    """The state this leads to; None when the referral stays where it is."""
    return MOVES[move][1]


def action(move: Move) -> Action | None:
    """What the person must be allowed to do; None for what only follows from something else."""
    return MOVES[move][2]


def after(state: str, move: Move) -> str:
    """The state of a referral after this. Raises MoveError."""
    origins, reached, _ = MOVES[move]
    if state not in origins:
        raise MoveError(f"{move} from {state}")
    return reached or state


class Doubt(StrEnum):
    """Why someone may not be the right person for an offer, in the order it is told."""

    OTHER_JOB = "other job"
    NOT_AVAILABLE = "not available"
    REQUIREMENT = "requirement"
    LEVEL = "level"
    AT_WORK = "at work"
    TRIED = "tried"


@dataclass(frozen=True, slots=True)
class Person:
    """What doubts are about: ROME codes sought, free from when, items held (bits), the training level, the
    hours a week already worked when the job starts, and whether the person had a referral to it before."""

    jobs: Collection[str]
    available_on: date
    held: int
    level: int
    weekly_hours: Decimal = Decimal(0)
    tried: bool = False


def doubts(wanted: Wanted, person: Person) -> tuple[Doubt, ...]:
    """What speaks against presenting this person; nothing of it forbids it. Empty for whom
    `rules.matching.fits` would list, who is free and was never referred to it."""
    told = {
        Doubt.OTHER_JOB: prefix(wanted.job) not in {prefix(job) for job in person.jobs},
        Doubt.NOT_AVAILABLE: person.available_on > wanted.start_on,
        Doubt.REQUIREMENT: person.held & wanted.requirements != wanted.requirements,
        Doubt.LEVEL: wanted.level is not None and person.level < wanted.level,
        Doubt.AT_WORK: person.weekly_hours >= FULL_TIME,
        Doubt.TRIED: person.tried,
    }
    return tuple(doubt for doubt, so in told.items() if so)


def missing(wanted: int, held: int) -> int:
    """The required items (bits) a person does not hold."""
    return wanted & ~held
