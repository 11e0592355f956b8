"""Legal holds: a file kept whole until a day, whatever its age (`domain.md` §8: European funds)."""

from datetime import date
from typing import Any

from bot.store import candidates
from bot.store.candidates import LIVING
from bot.store.database import Session
from bot.store.tables import Candidate, rows_of

_rows = rows_of(Candidate)
_NONE: dict[str, Any] = {"hold_until": None, "hold_ground": None, "hold_by": None}


def ground(session: Session, candidate: Candidate) -> str | None:
    """Why the file is held, in the words of who did it."""
    if candidate.hold_ground is None:
        return None
    return str(session.sealer.open(candidate.hold_ground, _binding(candidate)))


def hold(session: Session, candidate: Candidate, said: str, until: date, by: int) -> bool:
    """Hold a living file to this day, its last one, in the place of the hold there was. Returns whether it
    was there."""
    sealed = session.sealer.seal(said, _binding(candidate))
    values = {"hold_until": until, "hold_ground": sealed, "hold_by": by}
    return candidates.update(session, candidates.identity(candidate), LIVING, **values)


def lift(session: Session, candidate_id: int) -> bool:
    """End the hold of a living file. Returns whether there was one: of two people at once, one."""
    return candidates.update(session, candidate_id, LIVING, _rows.c.hold_until.is_not(None), **_NONE)


def longest(session: Session, kept: Candidate, other: Candidate) -> dict[str, Any]:
    """The columns of the hold of two files that become one: the one that lasts longer."""
    lasts = [one for one in (kept, other) if one.hold_until is not None]
    best = max(lasts, key=lambda one: one.hold_until or date.min, default=kept)
    said = ground(session, best)
    sealed = None if said is None else session.sealer.seal(said, _binding(kept))
    return {"hold_until": best.hold_until, "hold_ground": sealed, "hold_by": best.hold_by}


def _binding(candidate: Candidate) -> str:
    return f"candidates.hold_ground:{candidate.uid}"
