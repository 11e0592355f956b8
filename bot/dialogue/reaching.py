"""How what others did reaches a person: what they prefer, and who stands in for them meanwhile."""

from dataclasses import dataclass
from datetime import datetime

from bot.rules.daily import following
from bot.store import dailies, preferences
from bot.store.database import Session
from bot.store.people import Member
from bot.store.tables import Notices


@dataclass(frozen=True, slots=True)
class Manner:
    """Without a sound; not before the instant `later`; to the `stand_in` too."""

    silent: bool = False
    later: datetime | None = None
    stand_in: Member | None = None


def manner(session: Session, person: Member, local: datetime) -> Manner:
    """How a notice reaches the person at this local time. Whoever is away hears no sound, and their stand-in
    is told too."""
    preferred = preferences.get(session, person.id)
    away = preferred.paused_until is not None and preferred.paused_until >= local.date()
    return Manner(
        silent=away or preferred.notices == Notices.SILENT,
        later=following(local, preferred.daily_at) if preferred.notices == Notices.DAILY else None,
        stand_in=dailies.stand_in(session, preferred.stand_in_id, local.date()) if away else None,
    )


def key_for(key: str, person: Member, stand_in: Member) -> str:
    """The key under which a stand-in is told what the person is told under `key`: the one they are told under
    themselves where everybody is, so that nobody reads the same thing twice."""
    fact = key.removesuffix(f":{person.id}")
    return f"{key}:for:{stand_in.id}" if fact == key else f"{fact}:{stand_in.id}"
