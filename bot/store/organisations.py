"""Partner organisations."""

import unicodedata
from collections.abc import Sequence
from datetime import datetime

from sqlmodel import col, select

from bot.store.database import Session
from bot.store.tables import Kind, Organisation


def name_key(name: str) -> str:
    """The name folded, so that the same organisation typed twice is found: no case, accents or extra
    spaces."""
    plain = "".join(char for char in unicodedata.normalize("NFKD", name) if not unicodedata.combining(char))
    return " ".join(plain.casefold().replace("-", " ").replace("’", "'").split())


def find(session: Session, kind: Kind, name: str) -> Organisation | None:
    """The organisation of this kind with this name, if any."""
    key = name_key(name)
    return session.exec(
        select(Organisation).where(Organisation.kind == kind, Organisation.name_key == key)
    ).first()


def find_or_create(session: Session, kind: Kind, name: str, now: datetime) -> Organisation:
    """The organisation of this kind with this name, made if need be. Raises ValueError on an empty name."""
    name = " ".join(name.split())
    if not name:
        raise ValueError("an organisation needs a name")
    found = find(session, kind, name)
    if found is not None:
        return found
    organisation = Organisation(kind=kind, name=name, name_key=name_key(name), created_at=now)
    session.add(organisation)
    session.flush()
    return organisation


def get(session: Session, organisation_id: int) -> Organisation:
    """The organisation. Raises NoResultFound."""
    return session.exec(select(Organisation).where(Organisation.id == organisation_id)).one()


def find_number(session: Session, organisation_id: int) -> Organisation | None:
    """The organisation of this number, if any."""
    return session.exec(select(Organisation).where(Organisation.id == organisation_id)).first()


def page(session: Session, kind: Kind, after: str, size: int) -> Sequence[Organisation]:
    """At most `size` organisations of a kind in the order of their names, behind the name key `after`."""
    query = select(Organisation).where(Organisation.kind == kind, col(Organisation.name_key) > after)
    return session.exec(query.order_by(col(Organisation.name_key)).limit(size)).all()
