"""What the notice of a contract says of its lots, and which of them still wait for it or for its proof."""

from collections.abc import Sequence

from bot.rules.lifecycle import LotState, Move, sources
from bot.store import evidence, procurements
from bot.store.database import Session
from bot.store.procurements import NOTICE
from bot.store.tables import Lot

FOLLOWED = frozenset({LotState.PUBLISHED, LotState.AWARDED, LotState.RUNNING})
"""Lots past their notice whose date and proof are still asked for."""


def has_file(session: Session, procurement_id: int) -> bool:
    """Whether a file proves the publication."""
    return procurements.has_documents(session, procurement_id, NOTICE)


def shown(session: Session, procurement_id: int, lots: Sequence[Lot]) -> bool:
    """Whether a file proves the notice, sent with it or as evidence of it or of each of these lots."""
    if has_file(session, procurement_id) or evidence.any_of(session, "procurement", [procurement_id], NOTICE):
        return True
    numbers = [procurements.identity(lot) for lot in lots]
    return bool(numbers) and evidence.any_of(session, "lot", numbers, NOTICE, each=True)


def proven(session: Session, procurement_id: int, lots: Sequence[Lot]) -> bool:
    """Whether the notice of all these lots is proven: by its link, or by a file."""
    unlinked = [lot for lot in lots if not lot.notice_link]
    return not unlinked or shown(session, procurement_id, unlinked)


def waiting(session: Session, procurement_id: int, lots: Sequence[Lot]) -> list[Lot]:
    """The lots whose notice is due: the confirmed ones; else those that went on without its date; else those
    of the latest notice without its proof."""
    confirmed = [lot for lot in lots if lot.state in sources(Move.PUBLISH)]
    followed = [lot for lot in lots if lot.state in FOLLOWED]
    undated = [lot for lot in followed if lot.published_on is None]
    if confirmed or undated:
        return confirmed or undated
    unproven = [lot for lot in followed if not lot.notice_link]
    return [] if not unproven or shown(session, procurement_id, unproven) else _of_latest_day(unproven)


def latest(lots: Sequence[Lot]) -> list[Lot]:
    """The lots of the latest notice, whose date and link can be corrected; before them those without a
    date."""
    past = [lot for lot in lots if lot.state in sources(Move.PROVE)]
    return [lot for lot in past if lot.published_on is None] or _of_latest_day(past)


def _of_latest_day(lots: Sequence[Lot]) -> list[Lot]:
    days = [lot.published_on for lot in lots if lot.published_on is not None]
    return [lot for lot in lots if days and lot.published_on == max(days)]
