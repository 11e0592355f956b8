"""Joint answers with SIAEs (article 3): an offer or a lot’s hours shared with them, and what they answer."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import select

from bot.rules.shares import ShareMove, whence, whither
from bot.store import audit, claims
from bot.store.database import Session
from bot.store.procurements import Period
from bot.store.sealed import new_uid
from bot.store.tables import (
    JobOffer,
    Kind,
    Lot,
    Organisation,
    Person,
    Procurement,
    Share,
    ShareState,
    rows_of,
)

_rows = rows_of(Share)
_lots = rows_of(Lot)
_offers = rows_of(JobOffer)
_procurements = rows_of(Procurement)
_organisations = rows_of(Organisation)
_persons = rows_of(Person)
_SHOWN = _rows.c.state != ShareState.WITHDRAWN
_UNANSWERED: dict[str, Any] = {
    "people": None, "hours_offered": None, "from_on": None, "from_as": None, "comment": None,
    "answered_by": None, "answered_at": None, "settled_by": None, "settled_at": None,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Shared:
    """What is shared: an offer, or so many hours of a lot."""

    offer_id: int | None = None
    lot_id: int | None = None
    hours: int | None = None

    @property
    def audited(self) -> tuple[str, int]:
        """The object of the audit trail this belongs to, and its number."""
        return ("offer", self.offer_id) if self.offer_id is not None else ("lot", self.lot_id or 0)


@dataclass(frozen=True, slots=True)
class Answer:
    """What a SIAE can supply: people for an offer, or hours for a lot; from when."""

    start: Period
    people: int | None = None
    hours: int | None = None
    comment: str | None = None


def identity(share: Share) -> int:
    """The number of a share that is in the database."""
    if share.id is None:
        raise LookupError("the share is not in the database yet")
    return share.id


def subject(share: Share) -> Shared:
    """What is shared."""
    return Shared(share.offer_id, share.lot_id, None if share.hours is None else int(share.hours))


def get(session: Session, share_id: int, *, lock: bool = False) -> Share | None:
    """The share as it is now, if any; with `lock` nobody else changes it before the end of the turn."""
    query = select(Share).where(Share.id == share_id).execution_options(populate_existing=True)
    return session.exec(query.with_for_update() if lock else query).first()


def add(session: Session, what: Shared, siae_id: int, by: int, now: datetime) -> Share | None:
    """What is shared with a SIAE, or shared again with one it was withdrawn from: as if never answered. None
    when it is shared with it already."""
    values = {"hours": what.hours, "state": ShareState.SHARED, "shared_by": by, "shared_at": now}
    named = {"offer_id": what.offer_id, "lot_id": what.lot_id, "siae_id": siae_id}
    if not claims.insert_new(session, _rows, [named | values | {"uid": new_uid()}]):
        mine = sa.and_(_of(what), _rows.c.siae_id == siae_id)
        again = sa.and_(mine, _rows.c.state.in_(list(whence(ShareMove.AGAIN))))
        if not session.core.execute(sa.update(_rows).where(again).values(**_UNANSWERED | values)).rowcount:
            return None
    query = select(Share).where(_of(what), _rows.c.siae_id == siae_id)
    return session.exec(query.execution_options(populate_existing=True)).one()


def _of(what: Shared) -> Any:
    """The rows about the same offer or lot."""
    return _rows.c.lot_id == what.lot_id if what.offer_id is None else _rows.c.offer_id == what.offer_id


def answer(session: Session, share: Share, said: Answer, by: int, now: datetime) -> bool:
    """Keep what a SIAE can supply, while the company has not decided. Returns whether it had not."""
    sealed = session.sealer.seal(said.comment, _binding(share)) if said.comment else None
    values = {
        "people": said.people,
        "hours_offered": said.hours,
        "from_on": said.start.day,
        "from_as": said.start.meant,
        "comment": sealed,
        "answered_by": by,
        "answered_at": now,
    }
    return _move(session, identity(share), ShareMove.ANSWER, **values)


def answered(session: Session, share: Share) -> Answer | None:
    """What the SIAE last said it can supply, None before it answered."""
    if share.from_on is None or share.from_as is None:
        return None
    comment = None if share.comment is None else str(session.sealer.open(share.comment, _binding(share)))
    hours = None if share.hours_offered is None else int(share.hours_offered)
    return Answer(Period(share.from_on, share.from_as), share.people, hours, comment)


def _binding(share: Share) -> str:
    return f"shares.comment:{share.uid}"


def decline(session: Session, share_id: int, by: int, now: datetime) -> bool:
    """The SIAE supplies nothing. Returns whether this is what says so."""
    return _move(session, share_id, ShareMove.DECLINE, answered_by=by, answered_at=now)


def settle(session: Session, share_id: int, move: ShareMove, by: int, now: datetime) -> bool:
    """The company chooses a SIAE or not, or the PLIE withdraws the share. Returns whether this is what did
    it: of two people at once, one."""
    return _move(session, share_id, move, settled_by=by, settled_at=now)


def _move(session: Session, share_id: int, move: ShareMove, **values: Any) -> bool:
    here = sa.and_(_rows.c.id == share_id, _rows.c.state.in_(list(whence(move))))
    statement = sa.update(_rows).where(here).values(state=whither(move), **values)
    return bool(session.core.execute(statement).rowcount)


def picked_of_offer(session: Session, offer_id: int) -> list[Share]:
    """The shares of an offer whose SIAE the company chose, in the order it did."""
    return _picked(session, Shared(offer_id=offer_id))


def picked_of_lot(session: Session, lot_id: int) -> list[Share]:
    """The shares of a lot's hours whose SIAE the company chose, in the order it did."""
    return _picked(session, Shared(lot_id=lot_id))


