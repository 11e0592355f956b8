"""Implementation by the PLIE: interviews held, referrals, people presented."""

from typing import Any

from bot.store.database import Session
from bot.store.indicators.arrays import numpy
from bot.store.indicators.gathered import Gathered
from bot.store.indicators.scope import Asked


def figures(session: Session, asked: Asked, gathered: Gathered | None = None) -> dict[str, Any]:
    """Under the keys of `domain.md` §7; interviews, which belong to no buyer, are None with one."""
    found = gathered or Gathered(session, asked)
    return {
        "interviews": None if asked.buyer_id is not None else _held(found),
        "referrals": _made(found),
        "presented": found.files.origins(found.presented),
    }


def _held(found: Gathered) -> dict[str, Any]:
    """Interviews held (an absence is none), and by the number of the adviser."""
    advisers, counts = numpy().unique(found.interviews[1], return_counts=True)
    by_adviser = dict(zip(advisers.tolist(), counts.tolist(), strict=True))
    return {"total": sum(by_adviser.values()), "by_adviser": by_adviser}


def _made(found: Gathered) -> dict[str, int]:
    """Referrals made in the period, and how many of them led to a hire."""
    people, hired = found.referrals
    return {"total": int(people.size), "hired": int((hired == 0).sum())}
