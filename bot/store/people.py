"""Persons: who is on the other side of a chat, with which role in which organisation."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

import sqlalchemy as sa

from bot.store.database import Session
from bot.store.sealed import Sealer, new_uid
from bot.store.tables import Organisation, Person, Role, rows_of

STAFF = (Role.FACILITATOR, Role.COORDINATOR)

MAILBOXES = -(2**56)
"""Below this number chats are mailboxes: of the person who is written to by e-mail, counted from here."""

_persons = rows_of(Person)
_organisations = rows_of(Organisation)


@dataclass(frozen=True)
class Member:
    """A living person with what rights are decided from. In a private chat, the chat's id is the
    person's on Telegram; who is written to by e-mail has the number of a mailbox instead."""

    id: int
    uid: str
    telegram_id: int
    role: Role
    organisation_id: int
    organisation: str
    kind: str
    language: str
    reachable: bool
    unsubscribed_at: datetime | None
    revoked_at: datetime | None
    sealed_name: bytes
    sealed_email: bytes | None
    sealer: Sealer

    @cached_property
    def name(self) -> str:
        """First and last name as given on Telegram when joining."""
        return str(self.sealer.open(self.sealed_name, f"persons.name:{self.uid}"))

    @property
    def by_mail(self) -> bool:
        """Whether the person is written to by e-mail, not being on Telegram."""
        return self.telegram_id < MAILBOXES

    @cached_property
    def email(self) -> str:
        """The e-mail address; empty for who is on Telegram."""
        if self.sealed_email is None:
            return ""
        return str(self.sealer.open(self.sealed_email, f"persons.email:{self.uid}"))

    @property
    def unsubscribed(self) -> bool:
        """Whether the person wants no more reminders, digests and broadcasts by e-mail; what is asked of them
        still comes."""
        return self.unsubscribed_at is not None

    @property
    def revoked(self) -> bool:
        """Whether the person lost their access."""
        return self.revoked_at is not None

    @property
    def is_staff(self) -> bool:
        """Whether the person works at the PLIE."""
        return self.role in STAFF


_MAILBOX = sa.literal(MAILBOXES, sa.BigInteger) - sa.cast(_persons.c.id, sa.BigInteger)
_MEMBERS = sa.select(
    _persons.c.id,
    _persons.c.uid,
    sa.func.coalesce(_persons.c.telegram_id, _MAILBOX).label("telegram_id"),
    _persons.c.role,
    _persons.c.organisation_id,
    _organisations.c.name.label("organisation"),
    _organisations.c.kind,
    _persons.c.language,
    _persons.c.reachable,
    _persons.c.unsubscribed_at,
    _persons.c.revoked_at,
    _persons.c.name.label("sealed_name"),
    _persons.c.email.label("sealed_email"),
).join_from(_persons, _organisations)
_PRESENT = _MEMBERS.where(_persons.c.revoked_at.is_(None))
_LIVING = _PRESENT.where(_persons.c.telegram_id.is_not(None))
_BY_TELEGRAM = _LIVING.where(_persons.c.telegram_id == sa.bindparam("telegram_id"))
_BY_EMAIL = _PRESENT.where(_persons.c.email_key.in_(sa.bindparam("keys", expanding=True)))
_BY_ID = _MEMBERS.where(_persons.c.id == sa.bindparam("person_id"))
_OF = _LIVING.where(_persons.c.organisation_id == sa.bindparam("home")).order_by(_persons.c.id)
_MAILED = _PRESENT.where(
    _persons.c.organisation_id == sa.bindparam("home"),
    _persons.c.telegram_id.is_(None),
    _persons.c.reachable,
).order_by(_persons.c.id)
_BY_ROLES = _LIVING.where(_persons.c.role.in_(sa.bindparam("roles", expanding=True))).order_by(_persons.c.id)


_FIELDS = [column.name for column in _MEMBERS.selected_columns]


def _member(session: Session, row: Any) -> Member:
    values = dict(zip(_FIELDS, row, strict=True))
    return Member(
        **values | {"role": Role(row.role), "reachable": bool(row.reachable)}, sealer=session.sealer
    )


def by_telegram(session: Session, telegram_id: int) -> Member | None:
    """The living person behind a Telegram account, if any."""
    row = session.core.execute(_BY_TELEGRAM, {"telegram_id": telegram_id}).first()
    return None if row is None else _member(session, row)


def by_email(session: Session, email: str) -> Member | None:
    """The living person who is written to at an e-mail address, if any, whichever key it was sealed with."""
    keys = session.sealer.blinds(_folded(email), "persons.email")
    row = session.core.execute(_BY_EMAIL, {"keys": list(keys)}).first()
    return None if row is None else _member(session, row)


def by_mailbox(session: Session, number: int) -> Member | None:
    """The living person whose mailbox has this number, if any."""
    person = find(session, MAILBOXES - number)
    return person if person is not None and person.by_mail and not person.revoked else None


def find(session: Session, person_id: int) -> Member | None:
    """The person, living or revoked, if any."""
    row = session.core.execute(_BY_ID, {"person_id": person_id}).first()
    return None if row is None else _member(session, row)


def get(session: Session, person_id: int) -> Member:
    """The person, living or revoked. Raises LookupError."""
    person = find(session, person_id)
    if person is None:
        raise LookupError("no such person")
    return person


def several(session: Session, numbers: Collection[int]) -> list[Member]:
    """These persons, living or revoked, by their numbers."""
    query = _MEMBERS.where(_persons.c.id.in_(list(numbers))).order_by(_persons.c.id)
    return [_member(session, row) for row in session.core.execute(query)]


