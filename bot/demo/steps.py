"""What can happen to a person on the way to work, as steps of their story: each does what a button does."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

from bot.actions import (
    add_interview,
    end_placement,
    hire,
    log_follow_up,
    meet,
    record_exit,
    refer,
    refuse_referral,
    settle_training,
    train,
)
from bot.demo.vacancies import lot_id, posted
from bot.dialogue.journey.placements.steps import Engagement
from bot.dialogue.turn import Turn
from bot.rules.follow_up import working
from bot.rules.placements import Terms
from bot.store import exits, follow_ups, offers, organisations, placements, referrals, trainings
from bot.store.interviews import Held
from bot.store.placements import Employing
from bot.store.tables import (
    Contract,
    Employer,
    EndReason,
    ExitKind,
    FollowUpKind,
    FollowUpState,
    InterviewKind,
    InterviewOutcome,
    JobOffer,
    Kind,
    NextStep,
    Placement,
    Referral,
    RefusalReason,
    Timing,
    TraineeState,
)
from bot.store.trainings import Course

Do = Callable[[Turn, int], object]
"""What is done of a candidate, by their number."""


@dataclass(frozen=True, slots=True)
class Deal:
    """A contract of work: it starts so many days after it is signed, or on the working day after that, and
    lasts so many (None: without end)."""

    contract: Contract
    after: int
    days: int | None
    hours: int = 35
    employer: Employer = Employer.SUPPLIER
    lender: str | None = None

    def engagement(self, turn: Turn) -> Engagement:
        """The contract signed today."""
        start = working(turn.today + timedelta(days=self.after))
        end = None if self.days is None else start + timedelta(days=self.days)
        siae = None
        if self.employer is Employer.SIAE:
            siae = organisations.find_or_create(turn.session, Kind.SIAE, self.lender or "", turn.now).id
        employing = Employing(self.employer, siae, None if siae else self.lender)
        return Engagement(self.contract, Terms(start, end, Decimal(self.hours)), employing)


def interviewed(kind: InterviewKind, outcome: InterviewOutcome, following: NextStep | None = None) -> Do:
    """An interview was held the same day."""
    return lambda turn, person: add_interview.add(turn, person, Held(turn.today, kind, outcome, following))


def trained(title: str, provider: str, hours: int, after: int = 0, requirement: int | None = None) -> Do:
    """A training before a hire, of five days from so many days later; a certificate ends it."""

    def do(turn: Turn, person: int) -> None:
        start = turn.today + timedelta(days=after)
        end = start + timedelta(days=7)
        said = Course(title, Timing.BEFORE, start, end, Decimal(hours), provider, True, requirement)
        train.train(turn, said, [person])

    return do


def certified(turn: Turn, person: int) -> None:
    """The last training was followed to its certificate."""
    last = trainings.of_candidate(turn.session, person)[0].training
    settle_training.settle(
        turn, trainings.identity(last), person, (TraineeState.PLANNED, TraineeState.CERTIFIED)
    )


def presented(company: str, job: str) -> Do:
    """The person is presented for the company's offer of this job."""
    return lambda turn, person: refer.refer(turn, person, offers.identity(posted(turn, company, job)))


def _open(turn: Turn, person: int) -> tuple[Referral, JobOffer]:
    """The referral of a person that waits, and its offer. Raises LookupError."""
    for one in referrals.of_candidate(turn.session, person):
        offer = offers.get(turn.session, one.offer_id)
        if one.state in referrals.OPEN and offer is not None:
            return one, offer
    raise LookupError("no referral waits")


def wanted(turn: Turn, person: int) -> None:
    """The company wants to meet the person."""
    meet.meet(turn, *_open(turn, person))


def refused(reason: RefusalReason) -> Do:
    """The company does not take the person."""
    return lambda turn, person: refuse_referral.refuse(turn, *_open(turn, person), reason)


def taken(deal: Deal) -> Do:
    """The company takes the person presented."""

    def do(turn: Turn, person: int) -> None:
        referral, offer = _open(turn, person)
        said = hire.Hire(
            offer.organisation_id,
            person,
            offer.id,
            referral.id,
            offer.lot_id,
            offer.job,
            deal.engagement(turn),
        )
        hire.hire(turn, said)

    return do


def hired(company: str, lot: tuple[str, str], job: str, deal: Deal) -> Do:
    """A company hires the person for a lot, by no offer."""

    def do(turn: Turn, person: int) -> None:
        home = organisations.find_or_create(turn.session, Kind.COMPANY, company, turn.now).id or 0
        number = lot_id(turn, *lot)
        hire.hire(turn, hire.Hire(home, person, None, None, number, job, deal.engagement(turn)))

    return do


def followed(kind: FollowUpKind, state: FollowUpState = FollowUpState.WELL) -> Do:
    """The adviser made the follow-up of this kind."""

    def do(turn: Turn, person: int) -> None:
        row = next(one for one in follow_ups.of_candidate(turn.session, person) if one.kind == kind)
        log_follow_up.log(turn, follow_ups.identity(row), None, state)

    return do


def ended(reason: EndReason) -> Do:
    """The work ended the same day, before its time."""

    def do(turn: Turn, person: int) -> None:
        last: Placement = placements.of_candidate(turn.session, person)[-1]
        end_placement.end(turn, placements.identity(last), None, turn.today, reason)

    return do


def left(kind: ExitKind, contract: Contract | None = None, months: int | None = None) -> Do:
    """The person left the same day."""

    def do(turn: Turn, person: int) -> None:
        length = None if months is None else Decimal(months)
        record_exit.record(turn, person, exits.Said(turn.today, kind, contract, length))

    return do
