"""Partner organisations."""

import unicodedata
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from rapidfuzz import fuzz, process
from sqlmodel import col, select

from bot.store.database import Session
from bot.store.tables import JobOffer, Kind, Lot, Organisation, Procurement, rows_of

_rows = rows_of(Organisation)
_procurements = rows_of(Procurement)
_lots = rows_of(Lot)
_offers = rows_of(JobOffer)


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


def several(session: Session, numbers: Collection[int]) -> Mapping[int, Organisation]:
    """These organisations, by their numbers."""
    found = session.exec(select(Organisation).where(col(Organisation.id).in_(list(numbers))))
    return {one.id: one for one in found if one.id is not None}


def gone(organisation: Organisation, today: date) -> bool:
    """Whether the organisation is no partner any more: the day it left has come (articles 7 and 8)."""
    return organisation.left_on is not None and organisation.left_on <= today


def present(today: date) -> sa.ColumnElement[bool]:
    """The same as a condition on the organisations a query reads: those that are partners today."""
    return sa.or_(_rows.c.left_on.is_(None), _rows.c.left_on > today)


def _partners(today: date | None) -> list[sa.ColumnElement[bool]]:
    """Those still partners today; all of them where no day is said."""
    return [] if today is None else [present(today)]


MOST_COMPARED = 5000


def close_to(
    session: Session, kind: Kind, text: str, most: int = 5, *, today: date | None = None
) -> list[Organisation]:
    """The organisations of a kind whose name is, begins with, or looks like what was typed, best first; with
    `today` only those that are partners on that day.

    The one whose name is exactly this comes alone.
    """
    key = name_key(text)
    exact = find(session, kind, text)
    if exact is not None or not key:
        return [exact] if exact and not (today and gone(exact, today)) else []
    names = session.core.execute(
        sa.select(_rows.c.id, _rows.c.name_key)
        .where(_rows.c.kind == kind, *_partners(today))
        .order_by(_rows.c.id.desc())
        .limit(MOST_COMPARED)
    )
    known = {row.id: row.name_key for row in names}
    best = process.extract(key, known, scorer=fuzz.WRatio, score_cutoff=80, limit=most)
    return [get(session, number) for _, _, number in best]


def page(
    session: Session, kind: Kind, after: str, size: int, *, today: date | None = None
) -> Sequence[Organisation]:
    """At most `size` organisations of a kind in the order of their names, behind the name key `after`; with
    `today` only those that are partners on that day."""
    query = select(Organisation).where(
        Organisation.kind == kind, col(Organisation.name_key) > after, *_partners(today)
    )
    return session.exec(query.order_by(col(Organisation.name_key)).limit(size)).all()


def search(session: Session, text: str, most: int) -> list[Organisation]:
    """At most `most` organisations of any kind whose name is, begins with, or looks like what was typed, best
    first."""
    key = name_key(text)
    if not key:
        return []
    names = sa.select(_rows.c.id, _rows.c.name_key)
    begins = _rows.c.name_key.startswith(key, autoescape=True)
    found = [
        row.id for row in session.core.execute(names.where(begins).order_by(_rows.c.name_key).limit(most))
    ]
    latest = session.core.execute(names.order_by(_rows.c.id.desc()).limit(MOST_COMPARED))
    known = {row.id: row.name_key for row in latest if row.id not in found}
    found += [n for _, _, n in process.extract(key, known, scorer=fuzz.WRatio, score_cutoff=80, limit=most)]
    return [get(session, number) for number in found[:most]]


def by_siret(session: Session, siret: str) -> Organisation | None:
    """The organisation with this SIRET, if any."""
    return session.exec(select(Organisation).where(Organisation.siret == siret)).first()


def change(session: Session, organisation_id: int, **values: Any) -> None:
    """Change columns of an organisation: `siret`, or `name`, which brings its key along.

    Raises IntegrityError when another organisation has the SIRET, or the name within its kind.
    """
    if "name" in values:
        values["name_key"] = name_key(values["name"])
    session.core.execute(sa.update(_rows).where(_rows.c.id == organisation_id).values(**values))


def reread(session: Session, organisation_id: int) -> Organisation | None:
    """The organisation of this number as it is now, if any."""
    query = select(Organisation).where(Organisation.id == organisation_id)
    return session.exec(query.execution_options(populate_existing=True)).first()


def first_clauses(session: Session) -> dict[int, date]:
    """When the first clause of each organisation that has one was confirmed, in the order of numbers."""
    home, first = _procurements.c.organisation_id, sa.func.min(_lots.c.confirmed_on)
    retained = sa.select(home, first).join_from(_procurements, _lots).where(_lots.c.confirmed_on.is_not(None))
    found = session.core.execute(retained.group_by(home).order_by(home))
    return {int(number): day for number, day in found}


def buyers_with_clauses(session: Session) -> list[int]:
    """The numbers of the organisations that have a lot whose clause was confirmed, ever, in their order."""
    return list(first_clauses(session))


@dataclass(frozen=True, slots=True)
class Work:
    """How many contracts an organisation announced, lots it holds, job offers it posted."""

    procurements: int
    lots: int
    offers: int


def work(session: Session, organisation_id: int) -> Work:
    """What the organisation takes part in; each count reads one index."""
    counts = [
        session.core.execute(sa.select(sa.func.count()).where(column == organisation_id)).scalar_one()
        for column in (_procurements.c.organisation_id, _lots.c.supplier_id, _offers.c.organisation_id)
    ]
    return Work(*counts)
