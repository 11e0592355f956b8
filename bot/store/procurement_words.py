"""Procurements found by the words of their title, their commune and their buyer's name."""

import re
from collections.abc import Iterable

import sqlalchemy as sa

from bot.store.database import Session
from bot.store.organisations import name_key
from bot.store.tables import Procurement, ProcurementWord, rows_of

_rows = rows_of(ProcurementWord)
_procurements = rows_of(Procurement)
_WORD = re.compile(r"[a-z0-9]+")
_LEAST = 3
_MOST_TYPED = 6
_COMPARED = 400
"""Procurements looked at for one word, newest first: what was announced years ago has its reference."""


def words(*texts: str) -> set[str]:
    """The words that count, folded: three letters at least, or a number."""
    found = {word for text in texts for word in _WORD.findall(name_key(text))}
    return {word for word in found if len(word) >= _LEAST or word.isdecimal()}


def index(session: Session, procurement_id: int, *texts: str) -> None:
    """From now on the procurement is found by these texts, and by no others."""
    session.core.execute(sa.delete(_rows).where(_rows.c.procurement_id == procurement_id))
    rows = [{"word": word, "procurement_id": procurement_id} for word in sorted(words(*texts))]
    if rows:
        session.core.execute(sa.insert(_rows), rows)


def find(session: Session, text: str, organisation_id: int | None, most: int) -> list[int]:
    """The procurements that have every word typed, or one that begins so: at most `most`, newest first, of
    one buyer or of all."""
    typed = sorted(words(text), key=len, reverse=True)[:_MOST_TYPED]
    found: set[int] | None = None
    for word in typed:
        here = _with(session, word, organisation_id, found)
        if not here:
            return []
        found = here
    return sorted(found or (), reverse=True)[:most]


def _with(session: Session, word: str, organisation_id: int | None, among: Iterable[int] | None) -> set[int]:
    begins = sa.and_(_rows.c.word >= word, _rows.c.word < word + "{")
    query = sa.select(_rows.c.procurement_id).where(begins)
    if organisation_id is not None:
        query = query.join(_procurements, _procurements.c.id == _rows.c.procurement_id)
        query = query.where(_procurements.c.organisation_id == organisation_id)
    if among is not None:
        query = query.where(_rows.c.procurement_id.in_(list(among)))
    rows = session.core.execute(query.order_by(_rows.c.procurement_id.desc()).limit(_COMPARED))
    return {row[0] for row in rows}
