"""Which list is behind which figure, by the figure's key in the reports (`domain.md` §7)."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

import sqlalchemy as sa

from bot.rules import profile
from bot.rules.exits import POSITIVE
from bot.rules.profile import AGES, EXPERIENCES, LEVELS
from bot.store.indicators import counted
from bot.store.indicators.behind.things import Behind, Numbers, Thing
from bot.store.indicators.counted import EXITS, INTERVIEWS, REFERRALS, TRAINEES, TRAININGS, WORKED
from bot.store.indicators.people import LEARNING, OUTSIDE
from bot.store.indicators.scope import LOTS, PLACEMENTS, PROCUREMENTS, Asked
from bot.store.tables import (
    Candidate,
    Category,
    Eligibility,
    EndReason,
    ExitKind,
    HoursState,
    Origin,
    ReferralState,
    Sex,
    Timing,
    rows_of,
)
from bot.store.types import literal

_candidates = rows_of(Candidate)
_OLDEST, _MOST_YEARS = 150, 120


def _procurements(category: Category | None = None) -> Numbers:
    def numbers(asked: Asked) -> sa.Select[Any]:
        confirmed = sa.select(LOTS.c.procurement_id).where(asked.confirmed())
        found = sa.select(PROCUREMENTS.c.id).where(asked.among(PROCUREMENTS.c.id, confirmed))
        if asked.buyer_id is not None:
            found = found.where(PROCUREMENTS.c.organisation_id == asked.buyer_id)
        return found if category is None else found.where(PROCUREMENTS.c.category == literal(category))

    return numbers


def _lots(asked: Asked) -> sa.Select[Any]:
    found = sa.select(LOTS.c.id).where(asked.confirmed())
    if asked.buyer_id is None:
        return found
    mine = sa.select(PROCUREMENTS.c.id).where(PROCUREMENTS.c.organisation_id == asked.buyer_id)
    return found.where(asked.among(LOTS.c.procurement_id, mine))


def _months(*, validated: bool) -> Numbers:
    return lambda asked: sa.select(WORKED.c.id).where(worked(asked, validated=validated))


def worked(asked: Asked, *, validated: bool) -> sa.ColumnElement[bool]:
    """Whether hours count as declared, or as validated."""
    there = counted.declared(asked)
    return sa.and_(there, WORKED.c.state == literal(HoursState.VALIDATED)) if validated else there


def _lots_worked(*, validated: bool) -> Numbers:
    def numbers(asked: Asked) -> sa.Select[Any]:
        there = sa.select(WORKED.c.lot_id).where(worked(asked, validated=validated))
        return sa.select(LOTS.c.id).where(asked.among(LOTS.c.id, there))

    return numbers


def _beneficiaries(*conditions: sa.ColumnElement[bool]) -> Numbers:
    return lambda asked: sa.select(_candidates.c.id).where(
        asked.among(_candidates.c.id, asked.beneficiaries()), *conditions
    )


def _of_experience(group: str) -> Numbers:
    groups = [profile.experience(years) for years in range(_MOST_YEARS)]
    return _beneficiaries(_within(_candidates.c.experience, groups, group, 0))


def _of_age(group: str) -> Numbers:
    def numbers(asked: Asked) -> sa.Select[Any]:
        last = asked.period.last
        oldest = last.year - _OLDEST
        groups = [profile.age(born, last) for born in range(oldest, last.year + 1)]
        return _beneficiaries(_within(_candidates.c.birth_year, groups, group, oldest))(asked)

    return numbers


def _within(
    column: sa.ColumnElement[Any], groups: Sequence[str], group: str, first: int
) -> sa.ColumnElement[bool]:
    """Whether a number is of a group, where `groups` are those of the numbers from `first` on; the first and
    the last group go on beyond."""
    mine = [place for place, name in enumerate(groups) if name == group]
    above = sa.true() if mine[0] == 0 else column >= first + mine[0]
    below = sa.true() if mine[-1] == len(groups) - 1 else column <= first + mine[-1]
    return sa.and_(above, below)


def _exits(kinds: Collection[str] = POSITIVE) -> Numbers:
    return lambda asked: sa.select(EXITS.c.id).where(counted.positive(asked), EXITS.c.kind.in_(sorted(kinds)))


def _trained(timing: Timing | None = None) -> Numbers:
    def numbers(asked: Asked) -> sa.Select[Any]:
        courses = sa.select(TRAINEES.c.candidate_id).join_from(TRAININGS, TRAINEES)
        courses = courses.where(counted.began(asked))
        if timing is not None:
            courses = courses.where(TRAININGS.c.timing == literal(timing))
        return _beneficiaries(asked.among(_candidates.c.id, courses))(asked)

    return numbers


def _departed(reason: EndReason | None = None) -> Numbers:
    def numbers(asked: Asked) -> sa.Select[Any]:
        found = sa.select(PLACEMENTS.c.id).where(counted.departed(asked))
        return found if reason is None else found.where(PLACEMENTS.c.end_reason == literal(reason))

    return numbers


def _leavers(asked: Asked) -> sa.Select[Any]:
    left = sa.select(PLACEMENTS.c.candidate_id).where(counted.departed(asked))
    return sa.select(_candidates.c.id).where(asked.among(_candidates.c.id, left))


def _referrals(*, hired: bool) -> Numbers:
    def numbers(asked: Asked) -> sa.Select[Any]:
        found = sa.select(REFERRALS.c.id).where(counted.made(asked))
        return found.where(REFERRALS.c.state == literal(ReferralState.HIRED)) if hired else found

    return numbers


def _presented(origin: Origin) -> Numbers:
    def numbers(asked: Asked) -> sa.Select[Any]:
        shown = sa.select(REFERRALS.c.candidate_id).where(counted.presented(asked))
        mine = sa.and_(asked.among(_candidates.c.id, shown), _candidates.c.origin == literal(origin))
        return sa.select(_candidates.c.id).where(mine)

    return numbers


def _interviews(adviser_id: int | None = None) -> Numbers:
    def numbers(asked: Asked) -> sa.Select[Any]:
        found = sa.select(INTERVIEWS.c.id).where(counted.held(asked))
        return found if adviser_id is None else found.where(INTERVIEWS.c.adviser_id == adviser_id)

    return numbers


def _people(numbers: Numbers) -> Behind:
    return Behind(Thing.CANDIDATE, numbers)


def _supported(asked: Asked) -> sa.Select[Any]:
    return sa.select(_candidates.c.id).where(
        sa.or_(*(asked.among(_candidates.c.id, query) for query in counted.supported(asked)))
    )


def _reached(asked: Asked) -> sa.Select[Any]:
    return sa.select(_candidates.c.id).where(asked.among(_candidates.c.id, counted.reached(asked)))


def by_adviser(adviser_id: int) -> Behind:
    """The interviews of the period that one adviser held."""
    return Behind(Thing.INTERVIEW, _interviews(adviser_id), INTERVIEWS.c.held_on)


def _profile() -> Iterator[tuple[str, Behind]]:
    for number, code in LEVELS.items():
        yield f"level.{code}", _people(_beneficiaries(_candidates.c.level == number))
    for group in EXPERIENCES:
        yield f"experience.{group}", _people(_of_experience(group))
    for group in AGES:
        yield f"age.{group}", _people(_of_age(group))
    for sex in Sex:
        yield f"sex.{sex}", _people(_beneficiaries(_candidates.c.sex == literal(sex)))
    for reason in Eligibility:
        yield f"eligibility.{reason}", Behind(Thing.CANDIDATE, _beneficiaries(), category=reason)
    for origin in Origin:
        yield f"origin.{origin}", _people(_beneficiaries(_candidates.c.origin == literal(origin)))


BEHIND: Mapping[str, Behind] = {
    "markets.procurements": Behind(Thing.PROCUREMENT, _procurements()),
    **{f"markets.by_category.{one}.count": Behind(Thing.PROCUREMENT, _procurements(one)) for one in Category},
    "hours.owed": Behind(Thing.LOT, _lots),
    "hours.declared": Behind(Thing.MONTH, _months(validated=False), WORKED.c.month),
    "hours.validated": Behind(Thing.MONTH, _months(validated=True), WORKED.c.month),
    "people.beneficiaries": _people(_beneficiaries()),
    **{f"people.profile.{key}": behind for key, behind in _profile()},
    "people.positive_exits.total": Behind(Thing.EXIT, _exits(), EXITS.c.left_on),
    "people.positive_exits.hiring_company": Behind(
        Thing.EXIT, _exits([ExitKind.HIRING_COMPANY]), EXITS.c.left_on
    ),
    "people.positive_exits.outside_contract": Behind(Thing.EXIT, _exits(OUTSIDE), EXITS.c.left_on),
    "people.positive_exits.training": Behind(Thing.EXIT, _exits(LEARNING), EXITS.c.left_on),
    "people.trained.total": _people(_trained()),
    "people.trained.before": _people(_trained(Timing.BEFORE)),
    "people.trained.during": _people(_trained(Timing.DURING)),
    "people.leavers.people": _people(_leavers),
    "people.leavers.placements": Behind(Thing.PLACEMENT, _departed(), PLACEMENTS.c.ended_on),
    **{
        f"people.leavers.reasons.{one}": Behind(Thing.PLACEMENT, _departed(one), PLACEMENTS.c.ended_on)
        for one in EndReason
    },
    "implementation.interviews.total": Behind(Thing.INTERVIEW, _interviews(), INTERVIEWS.c.held_on),
    "implementation.referrals.total": Behind(Thing.REFERRAL, _referrals(hired=False), REFERRALS.c.created_at),
    "implementation.referrals.hired": Behind(Thing.REFERRAL, _referrals(hired=True), REFERRALS.c.created_at),
    **{f"implementation.presented.{one}": _people(_presented(one)) for one in Origin},
    "targets.supported": _people(_supported),
    "targets.sustained": _people(_reached),
}
"""By the path of the figure in `store.indicators.figures`."""
BY_LOT: Mapping[str, Behind] = {
    "hours.declared": Behind(Thing.LOT, _lots_worked(validated=False)),
    "hours.validated": Behind(Thing.LOT, _lots_worked(validated=True)),
}
"""The same hours by lot: what a buyer may read of them, about nobody."""
