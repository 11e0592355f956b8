"""Letters: what a partner who is not on Telegram is told by e-mail: same texts, same outbox."""

from dataclasses import dataclass
from datetime import datetime
from html import unescape
from typing import Any

from markupsafe import Markup

from bot.dialogue.site import Site
from bot.store import links, outbox
from bot.store.database import Session
from bot.store.outbox import Message
from bot.store.people import Member
from bot.store.tables import LinkPurpose, Priority


@dataclass(frozen=True, slots=True)
class Way:
    """A link under a letter: what it is called, what its page is for, about what."""

    label: str
    purpose: LinkPurpose
    subject_id: int


@dataclass(frozen=True, slots=True)
class Letter:
    """The subject (plain), the text (as cards have it), and the one-time links to the pages where its reader
    answers."""

    subject: str
    text: Markup
    ways: tuple[Way, ...] = ()


def posted(
    session: Session,
    site: Site | None,
    person: Member,
    key: str,
    letter: Letter,
    priority: Priority,
    now: datetime,
) -> Message:
    """The outbox row of a letter; its links are made here, unless there are no pages to lead to."""
    pages = None if site is None else site.pages
    ways = [] if pages is None else [_way(session, pages, person, way, now) for way in letter.ways]
    body: dict[str, Any] = {
        "to": person.email,
        "subject": letter.subject,
        "html": str(letter.text),
        "text": unescape(letter.text.striptags()),
        "ways": ways,
        "language": person.language,
    }
    return Message(key, person.telegram_id, outbox.MAIL, body, priority)


def _way(session: Session, pages: str, person: Member, way: Way, now: datetime) -> list[str]:
    token = links.make(session, person.id, way.purpose, way.subject_id, now)
    return [way.label, f"{pages.rstrip('/')}/r/{token}"]
