"""What the sender holds in hand: a leased message, opened."""

from dataclasses import dataclass
from typing import Any

import structlog

from bot.store import outbox
from bot.store.database import Session
from bot.store.outbox import Leased
from bot.store.sealed import CannotOpenError

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Parcel:
    """A leased message and what to send; no body when it cannot be opened, or what it edits never left. The
    address of a letter is beside it."""

    leased: Leased
    body: dict[str, Any] | None
    address: str = ""


def parcel(session: Session, leased: Leased, address: str = "") -> Parcel:
    """The message, opened with the keys at hand."""
    try:
        return Parcel(leased, outbox.body(session, leased), address)
    except CannotOpenError:
        log.warning("a message cannot be opened with this key", number=leased.id)
        return Parcel(leased, None, address)
