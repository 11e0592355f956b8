"""The person goes, the counts stay (`domain.md` §8, `docs/decisions/0016-what-anonymising-keeps.md`)."""

from collections.abc import Collection, Iterator, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from bot.store import candidate_index, evidence, imports, trainings
from bot.store.candidates import LIVING
from bot.store.database import Session
from bot.store.imports import waiting
from bot.store.proposals import SUBJECT as PROPOSAL
from bot.store.sealed import CannotOpenError
from bot.store.tables import (
    Candidate,
    CandidateJob,
    CandidateState,
    CandidateWord,
    Change,
    FollowUp,
    Interview,
    Note,
    Referral,
    Trainee,
    rows_of,
)
from bot.store.traces import Traces, wipe

NOBODY = "–"
"""What stands in the place of the name."""

_rows, _words, _jobs = rows_of(Candidate), rows_of(CandidateWord), rows_of(CandidateJob)
_notes, _changes, _trainees = rows_of(Note), rows_of(Change), rows_of(Trainee)
_interviews, _follow_ups, _referrals = rows_of(Interview), rows_of(FollowUp), rows_of(Referral)
_TOLD = ("name", "phone")
_EMPTY: dict[str, Any] = {
    "phone": None,
    "commune": "",
    "district": None,
    "held": 0,
    "jobs": "",
    "adviser_id": None,
    "proposed_by": None,
    "eligible_until": None,
    "hold_until": None,
    "hold_ground": None,
    "hold_by": None,
}
"""What nothing is counted by."""


def people(session: Session, numbers: Collection[int], now: datetime) -> list[list[int]]:
    """Make these files, and those merged into them, nobody's: names, phones, words, notes, earlier values,
    files that prove something about them, and texts that tell of them go; what is counted stays. Returns, for
    each that was there to be anonymised, its number and those of the files merged into it."""
    done = [files for number in sorted(set(numbers)) if (files := _claim(session, number, now))]
    gone = [number for files in done for number in files]
    if not gone:
        return []
    rows = [*session.core.execute(sa.select(_rows).where(_rows.c.id.in_(gone)).order_by(_rows.c.id))]
    traces = [_known(session, rows), *_told(session, gone)]
    for row in rows:
        _empty(session, row)
    digests = [digest for number in gone for digest in _unprove(session, number, gone, now)]
    _forget(session, gone)
    names, phones = ({text for said in traces for text in said[name]} - {NOBODY} for name in _TOLD)
    told = Traces.of(names, phones, [*(row.reference for row in rows), *digests])
    wipe(session, told, now)
    waiting.wipe(session, told)
    return done


def _claim(session: Session, number: int, now: datetime) -> list[int]:
    """The file and those merged into it, anonymised by this and by nobody else; none when it was not there
    to be."""
    mine = sa.and_(_rows.c.id == number, _rows.c.state.in_(LIVING))
    led = sa.and_(_rows.c.state == CandidateState.MERGED, _rows.c.merged_into == number)
    values = {"state": CandidateState.ANONYMISED, "anonymised_at": now}
    if not session.core.execute(sa.update(_rows).where(mine).values(values)).rowcount:
        return []
    merged = session.core.execute(sa.update(_rows).where(led).values(values).returning(_rows.c.id))
    return [number, *sorted(merged.scalars())]


def _known(session: Session, rows: Sequence[Any]) -> dict[str, list[str]]:
    """The names and phones of these files."""
    opened = {
        name: [_opened(session, getattr(row, name), f"candidates.{name}:{row.uid}") for row in rows]
        for name in _TOLD
    }
    return {name: [str(value) for value in values if value] for name, values in opened.items()}


def _told(session: Session, gone: Sequence[int]) -> Iterator[dict[str, list[str]]]:
    """The names and phones that corrections and partners' proposals say."""
    proposed = sa.select(_referrals.c.id).where(_referrals.c.candidate_id.in_(gone))
    corrected = sa.and_(_changes.c.subject == "candidate", _changes.c.subject_id.in_(gone))
    said = sa.and_(_changes.c.subject == PROPOSAL, _changes.c.subject_id.in_(proposed))
    for here in (sa.and_(corrected, _changes.c.field.in_(_TOLD)), said):
        for row in session.core.execute(sa.select(_changes).where(here)):
            for side in ("before", "after"):
                value = _opened(session, getattr(row, side), f"changes.{side}:{row.uid}")
                found = {row.field: value} if row.field in _TOLD else (value or {}).get("answers", {})
                yield {name: [str(found[name])] if found.get(name) else [] for name in _TOLD}


def _opened(session: Session, sealed: bytes | None, binding: str) -> Any:
    """What was sealed; None for nothing, and for what no key opens: nobody reads it."""
    try:
        return None if sealed is None else session.sealer.open(sealed, binding)
    except CannotOpenError:
        return None


def _empty(session: Session, row: Any) -> None:
    keys = candidate_index.keys(session, NOBODY, row.birth_year, None)
    name = session.sealer.seal(NOBODY, f"candidates.name:{row.uid}")
    values = _EMPTY | keys | {"name": name}
    session.core.execute(sa.update(_rows).where(_rows.c.id == row.id).values(values))


def _unprove(session: Session, number: int, gone: Collection[int], now: datetime) -> Iterator[str]:
    """Remove the files about a person, but those of a training that prove something of others too. Gives
    their digests."""
    for row in evidence.every_of(session, number):
        if row.subject == "training" and trainings.somebody_known(session, row.subject_id, but=gone):
            continue
        evidence.remove(session, evidence.identity(row), row.digest, now)
        yield row.digest


def _forget(session: Session, gone: Sequence[int]) -> None:
    """What was written about these people in anybody's words, and what finds them."""
    core = session.core
    imports.forget(session, gone)
    core.execute(sa.delete(_words).where(_words.c.candidate_id.in_(gone)))
    core.execute(sa.delete(_jobs).where(_jobs.c.candidate_id.in_(gone)))
    held, made, proposed = (
        sa.select(table.c.id).where(table.c.candidate_id.in_(gone))
        for table in (_interviews, _follow_ups, _referrals)
    )
    told = (("candidate", gone), ("interview", held), ("follow-up", made), (PROPOSAL, proposed))
    for subject, theirs in told:
        for table in (_notes, _changes):
            here = sa.and_(table.c.subject == subject, table.c.subject_id.in_(theirs))
            core.execute(sa.delete(table).where(here))
    for table in (_interviews, _follow_ups):
        core.execute(sa.update(table).where(table.c.candidate_id.in_(gone)).values(note=None))
