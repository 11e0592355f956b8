"""The facts behind the figures that ask for a file (`rules.evidence`): of each proof, which rows, whose they
are, and whether a file proves them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import IntEnum
from typing import Any

import sqlalchemy as sa

from bot.rules import evidence as rules
from bot.rules.lifecycle import LotState
from bot.store.evidence_facts import about_somebody, without
from bot.store.indicators import counted
from bot.store.indicators.counted import EXITS, TRAINEES, TRAININGS, WORKED
from bot.store.indicators.scope import LIVING, LOTS, PLACEMENTS, PROCUREMENTS, Asked
from bot.store.procurements import NOTICE
from bot.store.tables import (
    Attachment,
    Candidate,
    CandidateState,
    PlacementState,
    TraineeState,
    rows_of,
)
from bot.store.types import literal

_attachments, _candidates = rows_of(Attachment), rows_of(Candidate)
_NOBODY = sa.null().cast(sa.Integer)
_GONE = _candidates.c.state == literal(CandidateState.ANONYMISED)


class Standing(IntEnum):
    """Whether a file proves a fact; of what is `LOST` none can any more, the person being anonymised."""

    MISSING = 0
    PROVEN = 1
    LOST = 2


@dataclass(frozen=True, slots=True)
class Facts:
    """The facts of a proof: the kind of object, where they are read from and which count; of each its number,
    the day it is of, the day lists are ordered by (None: by number alone), the organisation or the colleague
    of the PLIE that owes the file, and its standing."""

    subject: str
    source: Any
    where: tuple[Any, ...]
    number: Any
    on: Any
    standing: Any
    owed_by: Any = _NOBODY
    adviser: Any = _NOBODY
    order: Any = None


def _standing(proven: Any, lost: Any = None) -> Any:
    gone = [] if lost is None else [(lost, int(Standing.LOST))]
    return sa.case((proven, int(Standing.PROVEN)), *gone, else_=int(Standing.MISSING))


def _counted(asked: Asked, states: frozenset[LotState]) -> Any:
    """Lots whose clause was confirmed in the period and that came as far as these states; said so that no
    index of states is walked through, of which nearly all lots are."""
    state = LOTS.c.state.concat(sa.literal_column("''"))
    return sa.and_(asked.confirmed(), state.in_([literal(one) for one in sorted(states)]))


def _on_clause(asked: Asked, lot: Any) -> Any:
    """Whether a lot, by its number, has a clause: looked up for each row, as a page needs few of them; with a
    buyer its lots come first."""
    if asked.buyer_id is not None:
        return lot.in_(asked.lots())
    return sa.exists().where(LOTS.c.id == lot, LOTS.c.confirmed_on.is_not(None))


def _of_buyer(asked: Asked) -> tuple[Any, ...]:
    return () if asked.buyer_id is None else (PROCUREMENTS.c.organisation_id == asked.buyer_id,)


def _noticed(asked: Asked) -> Facts:
    number, noticed = PROCUREMENTS.c.id, _counted(asked, rules.NOTICED)
    here = LOTS.c.procurement_id == number
    bare = sa.exists().where(here, noticed, LOTS.c.notice_link.is_(None), without("lot", "notice", LOTS.c.id))
    file = sa.exists().where(_attachments.c.procurement_id == number, _attachments.c.purpose == NOTICE)
    published = sa.func.min(sa.func.coalesce(LOTS.c.published_on, LOTS.c.awarded_on, LOTS.c.confirmed_on))
    return Facts(
        "procurement",
        PROCUREMENTS,
        (asked.among(number, sa.select(LOTS.c.procurement_id).where(noticed)), *_of_buyer(asked)),
        number,
        sa.select(published).where(here, noticed).scalar_subquery(),
        _standing(sa.or_(file, ~without("procurement", "notice", number), ~bare)),
        PROCUREMENTS.c.organisation_id,
    )


def _awarded(asked: Asked) -> Facts:
    shown = [~without("lot", "award", LOTS.c.id), ~without("procurement", "award", PROCUREMENTS.c.id)]
    return Facts(
        "lot",
        sa.join(LOTS, PROCUREMENTS, PROCUREMENTS.c.id == LOTS.c.procurement_id),
        (_counted(asked, rules.AWARDED), *_of_buyer(asked)),
        LOTS.c.id,
        sa.func.coalesce(LOTS.c.awarded_on, LOTS.c.confirmed_on),
        _standing(sa.or_(*shown)),
        PROCUREMENTS.c.organisation_id,
    )


def _hired(asked: Asked) -> Facts:
    confirmed = PLACEMENTS.c.state == literal(PlacementState.CONFIRMED)
    proven = ~without("placement", "contract", PLACEMENTS.c.id)
    return Facts(
        "placement",
        PLACEMENTS,
        (confirmed, _on_clause(asked, PLACEMENTS.c.lot_id), asked.overlapping()),
        PLACEMENTS.c.id,
        PLACEMENTS.c.starts_on,
        _standing(proven, ~about_somebody(PLACEMENTS.c.candidate_id)),
        PLACEMENTS.c.declaring_id,
    )


def _worked(asked: Asked) -> Facts:
    theirs = PLACEMENTS.alias()
    whose = sa.join(theirs, _candidates, _candidates.c.id == theirs.c.candidate_id)
    gone = sa.exists().select_from(whose).where(theirs.c.id == WORKED.c.placement_id, _GONE)
    return Facts(
        "month",
        sa.join(WORKED, PLACEMENTS, PLACEMENTS.c.id == WORKED.c.placement_id),
        (counted.stated(asked), _on_clause(asked, WORKED.c.lot_id), WORKED.c.hours > 0),
        WORKED.c.id,
        WORKED.c.month,
        _standing(~without("month", "hours", WORKED.c.id), gone),
        PLACEMENTS.c.declaring_id,
        order=WORKED.c.month,
    )


def _trained(asked: Asked) -> Facts:
    """Trainings with a beneficiary of the period who got a certificate; the first of their advisers."""
    certified = sa.and_(
        counted.began(asked),
        TRAINEES.c.state == literal(TraineeState.CERTIFIED),
        asked.among(TRAINEES.c.candidate_id, asked.beneficiaries()),
    )
    known = sa.func.max(sa.case((_GONE, 0), else_=1)).label("known")
    people = sa.select(TRAINEES.c.training_id, known, sa.func.min(_candidates.c.adviser_id).label("adviser"))
    joined = sa.join(TRAININGS, TRAINEES, TRAINEES.c.training_id == TRAININGS.c.id).join(
        _candidates, _candidates.c.id == TRAINEES.c.candidate_id
    )
    followed = people.select_from(joined).where(certified).group_by(TRAINEES.c.training_id).subquery()
    return Facts(
        "training",
        sa.join(TRAININGS, followed, followed.c.training_id == TRAININGS.c.id),
        (),
        TRAININGS.c.id,
        TRAININGS.c.ends_on,
        _standing(~without("training", "training", TRAININGS.c.id), followed.c.known == 0),
        adviser=followed.c.adviser,
        order=TRAININGS.c.starts_on,
    )


def _left(asked: Asked) -> Facts:
    return Facts(
        "exit",
        sa.join(EXITS, _candidates, _candidates.c.id == EXITS.c.candidate_id),
        (counted.positive(asked), EXITS.c.kind.in_(sorted(rules.LEFT_FOR))),
        EXITS.c.id,
        EXITS.c.left_on,
        _standing(~without("exit", "exit", EXITS.c.id), _GONE),
        adviser=_candidates.c.adviser_id,
        order=EXITS.c.left_on,
    )


def _eligible(asked: Asked) -> Facts:
    """Beneficiaries, since they began to work in the period."""
    here = sa.and_(
        PLACEMENTS.c.candidate_id == _candidates.c.id,
        LIVING,
        _on_clause(asked, PLACEMENTS.c.lot_id),
        asked.overlapping(),
    )
    began = sa.select(sa.func.min(PLACEMENTS.c.starts_on)).where(here)
    return Facts(
        "candidate",
        _candidates,
        (asked.among(_candidates.c.id, asked.beneficiaries()),),
        _candidates.c.id,
        began.correlate(_candidates).scalar_subquery(),
        _standing(~without("candidate", "eligibility", _candidates.c.id), _GONE),
        adviser=_candidates.c.adviser_id,
    )


FACTS: Mapping[str, Callable[[Asked], Facts]] = {
    "notice": _noticed,
    "award": _awarded,
    "contract": _hired,
    "hours": _worked,
    "training": _trained,
    "exit": _left,
    "eligibility": _eligible,
}
"""The facts of each proof, in the order of `rules.evidence.ORDER`."""
OWED = ("notice", "award", "contract", "hours")
"""The proofs organisations owe; the others are the PLIE's."""
