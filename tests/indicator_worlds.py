"""Worlds of `indicator_draw` in a database: laid down, cleared away."""

from datetime import date
from decimal import Decimal
from typing import Any

import sqlalchemy as sa
from indicator_draw import NOON, PERIODS, TABLES, Draw, draw

from bot.store.database import Session

__all__ = ["NOON", "PERIODS", "Draw", "clear", "draw", "write"]

_CONTRACT = {"job": "F1703", "contract": "cdd", "weekly_hours": Decimal(35), "organisation_id": 4}
_BY = {"declared_at": NOON, "declared_by": 1}
_NOTED = {"recorded_at": NOON, "recorded_by": 1}
_FROM = {"start_on": date(2027, 1, 1), "start_as": "day", "on_behalf": False}
_STAFF = {"organisation_id": 1, "role": "facilitator", "language": "fr", "reachable": True}
_PLACE = {"commune": "14118"}
_FREE = {"available_on": date(2027, 1, 1), "available_as": "day", "contacted_on": date(2027, 1, 1)}
_HEARD = {"consent_on": date(2026, 1, 1), "consent_heard_by": 1, "created_by": 1, "created_at": NOON}
_DEFAULTS: dict[str, dict[str, Any]] = {
    "organisations": {"created_at": NOON},
    "persons": _STAFF | {"joined_at": NOON},
    "procurements": _FROM | _PLACE | {"title": "x", "announced_by": 1, "announced_at": NOON},
    "lots": {"title": "x"},
    "amendments": _NOTED,
    "offers": _CONTRACT | _FROM | _PLACE | {"job_prefix": "F17", "positions": 2, "state": "open", "hired": 0}
    | {"circulation": "due", "posted_by": 1, "posted_at": NOON, "heard_at": NOON, "requirements": 0},
    "candidates": _FREE | _HEARD | _PLACE | {"held": 0, "jobs": "", "double_key": b""},
    "referrals": {"moved_at": NOON, "created_by": 1},
    "placements": _CONTRACT | _BY | {"employer": "supplier", "declaring_id": 4, "on_behalf": False},
    "worked_months": _BY | {"declaring_id": 4},
    "interviews": _NOTED | {"kind": "office"},
    "trainings": _NOTED | {"title": "x", "hours": Decimal(7), "provider": "x", "certifying": False},
    "exits": _NOTED,
}  # fmt: skip
_NAMED = {"persons", "procurements", "offers", "candidates", "referrals", "placements", "interviews"}
_CALLED = {"procurements": "M", "offers": "O", "candidates": "C", "placements": "P"}


def write(session: Session, world: Draw) -> None:
    """Lay the world down in an empty database."""
    for table in TABLES:
        name = table.__tablename__
        rows = [_whole(session, world, name, row) for row in world.rows[name]]
        if rows:
            session.core.execute(sa.insert(table.__table__), rows)


def _whole(session: Session, world: Draw, name: str, row: dict[str, Any]) -> dict[str, Any]:
    """A row with what is the same for all of its table."""
    values = _DEFAULTS.get(name, {}) | row
    uid = f"{name}{row.get('id')}"
    if name in _NAMED:
        values["uid"] = uid
    if name in _CALLED:
        values["reference"] = f"{_CALLED[name]}-{row['id'] - 1}"
    if name == "organisations":
        values |= {"name": f"N{row['id'] - 1}", "name_key": f"n{row['id'] - 1}"}
    if name == "lots":
        values["number"] = str(row["position"])
    if name == "persons":
        values["name"] = session.sealer.seal(f"Agent {row['id']}", f"persons.name:{uid}")
    if name == "candidates":
        values["name"] = session.sealer.seal("x", f"candidates.name:{uid}")
        opened = session.sealer.seal(world.opened[row["id"]], f"candidates.eligibility:{uid}")
        values["eligibility"] = opened
    return values


def clear(session: Session) -> None:
    """Empty the tables again."""
    for table in reversed(TABLES):
        session.core.execute(sa.delete(table.__table__))