def _picked(session: Session, what: Shared) -> list[Share]:
    query = select(Share).where(_of(what), _rows.c.state == ShareState.PICKED)
    ordered = query.order_by(_rows.c.settled_at, _rows.c.id)
    return list(session.exec(ordered.execution_options(populate_existing=True)).all())


def end_of_offer(session: Session, offer_id: int, by: int | None, now: datetime) -> list[Share]:
    """The shares of an offer that ended and that waited for an answer or a choice: withdrawn now."""
    return _end(session, Shared(offer_id=offer_id), ShareMove.END, by, now)


def end_of_lot(session: Session, lot_id: int, by: int, now: datetime) -> list[Share]:
    """The shares of a lot that another company got: withdrawn now, those the former one chose too."""
    return _end(session, Shared(lot_id=lot_id), ShareMove.WITHDRAW, by, now)


def facts(share: Share, **more: Any) -> dict[str, Any]:
    """What the audit trail says of something done with a share, beside its offer or its lot."""
    return {"share": share.id, "siae": share.siae_id} | more


def _end(session: Session, what: Shared, move: ShareMove, by: int | None, now: datetime) -> list[Share]:
    """Withdraw what there is, and say so in the audit trail."""
    here = sa.and_(_of(what), _rows.c.state.in_(list(whence(move))))
    values = {"state": whither(move), "settled_by": by, "settled_at": now}
    statement = sa.update(_rows).where(here).values(**values).returning(_rows.c.id)
    ended = sorted(session.core.execute(statement).scalars())
    found = [share for number in ended if (share := get(session, number)) is not None]
    for share in found:
        audit.record(session, by, "withdraw share", *what.audited, now, **facts(share))
    return found


@dataclass(frozen=True, slots=True)
class Line:
    """A share in a list: the SIAE, what is shared (an offer's reference and job, or a lot's contract, number
    and title), what is asked and answered."""

    id: int
    state: str
    siae_id: int
    siae: str
    reference: str
    job: str | None
    number: str | None
    title: str | None
    asked: int | None
    people: int | None
    hours: int | None


_LINES = (
    sa.select(
        _rows.c.id,
        _rows.c.state,
        _rows.c.siae_id,
        _organisations.c.name,
        sa.func.coalesce(_offers.c.reference, _procurements.c.reference),
        _offers.c.job,
        _lots.c.number,
        _lots.c.title,
        sa.func.coalesce(_rows.c.hours, _offers.c.positions),
        _rows.c.people,
        _rows.c.hours_offered,
    )
    .select_from(_rows)
    .join(_organisations, _organisations.c.id == _rows.c.siae_id)
    .outerjoin(_offers, _offers.c.id == _rows.c.offer_id)
    .outerjoin(_lots, _lots.c.id == _rows.c.lot_id)
    .outerjoin(_procurements, _procurements.c.id == _lots.c.procurement_id)
)


def page(
    session: Session, siae_id: int | None, before: int | None, size: int, *, waiting: bool
) -> list[Line]:
    """At most `size` shares, newest first, older than `before`, with a SIAE or with all: those that wait for
    an answer, or all but those withdrawn."""
    query = _LINES.where(_rows.c.state == ShareState.SHARED if waiting else _SHOWN)
    if siae_id is not None:
        query = query.where(_rows.c.siae_id == siae_id)
    if before is not None:
        query = query.where(_rows.c.id < before)
    return _lines(session, query.order_by(_rows.c.id.desc()).limit(size))


def page_of(session: Session, what: Shared, after: int, size: int) -> list[Line]:
    """At most `size` shares of an offer or a lot but those withdrawn, behind the SIAE numbered `after`."""
    here = sa.and_(_of(what), _SHOWN, _rows.c.siae_id > after)
    return _lines(session, _LINES.where(here).order_by(_rows.c.siae_id).limit(size))


def _lines(session: Session, query: Any) -> list[Line]:
    return [
        Line(*row[:8], *(None if value is None else int(value) for value in row[8:]))
        for row in session.core.execute(query)
    ]


def any_of(session: Session, what: Shared) -> bool:
    """Whether an offer or a lot is shared with a SIAE now."""
    here = sa.and_(_of(what), _SHOWN)
    return session.core.execute(sa.select(_rows.c.id).where(here).limit(1)).first() is not None


def siaes_of(session: Session, what: Shared, among: Sequence[int]) -> set[int]:
    """Those of these SIAEs that an offer or a lot is shared with now."""
    here = sa.and_(_of(what), _SHOWN, _rows.c.siae_id.in_(among))
    return set(session.core.execute(sa.select(_rows.c.siae_id).where(here)).scalars())


def siaes_on_clausette(session: Session, after: str, size: int) -> list[tuple[int, str, str]]:
    """At most `size` SIAEs that somebody with access belongs to, in the order of their names, behind the name
    key `after`: their numbers, names and name keys."""
    return _on_clausette(session, _organisations.c.name_key > after, size)


def siaes_named(session: Session, numbers: Sequence[int]) -> list[tuple[int, str, str]]:
    """Those of these organisations that are SIAEs with somebody on Clausette, in the order of their names."""
    return _on_clausette(session, _organisations.c.id.in_(numbers), len(numbers))


def _on_clausette(session: Session, wanted: Any, size: int) -> list[tuple[int, str, str]]:
    reader = sa.exists().where(
        _persons.c.organisation_id == _organisations.c.id, _persons.c.revoked_at.is_(None)
    )
    query = sa.select(_organisations.c.id, _organisations.c.name, _organisations.c.name_key)
    query = query.where(_organisations.c.kind == Kind.SIAE, wanted, reader)
    rows = session.core.execute(query.order_by(_organisations.c.name_key).limit(size))
    return [(row[0], row[1], row[2]) for row in rows]
