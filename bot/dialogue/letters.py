"""Letters: what a partner who is not on Telegram is told by e-mail: same texts, same outbox."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from markupsafe import Markup

from bot.dialogue.fitting import clean, cut
from bot.dialogue.site import Site
from bot.store import links, outbox, unsent, uploads
from bot.store.database import Session
from bot.store.outbox import Message
from bot.store.people import Member
from bot.store.tables import LinkPurpose, Priority

MAX_SUBJECT = 150
MASS = (Priority.REMINDER, Priority.BROADCAST)
"""What comes unasked and by itself: reminders, offers, mailings; who unsubscribed gets none of it."""

_UNSUBSCRIBING = timedelta(days=3 * 366)
"""How long a letter can be unsubscribed from: it may be found again long after it came."""


@dataclass(frozen=True, slots=True)
class Way:
    """A link under a letter: what it is called, what its page is for, about what."""

    label: str
    purpose: LinkPurpose
    subject_id: int


@dataclass(frozen=True, slots=True)
class Letter:
    """The subject (plain), the text (as cards have it), the one-time links to the pages where its reader
    answers, and the file attached, by the "name" and the "digest" it is kept under."""

    subject: str
    text: Markup
    ways: tuple[Way, ...] = ()
    file: Mapping[str, Any] | None = None


def wanted(person: Member, priority: Priority) -> bool:
    """Whether a letter of this priority may be written to a person."""
    if not person.by_mail or not person.reachable or person.revoked:
        return False
    return not (person.unsubscribed and priority in MASS)


def posted(
    session: Session,
    site: Site | None,
    person: Member,
    key: str,
    letter: Letter,
    priority: Priority,
    now: datetime,
) -> Message:
    """The outbox row of a letter; its links are made here, unless there are no pages to lead to. The address
    is not in it: it is read when the letter leaves."""
    pages = None if site is None else site.pages
    body: dict[str, Any] = {
        "subject": cut(" ".join(clean(letter.subject).split()), MAX_SUBJECT),
        "html": str(letter.text),
        "ways": [],
        "language": person.language,
        "organisation": person.organisation,
        "unsubscribe": None,
        "mass": priority in MASS,
    }
    if letter.file is not None:
        body["file"] = uploads.kept(letter.file["name"], letter.file["digest"])
    if pages is not None:
        body["ways"] = [_way(session, pages, person, way, now) for way in letter.ways]
        body["unsubscribe"] = None if person.unsubscribed else _way_out(session, pages, person, now)
    return Message(key, person.telegram_id, outbox.MAIL, body, priority)


def withdraw_links(session: Session, person: Member) -> int:
    """End the links of the letters that left for a person: another may have them, where the address was not
    theirs. Those of the letters that are still to leave live on. Returns how many ended."""
    waiting = [_addresses(body) for body in unsent.unread(session, person.telegram_id)]
    tokens = [address.rpartition("/")[2] for addresses in waiting for address in addresses]
    return links.withdraw(session, person.id, but=tokens)


def _addresses(body: Mapping[str, Any]) -> list[str]:
    """Where the links of a letter lead."""
    way_out = body.get("unsubscribe")
    return [address for _, address in body.get("ways", ())] + ([way_out] if way_out else [])


def _way(session: Session, pages: str, person: Member, way: Way, now: datetime) -> list[str]:
    return [way.label, _page(pages, links.make(session, person.id, way.purpose, way.subject_id, now))]


def _way_out(session: Session, pages: str, person: Member, now: datetime) -> str:
    until = now + _UNSUBSCRIBING
    return _page(pages, links.make(session, person.id, LinkPurpose.UNSUBSCRIBE, person.id, now, until=until))


def _page(pages: str, token: str) -> str:
    return f"{pages.rstrip('/')}/r/{token}"
