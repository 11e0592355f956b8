"""The SIAEs ticked for an offer: they get its broadcast as prescribers do (`domain.md` §5)."""

from datetime import date, datetime

import sqlalchemy as sa

from bot.store import claims, organisations
from bot.store.database import Session
from bot.store.tables import Kind, OfferSiae, Organisation, Person, Role, rows_of

_rows = rows_of(OfferSiae)
_organisations = rows_of(Organisation)
_persons = rows_of(Person)


def tick(session: Session, offer_id: int, organisation_id: int, by: int, now: datetime) -> bool:
    """Tick a SIAE for an offer. Returns whether this is what did it."""
    row = {"offer_id": offer_id, "organisation_id": organisation_id, "ticked_by": by, "ticked_at": now}
    return claims.insert_new(session, _rows, [row]) == 1


def untick(session: Session, offer_id: int, organisation_id: int) -> bool:
    """Take the tick of a SIAE back. Returns whether there was one."""
    mine = sa.and_(_rows.c.offer_id == offer_id, _rows.c.organisation_id == organisation_id)
    return bool(session.core.execute(sa.delete(_rows).where(mine)).rowcount)


def of_offer(session: Session, offer_id: int) -> set[int]:
    """The numbers of the SIAEs ticked for an offer."""
    query = sa.select(_rows.c.organisation_id).where(_rows.c.offer_id == offer_id)
    return set(session.core.execute(query).scalars())


def is_ticked(session: Session, offer_id: int, organisation_id: int) -> bool:
    """Whether this SIAE is ticked for an offer."""
    return organisation_id in of_offer(session, offer_id)


def reached(session: Session, today: date, after: str, size: int) -> list[tuple[int, str, str]]:
    """At most `size` SIAEs that have not left with somebody messages reach, in the order of their names,
    behind the name key `after`: numbers, names and name keys."""
    return _reached(session, today, _organisations.c.name_key > after, size)


def is_reached(session: Session, today: date, organisation_id: int) -> bool:
    """Whether this is a SIAE that has not left with somebody messages reach."""
    return bool(_reached(session, today, _organisations.c.id == organisation_id, 1))


def _reached(
    session: Session, today: date, wanted: sa.ColumnElement[bool], size: int
) -> list[tuple[int, str, str]]:
    reader = sa.exists().where(
        _persons.c.organisation_id == _organisations.c.id,
        _persons.c.role == Role.SIAE,
        _persons.c.revoked_at.is_(None),
        _persons.c.unsubscribed_at.is_(None),
        _persons.c.reachable,
    )
    here = organisations.present(today)
    query = sa.select(_organisations.c.id, _organisations.c.name, _organisations.c.name_key)
    query = query.where(_organisations.c.kind == Kind.SIAE, here, wanted, reader)
    rows = session.core.execute(query.order_by(_organisations.c.name_key).limit(size))
    return [(row.id, row.name, row.name_key) for row in rows]
