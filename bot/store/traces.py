"""Where a person's name and phone are read outside their file: half-filled forms, texts of messages."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from html import unescape
from typing import Any

import sqlalchemy as sa

from bot.store.database import Session
from bot.store.sealed import CannotOpenError
from bot.store.tables import Draft, Outbox, OutboxState, rows_of

BATCH = 500
_SHOWN = 24
"""Characters of a name that are left where a button has to cut it."""
_LEAST, _NATIONAL = 3, 9
_BETWEEN = r"\D{0,2}"

_drafts, _outbox = rows_of(Draft), rows_of(Outbox)
_SETTLED = (OutboxState.SENT, OutboxState.EXPIRED, OutboxState.FAILED)


@dataclass(frozen=True, slots=True)
class Traces:
    """What tells of some people: a pattern over plain text, None when nothing does."""

    pattern: re.Pattern[str] | None

    @classmethod
    def of(cls, names: Iterable[str], phones: Iterable[str], codes: Iterable[str]) -> "Traces":
        """Those of these names (also cut), phones (E.164, however they are written) and other codes, such as
        references."""
        said = [re.escape(name[:_SHOWN]) for name in names if len(name) >= _LEAST]
        said += [_BETWEEN.join(phone[-_NATIONAL:]) for phone in phones if len(phone) > _NATIONAL]
        said += [rf"(?<![\w-]){re.escape(code)}(?!\w)" for code in codes]
        return cls(re.compile("|".join(sorted(set(said))), re.IGNORECASE) if said else None)

    def __bool__(self) -> bool:
        return self.pattern is not None

    def found(self, content: Any) -> bool:
        """Whether a JSON-able content tells of them."""
        return self.pattern is not None and any(self.pattern.search(text) for text in _texts(content))


def _texts(content: Any) -> Iterator[str]:
    """Every text in it as people read it; not the bytes of files."""
    if isinstance(content, str):
        yield unescape(content).replace("\u00a0", " ")
    elif isinstance(content, dict):
        for name, value in content.items():
            yield from () if name == "base64" else _texts(value)
    elif isinstance(content, list):
        for value in content:
            yield from _texts(value)


def wipe(session: Session, traces: Traces, now: datetime) -> int:
    """Drop the half-filled forms that tell of these people, blank the texts of messages that do; those that
    have not left never leave. Returns how many."""
    if not traces:
        return 0
    return _wipe_drafts(session, traces) + _wipe_texts(session, traces, now)


def _wipe_drafts(session: Session, traces: Traces) -> int:
    rows = session.core.execute(sa.select(_drafts.c.chat_id, _drafts.c.uid, _drafts.c.content))
    told = [row.chat_id for row in rows if _tells(session, traces, row.content, f"drafts.content:{row.uid}")]
    for some in _batches(told):
        session.core.execute(sa.delete(_drafts).where(_drafts.c.chat_id.in_(some)))
    return len(told)


def _wipe_texts(session: Session, traces: Traces, now: datetime) -> int:
    """Of all that keep their text (30 days of them): one that is just being sent ends so too."""
    query = sa.select(_outbox.c.id, _outbox.c.uid, _outbox.c.body).where(_outbox.c.body.is_not(None))
    rows = session.core.execute(query, execution_options={"yield_per": BATCH})
    told = [row.id for row in rows if _tells(session, traces, row.body, f"outbox.body:{row.uid}")]
    for some in _batches(told):
        here = _outbox.c.id.in_(some)
        unsent = sa.and_(here, _outbox.c.state.not_in([*_SETTLED, OutboxState.SENDING]))
        dropped = sa.update(_outbox).where(unsent)
        session.core.execute(dropped.values(state=OutboxState.EXPIRED, done_at=now, body=None))
        blanked = sa.update(_outbox).where(here, _outbox.c.state.in_(_SETTLED))
        session.core.execute(blanked.values(body=None))
    return len(told)


def _tells(session: Session, traces: Traces, sealed: bytes, binding: str) -> bool:
    """Whether a sealed content tells of them; what no key opens tells nobody anything."""
    try:
        return traces.found(session.sealer.open(sealed, binding))
    except CannotOpenError:
        return False


def _batches(numbers: list[int]) -> Iterator[list[int]]:
    for start in range(0, len(numbers), BATCH):
        yield numbers[start : start + BATCH]
