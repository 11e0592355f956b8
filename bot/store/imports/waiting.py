"""Files that were read and wait for who sent them to decide: sealed, and gone after a day."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any, Self

import sqlalchemy as sa

from bot.store.database import Session
from bot.store.sealed import CannotOpenError, new_uid
from bot.store.tables import ImportFile, rows_of
from bot.store.traces import Traces

LIFETIME = timedelta(days=1)

_rows = rows_of(ImportFile)


@dataclass(frozen=True, slots=True)
class Record:
    """What one or several rows of a file say of one thing: the number of the first row, the external
    reference, JSON-able values by their names; of a contract the number of the row of each lot."""

    row: int
    reference: str
    said: Mapping[str, Any]
    rows: Sequence[int] = ()


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a row cannot be imported: its number, the heading of the column, what the cell says, and the reason
    as a msgid with its values."""

    row: int
    column: str
    cell: str
    reason: str
    values: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Contents:
    """What was read of a file. `ignored` are the headings nobody knows, each with the one that may have been
    meant ("" for none); `skipped` rows were left out because they are not to be imported; `unread` are the
    names of the sheets nobody reads; `handed` are the references of the contracts another company holds by
    now. `table` are the rows as they are in the file by their numbers, kept only where there are faults;
    `headings` theirs."""

    kind: str
    records: Sequence[Record]
    faults: Sequence[Fault] = ()
    ignored: Mapping[str, str] = field(default_factory=dict)
    skipped: int = 0
    headings: Sequence[str] = ()
    table: Mapping[int, Sequence[str]] = field(default_factory=dict)
    unread: Sequence[str] = ()
    handed: Sequence[str] = ()

    def with_faults(self, faults: Sequence[Fault]) -> "Contents":
        """The same with these faults too, in the order of the rows; without faults the table goes."""
        found = sorted([*self.faults, *faults], key=lambda fault: fault.row)
        wrong = {fault.row for fault in found}
        return replace(self, faults=found, table=self.table if wrong else {})

    def to_json(self) -> dict[str, Any]:
        """The contents as they are kept."""
        return asdict(self) | {"table": [[number, list(row)] for number, row in self.table.items()]}

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> Self:
        """What `to_json` made."""
        return cls(
            kept["kind"],
            [Record(**record) for record in kept["records"]],
            [Fault(**fault) for fault in kept["faults"]],
            kept["ignored"],
            kept["skipped"],
            kept["headings"],
            dict(kept["table"]),
            kept.get("unread", ()),
            kept.get("handed", ()),
        )


def keep(session: Session, contents: Contents, person_id: int, now: datetime) -> int:
    """Keep what was read for a day. Returns its number."""
    uid = new_uid()
    sealed = session.sealer.seal(contents.to_json(), f"import_files.content:{uid}")
    values = {"uid": uid, "person_id": person_id, "content": sealed, "expires_at": now + LIFETIME}
    made = sa.insert(_rows).values(values).returning(_rows.c.id)
    return int(session.core.execute(made).scalar_one())


def load(session: Session, number: int, person_id: int, now: datetime) -> Contents | None:
    """What this person sent and has not imported, dropped or left for more than a day."""
    mine = sa.and_(_rows.c.id == number, _rows.c.person_id == person_id, _rows.c.expires_at > now)
    row = session.core.execute(sa.select(_rows).where(mine)).first()
    if row is None or row.content is None:
        return None
    return Contents.from_json(session.sealer.open(row.content, f"import_files.content:{row.uid}"))


def change(session: Session, number: int, contents: Contents) -> None:
    """Keep this instead of what was kept under the number."""
    uid = session.core.execute(sa.select(_rows.c.uid).where(_rows.c.id == number)).scalar_one()
    sealed = session.sealer.seal(contents.to_json(), f"import_files.content:{uid}")
    session.core.execute(sa.update(_rows).where(_rows.c.id == number).values(content=sealed))


def take(session: Session, number: int, person_id: int, now: datetime) -> bool:
    """The file is imported from now on, and nothing of it kept. Returns whether it still waited."""
    mine = sa.and_(_rows.c.id == number, _rows.c.person_id == person_id, _rows.c.content.is_not(None))
    values = {"content": None, "imported_at": now}
    return bool(session.core.execute(sa.update(_rows).where(mine).values(values)).rowcount)


def was_imported(session: Session, number: int, person_id: int) -> bool:
    """Whether this person imported this file already."""
    mine = sa.and_(_rows.c.id == number, _rows.c.person_id == person_id)
    done = sa.select(_rows.c.id).where(mine, _rows.c.imported_at.is_not(None))
    return session.core.execute(done).first() is not None


def drop(session: Session, number: int, person_id: int) -> bool:
    """Forget a file that waits. Returns whether it did."""
    mine = sa.and_(_rows.c.id == number, _rows.c.person_id == person_id, _rows.c.imported_at.is_(None))
    return bool(session.core.execute(sa.delete(_rows).where(mine)).rowcount)


def purge(session: Session, now: datetime) -> int:
    """Delete the files nobody decided about in a day. Returns how many."""
    return int(session.core.execute(sa.delete(_rows).where(_rows.c.expires_at <= now)).rowcount)


def wipe(session: Session, traces: Traces) -> int:
    """Delete the files that tell of these people; what no key opens tells nobody anything. Returns how
    many."""
    if not traces:
        return 0
    rows = session.core.execute(sa.select(_rows).where(_rows.c.content.is_not(None)))
    told = [row.id for row in rows if _tells(session, traces, row)]
    if told:
        session.core.execute(sa.delete(_rows).where(_rows.c.id.in_(told)))
    return len(told)


def _tells(session: Session, traces: Traces, row: Any) -> bool:
    try:
        kept = session.sealer.open(row.content, f"import_files.content:{row.uid}")
    except CannotOpenError:
        return False
    return traces.found(kept)
