"""Candidates partners proposed for offers sent to them: what was said of each, and who may know of it.

What a partner said is kept beside the referral, in the history: the file may be corrected by the PLIE, or
merged into another one the partner must not learn of.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from bot.store import candidate_lists, candidates, history
from bot.store.candidates import Profile
from bot.store.database import Session
from bot.store.history import Subject
from bot.store.tables import (
    Candidate,
    CandidateState,
    Change,
    JobOffer,
    Person,
    Referral,
    rows_of,
)

SUBJECT = "proposal"
_SAID = "said"

_candidates = rows_of(Candidate)
_changes = rows_of(Change)
_offers = rows_of(JobOffer)
_persons = rows_of(Person)
_referrals = rows_of(Referral)


@dataclass(frozen=True, slots=True)
class Said:
    """What a partner said of someone: the reference it knows them by, and the answers of the form."""

    reference: str
    answers: Mapping[str, Any]

    @property
    def name(self) -> str:
        """The name as the partner typed it."""
        return str(self.answers.get("name", ""))


@dataclass(frozen=True, slots=True)
class Line:
    """A proposal in a list: the number of the person's file and of the referral, the reference of the offer,
    where it stands, whether the company wants to meet the person."""

    candidate_id: int
    referral_id: int
    offer: str
    state: str
    meeting: bool


def keep(session: Session, referral_id: int, said: Said, by: int, now: datetime) -> None:
    """Keep what a partner said of the person of a referral, sealed."""
    value = {"reference": said.reference, "answers": dict(said.answers)}
    history.record(session, Subject(SUBJECT, referral_id), by, now, {}, {_SAID: value})


def said(session: Session, referral_id: int) -> Said | None:
    """What the partner said; None where nobody proposed the person, or it is erased."""
    return said_of(session, [referral_id]).get(referral_id)


def said_of(session: Session, referral_ids: Collection[int]) -> dict[int, Said]:
    """What partners said of the persons of these referrals, by the number of the referral."""
    here = sa.and_(_changes.c.subject == SUBJECT, _changes.c.subject_id.in_(referral_ids))
    rows = session.core.execute(sa.select(_changes).where(here).order_by(_changes.c.id))
    opened = {row.subject_id: session.sealer.open(row.after, f"changes.after:{row.uid}") for row in rows}
    return {number: Said(value["reference"], value["answers"]) for number, value in opened.items()}


def organisation_of(session: Session, referral: Referral) -> int:
    """The organisation that made a referral. Raises LookupError."""
    query = sa.select(_persons.c.organisation_id).where(_persons.c.id == referral.created_by)
    found = session.core.execute(query).scalar()
    if found is None:
        raise LookupError("a referral nobody made")
    return int(found)


def known(session: Session, profile: Profile, organisation_id: int) -> Candidate | None:
    """The active file of the same person (name and year of birth) that this organisation proposed, if any;
    nobody else changes it before the end of the turn."""
    for line in candidate_lists.doubles(session, replace(profile, phone=None)):
        if _is_theirs(candidates.get(session, line.id), session, organisation_id):
            file = candidates.get(session, line.id, lock=True)
            return file if _is_theirs(file, session, organisation_id) else None
    return None


def _is_theirs(file: Candidate | None, session: Session, organisation_id: int) -> bool:
    if file is None or file.state != CandidateState.ACTIVE:
        return False
    query = sa.select(_persons.c.organisation_id).where(_persons.c.id == file.proposed_by)
    return session.core.execute(query).scalar() == organisation_id


def of_person(session: Session, candidate_id: int, organisation_id: int, most: int) -> list[Line]:
    """The proposals of a person by an organisation, newest first, at most `most`."""
    here = (
        _referrals.c.candidate_id == candidate_id,
        _referrals.c.created_by.in_(_people_of(organisation_id)),
    )
    query = _LINES.where(*here).order_by(_referrals.c.id.desc()).limit(most)
    return [_line(row) for row in session.core.execute(query)]


def _people_of(organisation_id: int) -> sa.Select[tuple[int]]:
    return sa.select(_persons.c.id).where(_persons.c.organisation_id == organisation_id)


_LINES = sa.select(
    _referrals.c.candidate_id,
    _referrals.c.id,
    _offers.c.reference,
    _referrals.c.state,
    _referrals.c.meeting_at,
).join_from(_referrals, _offers)


def _line(row: Any) -> Line:
    return Line(row.candidate_id, row.id, row.reference, row.state, meeting=row.meeting_at is not None)


def page(session: Session, organisation_id: int, before: int | None, size: int) -> list[Line]:
    """At most `size` of the persons an organisation proposed, newest file first, older than the file
    `before`; where a file was merged into one somebody else proposed, under the number it had."""
    theirs, survivor = _people_of(organisation_id), _candidates.alias()
    now = sa.func.coalesce(_candidates.c.merged_into, _candidates.c.id)
    alike = sa.exists().where(survivor.c.id == _candidates.c.merged_into, survivor.c.proposed_by.in_(theirs))
    proposed = sa.exists().where(_referrals.c.candidate_id == now, _referrals.c.created_by.in_(theirs))
    query = sa.select(_candidates.c.id, now.label("now")).where(
        _candidates.c.proposed_by.in_(theirs),
        _candidates.c.state != CandidateState.ANONYMISED,
        ~alike,
        proposed,
    )
    if before is not None:
        query = query.where(_candidates.c.id < before)
    found = session.core.execute(query.order_by(_candidates.c.id.desc()).limit(size)).all()
    newest = [(row.id, of_person(session, row.now, organisation_id, 1)) for row in found]
    return [replace(lines[0], candidate_id=number) for number, lines in newest]
