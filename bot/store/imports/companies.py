"""Companies of a file, all at once; and the organisations a file names, by their SIRET or their name."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from bot.store.database import Session
from bot.store.imports import in_batches
from bot.store.organisations import name_key
from bot.store.tables import Kind, Organisation, rows_of

_rows = rows_of(Organisation)


@dataclass(frozen=True, slots=True)
class Named:
    """An organisation there is."""

    id: int
    kind: str
    name: str
    siret: str | None


@dataclass(frozen=True, slots=True)
class Directory:
    """The organisations a file names: of any kind by their SIRET, of one kind by their name folded."""

    by_siret: Mapping[str, Named]
    by_name: Mapping[tuple[str, str], Named]

    def named(self, kind: str, name: str) -> Named | None:
        """The organisation of this kind and name, if any."""
        return self.by_name.get((kind, name_key(name)))


def directory(session: Session, sirets: Collection[str], names: Collection[str]) -> Directory:
    """The organisations with one of these SIRETs or names."""
    keys = sorted({name_key(name) for name in names})
    found = [*_where(session, _rows.c.siret, sorted(set(sirets))), *_where(session, _rows.c.name_key, keys)]
    return Directory(
        {one.siret: one for one in found if one.siret},
        {(one.kind, name_key(one.name)): one for one in found},
    )


def _where(session: Session, column: Any, values: Sequence[str]) -> list[Named]:
    query = sa.select(_rows.c.id, _rows.c.kind, _rows.c.name, _rows.c.siret)
    return [
        Named(*row)
        for some in in_batches(values)
        for row in session.core.execute(query.where(column.in_(some)))
    ]


def add_all(session: Session, companies: Sequence[tuple[str, str | None]], now: datetime) -> list[int]:
    """These companies (name, SIRET if known), none of which is there. Returns their numbers, in this order.
    Raises IntegrityError when one is."""
    rows = [
        {"kind": Kind.COMPANY, "name": name, "name_key": name_key(name), "siret": siret, "created_at": now}
        for name, siret in companies
    ]
    made = sa.insert(_rows).returning(_rows.c.id, sort_by_parameter_order=True)
    return list(session.core.execute(made, rows).scalars()) if rows else []
