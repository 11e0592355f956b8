"""The agreement and who signed it (articles 7 and 8)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import col, select

from bot.store import claims
from bot.store.database import Session
from bot.store.tables import Agreement, Kind, Organisation, Signatory, Termination, rows_of

_rows = rows_of(Agreement)
_signatories = rows_of(Signatory)
_organisations = rows_of(Organisation)
_terminations = rows_of(Termination)
PAGED = tuple(kind for kind in Kind if kind not in (Kind.PLIE, Kind.COMPANY))
"""The kinds of organisation listed to be added; a company is found by its name. The PLIE is a party to the
agreement by itself."""
_STANDS = sa.and_(
    _terminations.c.organisation_id == _signatories.c.organisation_id,
    _terminations.c.agreement_id == _signatories.c.agreement_id,
    _terminations.c.cancelled_at.is_(None),
)


@dataclass(frozen=True, slots=True)
class Signed:
    """A signatory by name: the day it signed, from which day it is out (None: it stays), from which day by a
    notice (None: no notice stands)."""

    organisation_id: int
    name: str
    kind: str
    signed_on: date
    left_on: date | None
    notice_on: date | None


_SIGNED = (
    sa.select(
        _signatories.c.organisation_id,
        _organisations.c.name,
        _organisations.c.kind,
        _signatories.c.signed_on,
        _signatories.c.left_on,
        _terminations.c.effective_on,
    )
    .join_from(_signatories, _organisations, _organisations.c.id == _signatories.c.organisation_id)
    .outerjoin(_terminations, _STANDS)
)


def identity(agreement: Agreement) -> int:
    """The number of an agreement that is in the database. Raises LookupError."""
    if agreement.id is None:
        raise LookupError("the agreement is not in the database yet")
    return agreement.id


def one_at_a_time(session: Session, plie_id: int) -> None:
    """Until the transaction ends, nobody else of this PLIE records an agreement."""
    plie = sa.select(_organisations.c.id).where(_organisations.c.id == plie_id)
    session.core.execute(plie.with_for_update(key_share=True))


def add(session: Session, starts_on: date, ends_on: date, by: int, now: datetime) -> Agreement:
    """A new agreement, from its first to its last day: the current one from now on."""
    agreement = Agreement(starts_on=starts_on, ends_on=ends_on, recorded_by=by, recorded_at=now)
    session.add(agreement)
    session.flush()
    return agreement


def current(session: Session, *, lock: bool = False) -> Agreement | None:
    """The agreement recorded last, if any, as it is now; with `lock` nobody else changes it or what belongs
    to it before the end of the turn."""
    query = select(Agreement).order_by(col(Agreement.id).desc()).limit(1)
    query = query.execution_options(populate_existing=True)
    return session.exec(query.with_for_update() if lock else query).first()


def get(session: Session, agreement_id: int, *, lock: bool = False) -> Agreement | None:
    """The agreement as it is now, if any; `lock` as for `current`."""
    query = select(Agreement).where(Agreement.id == agreement_id)
    query = query.execution_options(populate_existing=True)
    return session.exec(query.with_for_update() if lock else query).first()


def correct(session: Session, agreement: Agreement, starts_on: date, ends_on: date) -> bool:
    """Change the days. Returns whether they were still those of this row."""
    same = sa.and_(
        _rows.c.id == agreement.id,
        _rows.c.starts_on == agreement.starts_on,
        _rows.c.ends_on == agreement.ends_on,
    )
    changed = sa.update(_rows).where(same).values(starts_on=starts_on, ends_on=ends_on)
    return bool(session.core.execute(changed).rowcount)


def sign(session: Session, agreement_id: int, organisation_id: int, signed_on: date) -> bool:
    """The organisation is a signatory from this day on, for the first time or again. Returns whether it was
    none."""
    row = {"agreement_id": agreement_id, "organisation_id": organisation_id, "signed_on": signed_on}
    if claims.insert_new(session, _signatories, [row | {"left_on": None}]):
        return True
    left = sa.and_(_here(agreement_id, organisation_id), _signatories.c.left_on.is_not(None))
    again = sa.update(_signatories).where(left).values(signed_on=signed_on, left_on=None)
    return bool(session.core.execute(again).rowcount)


def change_signed_on(session: Session, agreement_id: int, organisation_id: int, day: date) -> None:
    """Correct the day the organisation signed."""
    mine = _here(agreement_id, organisation_id)
    session.core.execute(sa.update(_signatories).where(mine).values(signed_on=day))


def remove(session: Session, agreement_id: int, organisation_id: int) -> bool:
    """The organisation never signed: it was recorded by mistake. Returns whether it was there."""
    gone = sa.delete(_signatories).where(_here(agreement_id, organisation_id))
    return bool(session.core.execute(gone).rowcount)


def leave(
    session: Session, agreement_id: int, organisation_id: int, day: date, *, whence: date | None = None
) -> bool:
    """The signatory is out from this day on. Returns whether it was to leave on the day `whence`, or to stay
    where that is None."""
    mine = sa.and_(_here(agreement_id, organisation_id), _signatories.c.left_on.is_not_distinct_from(whence))
    return bool(session.core.execute(sa.update(_signatories).where(mine).values(left_on=day)).rowcount)


def stay(session: Session, agreement_id: int, after: date) -> int:
    """The signatories that were to leave after this day without a notice stay. Returns how many."""
    aside = sa.and_(_signatories.c.agreement_id == agreement_id, _signatories.c.left_on > after)
    return int(session.core.execute(sa.update(_signatories).where(aside).values(left_on=None)).rowcount)


def signatory(session: Session, agreement_id: int, organisation_id: int) -> Signed | None:
    """The signatory of this organisation, if it is one."""
    row = session.core.execute(_SIGNED.where(_here(agreement_id, organisation_id))).first()
    return None if row is None else Signed(*row)


def page(session: Session, agreement_id: int, after: int, size: int) -> list[Signed]:
    """At most `size` signatories behind the organisation numbered `after`, in the order they became known."""
    here = sa.and_(_signatories.c.agreement_id == agreement_id, _signatories.c.organisation_id > after)
    query = _SIGNED.where(here).order_by(_signatories.c.organisation_id).limit(size)
    return [Signed(*row) for row in session.core.execute(query)]


def staying(session: Session, agreement_id: int) -> Sequence[int]:
    """The organisations that are asked for their agreement: signatories that neither left nor are to
    leave."""
    here = sa.and_(_signatories.c.agreement_id == agreement_id, _signatories.c.left_on.is_(None))
    query = sa.select(_signatories.c.organisation_id).where(here, ~sa.exists().where(_STANDS))
    return session.core.execute(query.order_by(_signatories.c.organisation_id)).scalars().all()


def present(session: Session, agreement_id: int, today: date) -> Sequence[int]:
    """The organisations bound by the agreement today, those about to leave among them."""
    bound = sa.or_(_signatories.c.left_on.is_(None), _signatories.c.left_on > today)
    here = sa.and_(_signatories.c.agreement_id == agreement_id, bound)
    query = sa.select(_signatories.c.organisation_id).where(here)
    return session.core.execute(query.order_by(_signatories.c.organisation_id)).scalars().all()


def leaving(session: Session, agreement_id: int, today: date) -> Sequence[tuple[int, date]]:
    """The signatories whose day to leave has come and that are partners still, with that day: those a
    renewal left out."""
    due = sa.and_(
        _signatories.c.agreement_id == agreement_id,
        _signatories.c.left_on <= today,
        _organisations.c.left_on.is_(None),
    )
    query = sa.select(_signatories.c.organisation_id, _signatories.c.left_on).join_from(
        _signatories, _organisations, _organisations.c.id == _signatories.c.organisation_id
    )
    found = session.core.execute(query.where(due).order_by(_signatories.c.organisation_id))
    return [(row.organisation_id, row.left_on) for row in found]


def listed(session: Session, agreement_id: int, after: tuple[str, int], size: int) -> Sequence[Organisation]:
    """At most `size` organisations that could sign, companies excepted, by name, behind the name key and the
    number given."""
    known = sa.exists().where(_here(agreement_id, _organisations.c.id))
    place = sa.tuple_(_organisations.c.name_key, _organisations.c.id)
    query = select(Organisation).where(
        col(Organisation.kind).in_(PAGED), place > sa.tuple_(*map(sa.literal, after)), ~known
    )
    return session.exec(query.order_by(col(Organisation.name_key), col(Organisation.id)).limit(size)).all()


def _here(agreement_id: Any, organisation_id: Any) -> sa.ColumnElement[bool]:
    return sa.and_(
        _signatories.c.agreement_id == agreement_id, _signatories.c.organisation_id == organisation_id
    )