def with_roles(session: Session, *roles: Role) -> list[Member]:
    """The living persons with one of these roles, in order of joining."""
    return [_member(session, row) for row in session.core.execute(_BY_ROLES, {"roles": roles})]


def staff(session: Session) -> list[Member]:
    """The PLIE's facilitators and coordinators."""
    return with_roles(session, *STAFF)


def in_charge(session: Session, person_id: int | None) -> list[Member]:
    """The colleague of the PLIE who follows something, or all of them when nobody with access does."""
    person = None if person_id is None else find(session, person_id)
    return [person] if person is not None and person.is_staff and not person.revoked else staff(session)


def of_organisation(session: Session, organisation_id: int) -> list[Member]:
    """The living persons of an organisation, in order of joining."""
    return [_member(session, row) for row in session.core.execute(_OF, {"home": organisation_id})]


def mailed(session: Session, organisation_id: int) -> list[Member]:
    """The living persons of an organisation who are written to by e-mail and whom e-mails reach, in order of
    joining. All other lists hold those on Telegram only, unless they say otherwise."""
    return [_member(session, row) for row in session.core.execute(_MAILED, {"home": organisation_id})]


def email_key(session: Session, email: str) -> bytes:
    """The blind key under which an e-mail address is found again, however it is typed."""
    return session.sealer.blind(_folded(email), "persons.email")


def _folded(email: str) -> str:
    return email.strip().casefold()


def page(session: Session, after: int, size: int) -> list[Member]:
    """At most `size` living persons, those written to by e-mail too, who joined after the one numbered
    `after`, in order of joining."""
    query = _PRESENT.where(_persons.c.id > after).order_by(_persons.c.id).limit(size)
    return [_member(session, row) for row in session.core.execute(query)]


def page_of(
    session: Session, organisation_id: int, after: int, size: int, *, gone: bool = False
) -> list[Member]:
    """At most `size` persons of an organisation behind the one numbered `after`, in order of joining: those
    with access, or those who lost it when `gone`."""
    present = _persons.c.revoked_at.is_not(None) if gone else _persons.c.revoked_at.is_(None)
    here = sa.and_(_persons.c.organisation_id == organisation_id, present, _persons.c.id > after)
    query = _MEMBERS.where(here).order_by(_persons.c.id).limit(size)
    return [_member(session, row) for row in session.core.execute(query)]


def colleagues(session: Session, person: Member, after: int, size: int) -> list[Member]:
    """At most `size` living persons who can take over someone's files, behind the one numbered `after`: for
    PLIE staff the facilitators and coordinators, for a partner the people of its organisation."""
    same = (
        _persons.c.role.in_(STAFF)
        if person.is_staff
        else sa.and_(
            _persons.c.organisation_id == person.organisation_id, _persons.c.role == str(person.role)
        )
    )
    others = sa.and_(same, _persons.c.id > after, _persons.c.id != person.id)
    query = _LIVING.where(others).order_by(_persons.c.id).limit(size)
    return [_member(session, row) for row in session.core.execute(query)]


@dataclass(frozen=True, slots=True)
class Newcomer:
    """Who joins: the account, the name shown to partners, the language."""

    telegram_id: int
    name: str
    language: str
    organisation_id: int
    role: Role
    invited_by: int | None


def join(session: Session, newcomer: Newcomer, now: datetime) -> Member:
    """Add a person; whoever the account was before is revoked."""
    living = sa.and_(_persons.c.telegram_id == newcomer.telegram_id, _persons.c.revoked_at.is_(None))
    session.core.execute(sa.update(_persons).where(living).values(revoked_at=now))
    values = {
        "organisation_id": newcomer.organisation_id,
        "role": newcomer.role,
        "telegram_id": newcomer.telegram_id,
        "language": newcomer.language,
        "invited_by": newcomer.invited_by,
    }
    return _add(session, new_uid(), newcomer.name, now, values)


@dataclass(frozen=True, slots=True)
class Correspondent:
    """Who is written to by e-mail: the name a coordinator gave, the address, the language."""

    name: str
    email: str
    language: str
    organisation_id: int
    role: Role
    invited_by: int


def add_by_mail(session: Session, correspondent: Correspondent, now: datetime) -> Member:
    """Add a person who is written to by e-mail. Raises IntegrityError when a living person has the
    address."""
    uid = new_uid()
    values = {
        "organisation_id": correspondent.organisation_id,
        "role": correspondent.role,
        "language": correspondent.language,
        "invited_by": correspondent.invited_by,
    }
    return _add(session, uid, correspondent.name, now, values | _address(session, uid, correspondent.email))


def set_email(session: Session, person: Member, email: str) -> None:
    """Write to another address from now on, which is believed to be right. Raises IntegrityError when a
    living person has it."""
    change(session, person.id, reachable=True, **_address(session, person.uid, email))


def _address(session: Session, uid: str, email: str) -> dict[str, bytes]:
    sealed = session.sealer.seal(email, f"persons.email:{uid}")
    return {"email": sealed, "email_key": email_key(session, email)}


def _add(session: Session, uid: str, name: str, now: datetime, values: dict[str, Any]) -> Member:
    sealed = session.sealer.seal(name, f"persons.name:{uid}")
    row = {"uid": uid, "name": sealed, "reachable": True, "joined_at": now} | values
    person_id = session.core.execute(sa.insert(_persons).values(**row).returning(_persons.c.id)).scalar_one()
    return get(session, person_id)


def change(session: Session, person_id: int, **values: Any) -> None:
    """Change columns of a person: `language`, `reachable`, `unsubscribed_at`, `revoked_at`."""
    session.core.execute(sa.update(_persons).where(_persons.c.id == person_id).values(**values))
