"""People: beneficiaries and their profile, exits, trainings, departures."""

from collections import Counter
from collections.abc import Iterable
from typing import Any

import sqlalchemy as sa

from bot.rules import exits as rules
from bot.rules import profile
from bot.store.database import Session
from bot.store.indicators.scope import LIVING, PLACEMENTS, Asked
from bot.store.tables import (
    Candidate,
    Eligibility,
    EndReason,
    Exit,
    ExitKind,
    Origin,
    Sex,
    Timing,
    Trainee,
    Training,
    rows_of,
)

_candidates, _exits = rows_of(Candidate), rows_of(Exit)
_trainings, _trainees = rows_of(Training), rows_of(Trainee)
_OUTSIDE = (ExitKind.OUTSIDE_CONTRACT, ExitKind.CIVIL_SERVICE, ExitKind.OWN_BUSINESS)
_TRAINING = (ExitKind.TRAINING, ExitKind.CERTIFICATION)


def figures(session: Session, asked: Asked) -> dict[str, Any]:
    """Under the keys of `domain.md` §7: counts of distinct people, exits, placements."""
    people = _profiles(session, asked)
    return {
        "beneficiaries": people["count"],
        "profile": people["profile"],
        "positive_exits": _positive_exits(session, asked),
        "trained": _trained(session, asked),
        "leavers": _leavers(session, asked),
    }


def _counted(codes: Iterable[str], found: Counter[str]) -> dict[str, int]:
    """Every code with its count, those nobody has too."""
    return {str(code): found[str(code)] for code in codes}


def _profiles(session: Session, asked: Asked) -> dict[str, Any]:
    query = sa.select(
        _candidates.c.uid,
        _candidates.c.level,
        _candidates.c.experience,
        _candidates.c.birth_year,
        _candidates.c.sex,
        _candidates.c.origin,
        _candidates.c.eligibility,
    ).where(_candidates.c.id.in_(asked.beneficiaries()))
    names = ("level", "experience", "age", "sex", "eligibility", "origin")
    counts: dict[str, Counter[str]] = {name: Counter() for name in names}
    people = 0
    for row in session.core.execute(query):
        people += 1
        counts["level"][profile.level(row.level)] += 1
        counts["experience"][profile.experience(row.experience)] += 1
        counts["age"][profile.age(row.birth_year, asked.period.last)] += 1
        counts["sex"][row.sex] += 1
        counts["origin"][row.origin] += 1
        counts["eligibility"].update(
            session.sealer.open(row.eligibility, f"candidates.eligibility:{row.uid}")
        )
    groups: dict[str, Iterable[str]] = {
        "level": profile.LEVELS.values(),
        "experience": profile.EXPERIENCES,
        "age": profile.AGES,
        "sex": Sex,
        "eligibility": Eligibility,
        "origin": Origin,
    }
    return {
        "count": people,
        "profile": {name: _counted(groups[name], counts[name]) for name in names},
    }


def _positive_exits(session: Session, asked: Asked) -> dict[str, int]:
    there = sa.and_(
        asked.on(_exits.c.left_on), _exits.c.cancelled_at.is_(None), _exits.c.kind.in_(sorted(rules.POSITIVE))
    )
    query = sa.select(_exits.c.kind, sa.func.count()).where(there)
    if asked.buyer_id is not None:
        query = query.where(_exits.c.candidate_id.in_(asked.once_placed()))
    found: dict[str, int] = {
        kind: int(count) for kind, count in session.core.execute(query.group_by(_exits.c.kind))
    }
    return {
        "total": sum(found.values()),
        "hiring_company": found.get(ExitKind.HIRING_COMPANY, 0),
        "outside_contract": sum(found.get(kind, 0) for kind in _OUTSIDE),
        "training": sum(found.get(kind, 0) for kind in _TRAINING),
    }


def _trained(session: Session, asked: Asked) -> dict[str, int]:
    """Distinct beneficiaries of the period with a training that starts in it."""
    there = sa.and_(asked.on(_trainings.c.starts_on), _trainings.c.cancelled_at.is_(None))
    mine = _trainees.c.candidate_id.in_(asked.beneficiaries())
    query = sa.select(_trainings.c.timing, _trainees.c.candidate_id).distinct()
    rows = session.core.execute(query.join_from(_trainings, _trainees).where(there, mine)).all()
    return {
        "total": len({person for _, person in rows}),
        "before": sum(timing == Timing.BEFORE for timing, _ in rows),
        "during": sum(timing == Timing.DURING for timing, _ in rows),
    }


def _leavers(session: Session, asked: Asked) -> dict[str, Any]:
    there = sa.and_(asked.on(PLACEMENTS.c.ended_on), PLACEMENTS.c.end_reason.is_not(None), LIVING)
    if asked.buyer_id is not None:
        there = sa.and_(there, PLACEMENTS.c.lot_id.in_(asked.lots()))
    rows = session.core.execute(sa.select(PLACEMENTS.c.candidate_id, PLACEMENTS.c.end_reason).where(there))
    left = rows.all()
    return {
        "people": len({row.candidate_id for row in left}),
        "placements": len(left),
        "reasons": _counted(EndReason, Counter(row.end_reason for row in left)),
    }
