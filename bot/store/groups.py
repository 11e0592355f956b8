"""The groups of partners on Telegram that are registered as contacts: broadcasts and circulars reach them."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from bot.store import claims, organisations
from bot.store.database import Session
from bot.store.sealed import new_uid
from bot.store.tables import Group, Organisation, rows_of

_rows = rows_of(Group)
_organisations = rows_of(Organisation)


@dataclass(frozen=True, slots=True)
class Contact:
    """A group messages go to, and the organisation whose it is; `left`: the bot is not in it any more."""

    id: int
    chat_id: int
    language: str
    organisation_id: int
    kind: str
    left: bool


_CONTACTS = sa.select(
    _rows.c.id,
    _rows.c.chat_id,
    _rows.c.language,
    _rows.c.organisation_id,
    _organisations.c.kind,
    _rows.c.left_at.is_not(None),
).join_from(_rows, _organisations, _rows.c.organisation_id == _organisations.c.id)


def get(session: Session, group_id: int) -> Contact:
    """The group, also one the bot has left. Raises LookupError."""
    row = session.core.execute(_CONTACTS.where(_rows.c.id == group_id)).first()
    if row is None:
        raise LookupError("no such group")
    return Contact(*row)


def page(
    session: Session, kinds: Collection[str], among: Collection[int], today: date, after: int, size: int
) -> list[Contact]:
    """At most `size` groups numbered above `after` that the bot is in, of organisations that have not left:
    those of these kinds, and those `among` these."""
    here = organisations.present(today)
    theirs = sa.or_(_organisations.c.kind.in_(list(kinds)), _organisations.c.id.in_(list(among)))
    query = _CONTACTS.where(_rows.c.left_at.is_(None), _rows.c.id > after, here, theirs)
    return [Contact(*row) for row in session.core.execute(query.order_by(_rows.c.id).limit(size))]


@dataclass(frozen=True, slots=True)
class Registered:
    """A group as coordinators see it; `left_at`: since when the bot is not in it any more."""

    id: int
    uid: str
    title: str
    chat_id: int
    organisation_id: int
    organisation: str
    kind: str
    joined_at: datetime
    left_at: datetime | None


@dataclass(frozen=True, slots=True)
class Found:
    """A group the bot was brought into: its chat, its title, the language one writes to it in."""

    chat_id: int
    title: str
    language: str


_REGISTERED = sa.select(
    _rows.c.id,
    _rows.c.uid,
    _rows.c.title,
    _rows.c.chat_id,
    _rows.c.organisation_id,
    _organisations.c.name.label("organisation"),
    _organisations.c.kind,
    _rows.c.joined_at,
    _rows.c.left_at,
).join_from(_rows, _organisations, _rows.c.organisation_id == _organisations.c.id)


def _registered(session: Session, row: Any) -> Registered:
    title = str(session.sealer.open(row.title, f"chat_groups.title:{row.uid}"))
    return Registered(**row._asdict() | {"title": title})


def register(session: Session, organisation_id: int, found: Found, by: int, now: datetime) -> int | None:
    """The group is a contact of the organisation from now on. Returns its number; None when it is a contact
    already."""
    uid = new_uid()
    row = {
        "uid": uid,
        "organisation_id": organisation_id,
        "chat_id": found.chat_id,
        "title": session.sealer.seal(found.title, f"chat_groups.title:{uid}"),
        "language": found.language,
        "registered_by": by,
        "joined_at": now,
    }
    if not claims.insert_new(session, _rows, [row]):
        return None
    return int(session.core.execute(sa.select(_rows.c.id).where(_rows.c.uid == uid)).scalar_one())


def find(session: Session, group_id: int) -> Registered | None:
    """The group, also one the bot has left, if any."""
    row = session.core.execute(_REGISTERED.where(_rows.c.id == group_id)).first()
    return None if row is None else _registered(session, row)


def by_chat(session: Session, chat_id: int) -> Registered | None:
    """The registered group of a chat the bot is in, if any."""
    here = sa.and_(_rows.c.chat_id == chat_id, _rows.c.left_at.is_(None))
    row = session.core.execute(_REGISTERED.where(here)).first()
    return None if row is None else _registered(session, row)


def of_organisation(session: Session, organisation_id: int, after: int, size: int) -> list[Registered]:
    """At most `size` groups of an organisation that the bot is in, numbered above `after`."""
    here = sa.and_(_rows.c.organisation_id == organisation_id, _rows.c.left_at.is_(None), _rows.c.id > after)
    query = _REGISTERED.where(here).order_by(_rows.c.id).limit(size)
    return [_registered(session, row) for row in session.core.execute(query)]


def chats_of(session: Session, organisation_id: int) -> list[int]:
    """The chats of the groups of an organisation that the bot is in."""
    here = sa.and_(_rows.c.organisation_id == organisation_id, _rows.c.left_at.is_(None))
    return list(session.core.execute(sa.select(_rows.c.chat_id).where(here).order_by(_rows.c.id)).scalars())


def leave(session: Session, group_id: int, now: datetime) -> bool:
    """The group is a contact no more. Returns whether it was: of two at once, one."""
    here = sa.and_(_rows.c.id == group_id, _rows.c.left_at.is_(None))
    return bool(session.core.execute(sa.update(_rows).where(here).values(left_at=now)).rowcount)


def move(session: Session, old: int, new: int, now: datetime) -> None:
    """A group became a supergroup: it has another chat from now on; where that one is a contact already, the
    old one is none any more."""
    here = sa.and_(_rows.c.chat_id == old, _rows.c.left_at.is_(None))
    known = by_chat(session, new) is not None
    values: dict[str, Any] = {"left_at": now} if known else {"chat_id": new}
    session.core.execute(sa.update(_rows).where(here).values(**values))
