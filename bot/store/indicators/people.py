"""People: beneficiaries and their profile, exits, trainings, departures."""

from typing import Any

import sqlalchemy as sa

from bot.rules.exits import POSITIVE
from bot.store.database import Session
from bot.store.indicators import counted
from bot.store.indicators.arrays import Marked, tally
from bot.store.indicators.gathered import Gathered
from bot.store.indicators.reading import code, columns
from bot.store.indicators.scope import PLACEMENTS, Asked
from bot.store.tables import EndReason, ExitKind, Timing

OUTSIDE = (ExitKind.OUTSIDE_CONTRACT, ExitKind.CIVIL_SERVICE, ExitKind.OWN_BUSINESS)
LEARNING = (ExitKind.TRAINING, ExitKind.CERTIFICATION)


def figures(session: Session, asked: Asked, gathered: Gathered | None = None) -> dict[str, Any]:
    """Under the keys of `domain.md` §7: counts of distinct people, exits, placements."""
    found = gathered or Gathered(session, asked)
    return {
        "beneficiaries": found.beneficiaries.count,
        "profile": found.profiles.beneficiaries,
        "positive_exits": _positive_exits(found),
        "trained": _trained(found),
        "leavers": _leavers(session, asked),
    }


def _positive_exits(found: Gathered) -> dict[str, int]:
    counts = tally(found.exits[1], list(ExitKind))
    return {
        "total": sum(counts[kind] for kind in POSITIVE),
        "hiring_company": counts[ExitKind.HIRING_COMPANY],
        "outside_contract": sum(counts[kind] for kind in OUTSIDE),
        "training": sum(counts[kind] for kind in LEARNING),
    }


def _trained(found: Gathered) -> dict[str, int]:
    """Distinct beneficiaries of the period with a training that starts in it."""
    people, timings = found.trainees
    mine = found.beneficiaries.of(people)
    counts = {name: Marked(people[mine & (timings == place)]).count for place, name in enumerate(Timing)}
    return {
        "total": Marked(people[mine]).count,
        "before": counts[Timing.BEFORE],
        "during": counts[Timing.DURING],
    }


def _leavers(session: Session, asked: Asked) -> dict[str, Any]:
    query = sa.select(PLACEMENTS.c.candidate_id, code(PLACEMENTS.c.end_reason, EndReason))
    people, reasons = columns(session, query.where(counted.departed(asked)))
    return {
        "people": Marked(people).count,
        "placements": int(people.size),
        "reasons": tally(reasons, list(EndReason)),
    }
