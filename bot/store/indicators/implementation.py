"""Implementation by the PLIE: interviews held, referrals, people presented."""

from typing import Any

from bot.store.database import Session
from bot.store.indicators.gathered import Gathered
from bot.store.indicators.scope import Asked


def figures(session: Session, asked: Asked, gathered: Gathered | None = None) -> dict[str, Any]:
    """Under the keys of `domain.md` §7; interviews, which belong to no buyer, are None with one."""
    found = gathered or Gathered(session, asked)
    return {
        "interviews": None if asked.buyer_id is not None else _held(found),
        "referrals": {"total": found.referrals.total, "hired": found.referrals.hired},
        "presented": found.profiles.origins,
    }


def _held(found: Gathered) -> dict[str, Any]:
    """Interviews held (an absence is none), and by the number of the adviser."""
    by_adviser = dict(found.interviews.by_adviser)
    return {"total": sum(by_adviser.values()), "by_adviser": by_adviser}
