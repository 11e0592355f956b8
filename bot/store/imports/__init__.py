"""What was imported, by its external reference: a file imported twice brings nothing new."""

import hashlib
import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, TypeVar

import sqlalchemy as sa

from bot.store import claims
from bot.store.database import Session
from bot.store.sealed import new_uid
from bot.store.tables import Imported, rows_of

BATCH = 500
"""Keys asked for in one statement."""

T = TypeVar("T")

_rows = rows_of(Imported)


class ImportKind(StrEnum):
    """What a file lists; the subject of the trail."""

    PROCUREMENT = "procurement"
    COMPANY = "organisation"
    CANDIDATE = "candidate"


@dataclass(frozen=True, slots=True)
class Known:
    """A record imported before: what it became, and the digest of what was read; None once the person was
    anonymised."""

    subject_id: int
    digest: str | None


@dataclass(frozen=True, slots=True)
class Made:
    """A record just imported: its external reference (of a contract with its buyer), what was read, what it
    became."""

    reference: str
    said: Mapping[str, Any]
    subject_id: int


def one_at_a_time(session: Session) -> None:
    """Until the transaction ends, nobody else imports: what is known stays so."""
    claims.serialise_imports(session)


def digest(said: Mapping[str, Any]) -> str:
    """What tells this content from any other, and nothing of it to who has not the key of its seal."""
    text = json.dumps(said, ensure_ascii=False, sort_keys=True, default=str)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def key_of(session: Session, kind: str, reference: str) -> bytes:
    """The blind key of an external reference, made with the present key."""
    return session.sealer.blind(folded(reference), f"imported.{kind}")


def folded(reference: str) -> str:
    """An external reference as it is compared: blanks and capitals apart."""
    return " ".join(reference.casefold().split())


def known(session: Session, kind: str, references: Collection[str]) -> dict[str, Known]:
    """Of these external references, those imported before."""
    named: dict[bytes, list[str]] = {}
    for reference in references:
        for key in session.sealer.blinds(folded(reference), f"imported.{kind}"):
            named.setdefault(key, []).append(reference)
    found: dict[str, Known] = {}
    for keys in in_batches(list(named)):
        here = sa.and_(_rows.c.kind == kind, _rows.c.key.in_(keys))
        for row in session.core.execute(sa.select(_rows).where(here)):
            found |= dict.fromkeys(named[row.key], Known(row.subject_id, _digest(session, row)))
    return found


def _digest(session: Session, row: Any) -> str | None:
    if row.content is None:
        return None
    return str(session.sealer.open(row.content, f"imported.content:{row.uid}")["digest"])


def remember(session: Session, kind: str, made: Sequence[Made], person_id: int, now: datetime) -> None:
    """Note what was just imported. Raises IntegrityError where somebody imported it meanwhile."""
    rows = [_row(session, kind, one) | {"person_id": person_id, "imported_at": now} for one in made]
    if rows:
        session.core.execute(sa.insert(_rows), rows)


def _row(session: Session, kind: str, one: Made) -> dict[str, Any]:
    uid = new_uid()
    content = {"reference": one.reference, "digest": digest(one.said)}
    return {
        "uid": uid,
        "kind": kind,
        "key": key_of(session, kind, one.reference),
        "content": session.sealer.seal(content, f"imported.content:{uid}"),
        "subject_id": one.subject_id,
    }


def forget(session: Session, candidates: Sequence[int]) -> None:
    """Nothing is kept of how these people's files were called elsewhere; who imports the same list again does
    not bring them back."""
    here = sa.and_(_rows.c.kind == ImportKind.CANDIDATE, _rows.c.subject_id.in_(candidates))
    session.core.execute(sa.update(_rows).where(here).values(content=None))


def in_batches(items: Sequence[T]) -> Iterator[Sequence[T]]:
    """The items, at most `BATCH` at a time."""
    for start in range(0, len(items), BATCH):
        yield items[start : start + BATCH]
