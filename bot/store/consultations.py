"""Procurements whose consultation comes or is over, and what is not known of them yet."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa

from bot.rules.lifecycle import LotState
from bot.rules.stages import UNDATED, consultation, latest_fact
from bot.store.database import Session
from bot.store.evidence_facts import without
from bot.store.procurements import NOTICE
from bot.store.tables import Attachment, Lot, Procurement, rows_of
from bot.store.types import literal

_rows, _lots, _attachments = rows_of(Procurement), rows_of(Lot), rows_of(Attachment)
_TO_NOTICE = (LotState.CONFIRMED, LotState.PUBLISHED, LotState.AWARDED, LotState.RUNNING)
_TO_AWARD = (LotState.CONFIRMED, LotState.PUBLISHED)


@dataclass(frozen=True, slots=True)
class Consulted:
    """A procurement, its buyer, who of the PLIE follows it, and the day of its consultation
    (`rules.stages.consultation`)."""

    procurement_id: int
    buyer_id: int
    examined_by: int | None
    on: date


def unanswered(session: Session, today: date) -> Iterator[Consulted]:
    """Those with a lot advised that its buyer neither retained nor declined, the consultation being near."""
    return _found(session, unanswered_query(latest_fact("clause", today)))


def unproven(session: Session, today: date) -> Iterator[Consulted]:
    """Those with a lot whose clause is retained and whose notice nothing proves, the consultation being
    over."""
    return _found(session, unproven_query(latest_fact("notice", today)))


def unawarded(session: Session, today: date) -> Iterator[Consulted]:
    """Those with a lot whose clause is retained and that is neither awarded nor cancelled, the consultation
    being long over."""
    return _found(session, unawarded_query(latest_fact("award", today)))


def unanswered_query(latest: date) -> sa.Select[Any]:
    """The select of `unanswered`, for consultations up to this day."""
    return _consulted(latest, _with_lot((LotState.SUITABLE,), _lots.c.advised_at.is_not(None)))


def unproven_query(latest: date) -> sa.Select[Any]:
    """The select of `unproven`, for consultations up to this day."""
    lot = _with_lot(_TO_NOTICE, _lots.c.notice_link.is_(None), without("lot", "notice", _lots.c.id))
    file = sa.exists().where(_attachments.c.procurement_id == _rows.c.id, _attachments.c.purpose == NOTICE)
    return _consulted(latest, lot, ~file, without("procurement", "notice", _rows.c.id))


def unawarded_query(latest: date) -> sa.Select[Any]:
    """The select of `unawarded`, for consultations up to this day."""
    return _consulted(latest, _with_lot(_TO_AWARD))


def _with_lot(states: Iterable[LotState], *more: sa.ColumnElement[bool]) -> sa.ColumnElement[bool]:
    """Whether a lot is in one of these states: reads `ix_lots_state`."""
    here = _lots.c.state.in_([literal(state) for state in states])
    found: sa.ColumnElement[bool] = _rows.c.id.in_(sa.select(_lots.c.procurement_id).where(here, *more))
    return found


def _consulted(latest: date, *conditions: sa.ColumnElement[bool]) -> sa.Select[Any]:
    columns = (
        _rows.c.id,
        _rows.c.organisation_id,
        _rows.c.examined_by,
        _rows.c.consultation_on,
        _rows.c.start_on,
    )
    dated = _rows.c.consultation_on <= latest
    undated = sa.and_(_rows.c.consultation_on.is_(None), _rows.c.start_on <= latest + UNDATED)
    return sa.select(*columns).where(sa.or_(dated, undated), *conditions)


def _found(session: Session, query: sa.Select[Any]) -> Iterator[Consulted]:
    for number, buyer, examiner, consultation_on, start_on in session.core.execute(query):
        yield Consulted(number, buyer, examiner, consultation(consultation_on, start_on))
