"""Circulars: what the PLIE tells its partners (articles 2 and 4 of the agreement), whom each reaches, and the
run that carries it."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from bot.store import organisations, people
from bot.store.database import Session
from bot.store.people import Member
from bot.store.sealed import new_uid
from bot.store.tables import Broadcast, Circular, Group, Kind, Organisation, Person, rows_of

KINDS = (
    Kind.BUYER,
    Kind.COMPANY,
    Kind.ANPE,
    Kind.MISSION_LOCALE,
    Kind.PRESCRIBER,
    Kind.SIAE,
    Kind.PROFESSIONAL,
)
"""The kinds of organisation one can write to: every partner."""

_rows = rows_of(Circular)
_runs = rows_of(Broadcast)
_persons = rows_of(Person)
_organisations = rows_of(Organisation)
_groups = rows_of(Group)


@dataclass(frozen=True, slots=True)
class Opened:
    """A circular: its text as it was typed, its file if any (`file_id` and `kind` as Telegram has them,
    `digest`, `name`, `type` and `size` as it is kept), the run that carries it."""

    id: int
    text: str
    file: Mapping[str, Any] | None
    kinds: tuple[str, ...]
    written_by: int
    written_at: datetime
    run_id: int


@dataclass(frozen=True, slots=True)
class Reach:
    """How many people, and how many groups, of a kind of organisation messages reach."""

    persons: int = 0
    groups: int = 0


def add(
    session: Session,
    text: str,
    file: Mapping[str, Any] | None,
    kinds: Collection[str],
    by: int,
    now: datetime,
) -> int:
    """A new circular for these kinds of organisation. Returns its number."""
    uid = new_uid()
    values = {
        "uid": uid,
        "text": session.sealer.seal(text, f"circulars.text:{uid}"),
        "file": None if file is None else session.sealer.seal(dict(file), f"circulars.file:{uid}"),
        "kinds": ",".join(kind for kind in KINDS if kind in kinds),
        "written_by": by,
        "written_at": now,
    }
    added = session.core.execute(sa.insert(_rows).values(**values).returning(_rows.c.id))
    return int(added.scalar_one())


_OPENED = sa.select(_rows, _runs.c.id.label("run_id")).join(_runs, _runs.c.circular_id == _rows.c.id)


def get(session: Session, circular_id: int) -> Opened | None:
    """The circular that left, if any."""
    row = session.core.execute(_OPENED.where(_rows.c.id == circular_id)).first()
    return None if row is None else _opened(session, row)


def page(session: Session, before: int, size: int) -> list[Opened]:
    """At most `size` circulars that left, newest first, behind the one numbered `before` (0: from the
    newest)."""
    query = _OPENED.order_by(_rows.c.id.desc()).limit(size)
    found = session.core.execute(query.where(_rows.c.id < before) if before else query)
    return [_opened(session, row) for row in found]


def _opened(session: Session, row: Any) -> Opened:
    return Opened(
        row.id,
        str(session.sealer.open(row.text, f"circulars.text:{row.uid}")),
        _file(session, row),
        tuple(row.kinds.split(",")),
        row.written_by,
        row.written_at,
        row.run_id,
    )


def _file(session: Session, row: Any) -> Mapping[str, Any] | None:
    if row.file is None:
        return None
    opened: Mapping[str, Any] = session.sealer.open(row.file, f"circulars.file:{row.uid}")
    return opened


def used(session: Session, digests: Collection[str]) -> list[str]:
    """The files among these that went with a circular."""
    if not digests:
        return []
    query = sa.select(_rows.c.uid, _rows.c.file).where(_rows.c.file.is_not(None))
    files = (_file(session, row) or {} for row in session.core.execute(query))
    return sorted({str(file["digest"]) for file in files} & set(digests))


def _reached(kinds: Collection[str], today: date) -> sa.ColumnElement[bool]:
    """That a person can be written to, of an organisation of these kinds that has not left."""
    return sa.and_(
        _organisations.c.kind.in_(list(kinds)),
        organisations.present(today),
        _persons.c.revoked_at.is_(None),
        _persons.c.unsubscribed_at.is_(None),
        _persons.c.reachable,
    )


def readers(session: Session, kinds: Collection[str], today: date, after: int, size: int) -> list[Member]:
    """At most `size` persons numbered above `after` whom a circular for these kinds of organisation reaches;
    those written to by e-mail too."""
    query = (
        sa.select(_persons.c.id)
        .join_from(_persons, _organisations, _persons.c.organisation_id == _organisations.c.id)
        .where(_persons.c.id > after, _reached(kinds, today))
        .order_by(_persons.c.id)
        .limit(size)
    )
    return people.several(session, list(session.core.execute(query).scalars()))


def reach(session: Session, today: date) -> dict[str, Reach]:
    """How many people and groups a circular reaches in each kind of organisation."""
    here = organisations.present(today)
    persons = (
        sa.select(_organisations.c.kind, sa.func.count())
        .join_from(_persons, _organisations, _persons.c.organisation_id == _organisations.c.id)
        .where(_reached(KINDS, today))
    )
    groups = (
        sa.select(_organisations.c.kind, sa.func.count())
        .join_from(_groups, _organisations, _groups.c.organisation_id == _organisations.c.id)
        .where(_groups.c.left_at.is_(None), here)
    )
    counts = [_by_kind(session, query.group_by(_organisations.c.kind)) for query in (persons, groups)]
    return {kind: Reach(counts[0].get(kind, 0), counts[1].get(kind, 0)) for kind in KINDS}


def _by_kind(session: Session, query: sa.Select[Any]) -> dict[str, int]:
    return {row[0]: row[1] for row in session.core.execute(query)}


def of_kinds(reached: Mapping[str, Reach], kinds: Collection[str]) -> Reach:
    """How many people and groups these kinds make together."""
    found = [reached.get(kind, Reach()) for kind in kinds]
    return Reach(sum(one.persons for one in found), sum(one.groups for one in found))
