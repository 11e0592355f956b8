"""A person's way to work, put together from the tables it is told in."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

import sqlalchemy as sa

from bot.store import evidence, exits, follow_ups, interviews, placements, referrals, trainings
from bot.store.database import Session
from bot.store.tables import (
    Exit,
    FollowUp,
    HoursState,
    Interview,
    Placement,
    Referral,
    WorkedMonth,
    rows_of,
)
from bot.store.trainings import Attended
from bot.store.worked import VALIDATED_HOURS, hundredths

MOST = 60
"""How many facts of one kind a story tells at most, the latest."""

_months = rows_of(WorkedMonth)
_placements = rows_of(Placement)


@dataclass(frozen=True, slots=True)
class Worked:
    """Hours of a placement: all that stand as declared, validated or not, and those validated."""

    declared: Decimal
    validated: Decimal


@dataclass(frozen=True, slots=True)
class Story:
    """All that happened to a person; `worked` by the number of the placement, `files`: how many prove it."""

    interviews: Sequence[Interview]
    trainings: Sequence[Attended]
    referrals: Sequence[Referral]
    placements: Sequence[Placement]
    worked: Mapping[int, Worked]
    follow_ups: Sequence[FollowUp]
    exits: Sequence[Exit]
    files: int


def of(session: Session, candidate_id: int) -> Story:
    """The story of a candidate as things are now."""
    return Story(
        interviews.of_candidate(session, candidate_id, MOST),
        trainings.of_candidate(session, candidate_id, MOST),
        referrals.of_candidate(session, candidate_id, MOST),
        placements.of_candidate(session, candidate_id),
        worked(session, candidate_id),
        follow_ups.of_candidate(session, candidate_id, MOST),
        exits.of_candidate(session, candidate_id),
        len(evidence.of_candidate(session, candidate_id)),
    )


def worked(session: Session, candidate_id: int) -> dict[int, Worked]:
    """The hours of each placement of a candidate that has any; months asked back do not count."""
    totals = sa.select(_months.c.placement_id, sa.func.sum(_months.c.hours), sa.func.sum(VALIDATED_HOURS))
    theirs = sa.and_(_placements.c.candidate_id == candidate_id, _months.c.state != HoursState.ASKED_BACK)
    joined = totals.join_from(_months, _placements).where(theirs).group_by(_months.c.placement_id)
    return {
        number: Worked(hundredths(declared), hundredths(done))
        for number, declared, done in session.core.execute(joined)
    }
