"""What was over when it was taken over from a list: nobody is reminded of it afterwards."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from bot.store import unproven
from bot.store.database import Session
from bot.store.imports import ImportKind
from bot.store.tables import Imported, Lot, WorkedMonth, rows_of

_rows, _lots, _months = rows_of(Imported), rows_of(Lot), rows_of(WorkedMonth)


@dataclass(frozen=True, slots=True)
class Before:
    """The day a thing was taken over, where the partners are. Stages that came by then are nobody's any more;
    where its clock starts `anew`, the fact is that day at the earliest; with `never`, nothing of it is
    reminded of at all."""

    on: date
    anew: bool = False
    never: bool = False


def of(session: Session, kind: str, zone: ZoneInfo) -> Mapping[int, Before]:
    """By the subject of a reminder of this kind, when it was taken over; nothing for what was not."""
    finder = _FINDERS.get(kind)
    return {} if finder is None else dict(finder(session, zone))


Found = Iterable[tuple[int, Before]]


def _things(session: Session, zone: ZoneInfo, kind: ImportKind, *, anew: bool = False) -> Found:
    query = sa.select(_rows.c.subject_id, _rows.c.imported_at).where(_rows.c.kind == kind)
    for number, at in session.core.execute(query):
        yield number, Before(at.astimezone(zone).date(), anew=anew)


def _contracts(session: Session, zone: ZoneInfo) -> Found:
    return _things(session, zone, ImportKind.PROCUREMENT)


def _people(session: Session, zone: ZoneInfo) -> Found:
    """Two months without a contact are counted from the day their file came."""
    return _things(session, zone, ImportKind.CANDIDATE, anew=True)


def _proofs(session: Session, zone: ZoneInfo) -> Found:
    """Proofs are asked for by contract."""
    for number, before in _contracts(session, zone):
        yield unproven.subject_of("procurement", number), before


def _awarded(session: Session, zone: ZoneInfo, *more: Any) -> Found:
    """The lots of contracts taken over that were awarded by then."""
    here = sa.and_(_rows.c.kind == ImportKind.PROCUREMENT, _rows.c.subject_id == _lots.c.procurement_id)
    query = sa.select(_lots.c.id, _lots.c.awarded_on, _rows.c.imported_at).join_from(_rows, _lots, here)
    for number, awarded_on, at in session.core.execute(query.where(_lots.c.awarded_on.is_not(None), *more)):
        if awarded_on <= (on := at.astimezone(zone).date()):
            yield number, Before(on)


def _unworked(session: Session, zone: ZoneInfo) -> Found:
    """The hours worked before are not known: a lot is held to its pace once hours are declared for it."""
    declared = sa.exists().where(_months.c.lot_id == _lots.c.id, _months.c.hours > 0)
    for number, before in _awarded(session, zone, ~declared):
        yield number, Before(before.on, never=True)


_FINDERS: Mapping[str, Callable[[Session, ZoneInfo], Found]] = {
    "notice": _contracts,
    "award": _contracts,
    "kick_off": _awarded,
    "pace": _unworked,
    "evidence": _proofs,
    "silent": _people,
}
"""The kinds whose facts a list can hold."""
