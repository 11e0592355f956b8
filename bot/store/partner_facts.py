"""Things that wait for somebody of the PLIE and concern a company or a SIAE too."""

from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from bot.store.database import Session
from bot.store.tables import JobOffer, Placement, Referral, rows_of
from bot.store.waiting import ending_placements, presented_referrals
from bot.store.waiting.scope import Scope

_referrals, _offers, _placements = rows_of(Referral), rows_of(JobOffer), rows_of(Placement)


@dataclass(frozen=True, slots=True)
class Concerned:
    """A thing that waits since a day (of the fact its stages are counted from), whom it waits for (None:
    anybody of the PLIE), and the organisations it concerns."""

    subject_id: int
    on: date
    person_id: int | None
    organisations: tuple[int, ...]


def presented(session: Session, asked: Scope) -> list[Concerned]:
    """The referrals without outcome, with the company of their offer."""
    waiting = presented_referrals.waiting(asked).subquery()
    query = (
        sa.select(waiting.c.subject_id, waiting.c.since_at, waiting.c.person_id, _offers.c.organisation_id)
        .join(_referrals, _referrals.c.id == waiting.c.subject_id)
        .join(_offers, _offers.c.id == _referrals.c.offer_id)
    )
    return [
        Concerned(row.subject_id, row.since_at.astimezone(asked.zone).date(), row.person_id, (row[3],))
        for row in session.core.execute(query)
    ]


def ending(session: Session, asked: Scope) -> list[Concerned]:
    """The contracts of work about to end, with the company and the SIAE that is the employer, if one is."""
    waiting = ending_placements.waiting(asked).subquery()
    owners = (_placements.c.organisation_id, _placements.c.siae_id)
    query = sa.select(waiting.c.subject_id, waiting.c.since_on, waiting.c.person_id, *owners).join(
        _placements, _placements.c.id == waiting.c.subject_id
    )
    return [
        Concerned(*row[:3], tuple(number for number in row[3:] if number is not None))
        for row in session.core.execute(query)
    ]
