"""Two files of one person become one: the other leads to it from now on."""

from dataclasses import replace

import sqlalchemy as sa

from bot.store import (
    candidates,
    evidence,
    exits,
    follow_ups,
    interviews,
    legal_holds,
    placements,
    referrals,
    trainings,
)
from bot.store.candidates import LIVING, MOST_JOBS, identity, in_step, profile, update
from bot.store.database import Session
from bot.store.tables import Candidate, CandidateState, Note, rows_of

_rows = rows_of(Candidate)
_notes = rows_of(Note)


def merge(session: Session, kept_id: int, other_id: int) -> Candidate | None:
    """The file kept, with the notes, referrals and placements of the other, which leads to it from now on;
    None when one of them is no longer there to be merged. What the kept file lacks comes from the other:
    phone, adviser, jobs, who proposed the person, the end of the eligibility."""
    files = {number: candidates.get(session, number, lock=True) for number in sorted({kept_id, other_id})}
    kept, other = files[kept_id], files[other_id]
    if kept is None or other is None or kept is other or kept.state not in LIVING:
        return None
    if not update(session, other_id, LIVING, state=CandidateState.MERGED, merged_into=kept_id):
        return None
    in_step(session, other_id)
    led = sa.update(_rows).where(_rows.c.merged_into == other_id).values(merged_into=kept_id)
    session.core.execute(led)
    theirs = sa.and_(_notes.c.subject == "candidate", _notes.c.subject_id == other_id)
    session.core.execute(sa.update(_notes).where(theirs).values(subject_id=kept_id))
    referrals.merge(session, kept_id, other_id)
    placements.move_to(session, kept_id, other_id)
    follow_ups.move_to(session, kept_id, other_id)
    exits.move_to(session, kept_id, other_id)
    interviews.move_to(session, kept_id, other_id)
    trainings.move_to(session, kept_id, other_id)
    evidence.move_to(session, "candidate", kept_id, other_id)
    return _completed(session, kept, other)


def _completed(session: Session, kept: Candidate, other: Candidate) -> Candidate | None:
    """The kept file with what only the other knew."""
    ours, theirs = profile(session, kept), profile(session, other)
    jobs = tuple(dict.fromkeys([*ours.jobs, *theirs.jobs]))[:MOST_JOBS]
    said = replace(ours, phone=ours.phone or theirs.phone, jobs=jobs)
    dates = [day for day in (kept.referred_on, other.referred_on) if day]
    update(
        session,
        identity(kept),
        LIVING,
        adviser_id=kept.adviser_id or other.adviser_id,
        proposed_by=kept.proposed_by or other.proposed_by,
        referred_on=max(dates, default=None),
        eligible_until=kept.eligible_until or other.eligible_until,
        **legal_holds.longest(session, kept, other),
    )
    return candidates.change(session, kept, said, max(kept.contacted_on, other.contacted_on))
