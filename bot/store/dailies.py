"""Daily messages: whose hour has come, who reads for whom, one message a person and day."""

from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from bot.rules.daily import USUAL
from bot.store import claims, people, preferences
from bot.store.database import Session
from bot.store.people import Member
from bot.store.tables import Daily, Person, Preference, Reminder, Role, rows_of

_rows, _reminders = rows_of(Daily), rows_of(Reminder)
_persons, _preferences = rows_of(Person), rows_of(Preference)
_WAITS = sa.and_(
    _reminders.c.said_on.is_(None),
    _reminders.c.done_at.is_(None),
    _reminders.c.from_on <= sa.bindparam("today"),
)
_LISTENS = sa.or_(_persons.c.telegram_id.is_not(None), _persons.c.unsubscribed_at.is_(None))
_PRESENT = sa.and_(_persons.c.revoked_at.is_(None), _persons.c.reachable, _LISTENS)
_HERE = sa.or_(_preferences.c.paused_until.is_(None), _preferences.c.paused_until < sa.bindparam("today"))
_COME = sa.func.coalesce(_preferences.c.daily_at, USUAL) <= sa.bindparam("minute")
_NOT_YET = sa.not_(
    sa.exists().where(_rows.c.person_id == _persons.c.id, _rows.c.day == sa.bindparam("today"))
)
_KNOWN = sa.join(_persons, _preferences, _preferences.c.person_id == _persons.c.id, isouter=True)
_OWN = (
    sa.select(_reminders.c.person_id)
    .distinct()
    .select_from(sa.join(_reminders, _KNOWN, _persons.c.id == _reminders.c.person_id))
    .where(_WAITS, _PRESENT, _HERE, _COME, _NOT_YET)
    .order_by(_reminders.c.person_id)
    .limit(sa.bindparam("most"))
)
_READY = (
    sa.select(_persons.c.id)
    .select_from(_KNOWN)
    .where(_persons.c.id.in_(sa.bindparam("numbers", expanding=True)), _PRESENT, _HERE, _COME, _NOT_YET)
)
_AWAY = (
    sa.select(_preferences.c.person_id, _preferences.c.stand_in_id)
    .join_from(_preferences, _persons, _persons.c.id == _preferences.c.person_id)
    .where(
        _preferences.c.stand_in_id.is_not(None),
        _preferences.c.paused_until >= sa.bindparam("today"),
        _persons.c.revoked_at.is_(None),
        sa.exists().where(_reminders.c.person_id == _preferences.c.person_id, _WAITS),
    )
    .order_by(_preferences.c.person_id)
)


@dataclass(frozen=True, slots=True)
class Reading:
    """A reader whose hour has come, and of whose facts they are told: theirs, and those of the colleagues
    they stand in for."""

    reader_id: int
    owners: tuple[int, ...]


def due(session: Session, today: date, minute: int, most: int) -> list[Reading]:
    """At most `most` people who get a daily message now, this many minutes after midnight, in order of
    joining."""
    standing = _standing(session, today)
    asked = {"today": today, "minute": minute}
    own = session.core.execute(_OWN, asked | {"most": most}).scalars().all()
    ready = session.core.execute(_READY, asked | {"numbers": list(standing)}).scalars().all()
    readers = sorted({*own, *ready})[:most]
    return [Reading(reader, (reader, *standing.get(reader, ()))) for reader in readers]


def claim(session: Session, person_id: int, day: date) -> bool:
    """Take the daily message of a person. Returns whether nobody had it."""
    return claims.insert_new(session, _rows, [{"person_id": person_id, "day": day}]) == 1


def _standing(session: Session, today: date) -> dict[int, list[int]]:
    """Who is told in the place of whom, of those who are away and of whom there is something to say."""
    found: dict[int, list[int]] = {}
    for owner, stand_in in session.core.execute(_AWAY, {"today": today}):
        reader = _reader(session, owner, stand_in, today)
        if reader is not None:
            found.setdefault(reader, []).append(owner)
    return found


def _reader(session: Session, owner_id: int, stand_in_id: int, today: date) -> int | None:
    """The stand-in; where they cannot be told any more, for staff of the PLIE the first coordinator who can,
    for a partner nobody: it waits."""
    if stand_in(session, stand_in_id, today) is not None:
        return stand_in_id
    if not people.get(session, owner_id).is_staff:
        return None
    coordinators = people.with_roles(session, Role.COORDINATOR)
    return next((one.id for one in coordinators if one.id != owner_id and _told(session, one, today)), None)


def stand_in(session: Session, person_id: int | None, today: date) -> Member | None:
    """Who was asked to stand in, where they can: with access, reachable, not away themselves."""
    person = None if person_id is None else people.find(session, person_id)
    return person if person is not None and _told(session, person, today) else None


def _told(session: Session, person: Member, today: date) -> bool:
    until = preferences.get(session, person.id).paused_until
    return person.reachable and not person.revoked and (until is None or until < today)
