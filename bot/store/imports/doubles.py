"""The files that may be those of people a list names: one look for the whole list."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from bot.store import candidate_index
from bot.store.candidates import LIVING
from bot.store.database import Session
from bot.store.imports import in_batches
from bot.store.tables import Candidate, rows_of

_rows = rows_of(Candidate)


@dataclass(frozen=True, slots=True)
class Face:
    """What a person is recognised by: name, year of birth, phone in E.164 if known."""

    name: str
    birth_year: int
    phone: str | None


@dataclass(frozen=True, slots=True)
class Filed:
    """Whose file it is now: how it is called, the name and the year of birth there."""

    reference: str
    name: str
    birth_year: int

    def may_be(self, name: str, birth_year: int) -> bool:
        """Whether the file may be that of a person of this name or this year of birth."""
        words = candidate_index.name_words
        return self.birth_year == birth_year or sorted(words(self.name)) == sorted(words(name))


def filed(session: Session, numbers: Sequence[int]) -> dict[int, Filed]:
    """Whose the files of these numbers are now; of a merged one, who survives. Anonymised ones are left
    out."""
    survivors = _rows.alias("survivors")
    leads_to = survivors.c.id == sa.func.coalesce(_rows.c.merged_into, _rows.c.id)
    query = sa.select(_rows.c.id.label("number"), survivors).join_from(_rows, survivors, leads_to)
    living = survivors.c.state.in_(LIVING)
    return {
        row.number: Filed(row.reference, _name(session, row), row.birth_year)
        for some in in_batches(sorted(set(numbers)))
        for row in session.core.execute(query.where(_rows.c.id.in_(some), living))
    }


def _name(session: Session, row: Any) -> str:
    return str(session.sealer.open(row.name, f"candidates.name:{row.uid}"))


def of(session: Session, faces: Sequence[Face]) -> dict[int, str]:
    """By its place in the list, the reference of a file that may be the same person's: same phone, or same
    name and year of birth."""
    doubles: dict[bytes, list[int]] = {}
    phones: dict[bytes, list[int]] = {}
    for place, face in enumerate(faces):
        double, phone = candidate_index.blinds(session, face.name, face.birth_year, face.phone)
        for kept, keys in ((doubles, double), (phones, phone)):
            for key in keys:
                kept.setdefault(key, []).append(place)
    found: dict[int, str] = {}
    for column, keyed in ((_rows.c.double_key, doubles), (_rows.c.phone_key, phones)):
        for key, reference in _files(session, column, list(keyed)):
            found |= dict.fromkeys(keyed[key], reference)
    return found


def _files(session: Session, column: Any, keys: Sequence[bytes]) -> list[tuple[bytes, str]]:
    """The key and the reference of each file with one of these keys; of the survivor, for a merged one."""
    survivors = _rows.alias("survivors")
    leads_to = survivors.c.id == sa.func.coalesce(_rows.c.merged_into, _rows.c.id)
    query = sa.select(column, survivors.c.reference).join_from(_rows, survivors, leads_to)
    living = survivors.c.state.in_(LIVING)
    return [
        (row[0], row[1])
        for some in in_batches(keys)
        for row in session.core.execute(query.where(column.in_(some), living))
    ]
