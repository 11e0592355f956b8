"""Renewals of the agreement, and the express answer of each signatory (article 8)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa
from sqlmodel import col, select

from bot.store import agreements, claims
from bot.store.database import Session
from bot.store.tables import Renewal, RenewalAnswer, RenewalState, rows_of

_rows = rows_of(Renewal)
_answers = rows_of(RenewalAnswer)


@dataclass(frozen=True, slots=True)
class Answer:
    """What a signatory says, who said it, on its behalf or not."""

    agrees: bool
    person_id: int
    on_behalf: bool


def identity(renewal: Renewal) -> int:
    """The number of a renewal that is in the database. Raises LookupError."""
    if renewal.id is None:
        raise LookupError("the renewal is not in the database yet")
    return renewal.id


def ask(session: Session, agreement_id: int, ends_on: date, by: int, now: datetime) -> Renewal:
    """A renewal until this day, asked of every signatory; the agreement is locked and none runs."""
    renewal = Renewal(
        agreement_id=agreement_id, ends_on=ends_on, state=RenewalState.ASKED, asked_by=by, asked_at=now
    )
    session.add(renewal)
    session.flush()
    return renewal


def get(session: Session, renewal_id: int) -> Renewal | None:
    """The renewal as it is now, if any."""
    query = select(Renewal).where(Renewal.id == renewal_id)
    return session.exec(query.execution_options(populate_existing=True)).first()


def latest(session: Session, agreement_id: int) -> Renewal | None:
    """The renewal of an agreement asked last, if any, as it is now."""
    query = select(Renewal).where(Renewal.agreement_id == agreement_id).order_by(col(Renewal.id).desc())
    return session.exec(query.limit(1).execution_options(populate_existing=True)).first()


def running(session: Session, agreement_id: int) -> Renewal | None:
    """The renewal of an agreement that waits for answers, if any."""
    found = latest(session, agreement_id)
    return found if found is not None and found.state == RenewalState.ASKED else None


def accepted(session: Session, agreement_id: int) -> bool:
    """Whether the agreement was ever renewed."""
    done = sa.and_(_rows.c.agreement_id == agreement_id, _rows.c.state == RenewalState.ACCEPTED)
    return session.core.execute(sa.select(_rows.c.id).where(done).limit(1)).first() is not None


def answers(session: Session, renewal_id: int) -> Mapping[int, bool]:
    """What each organisation that answered says: whether it renews."""
    query = sa.select(_answers.c.organisation_id, _answers.c.agrees)
    found = session.core.execute(query.where(_answers.c.renewal_id == renewal_id))
    return {row.organisation_id: bool(row.agrees) for row in found}


def answer(session: Session, renewal_id: int, organisation_id: int, said: Answer, now: datetime) -> None:
    """Keep the answer of a signatory, instead of an earlier one."""
    row = {
        "renewal_id": renewal_id,
        "organisation_id": organisation_id,
        "agrees": said.agrees,
        "answered_by": said.person_id,
        "on_behalf": said.on_behalf,
        "answered_at": now,
    }
    claims.upsert(session, _answers, row, "agrees", "answered_by", "on_behalf", "answered_at")


def agreed(session: Session, renewal: Renewal) -> bool:
    """Whether every signatory that stays renews, and there is one."""
    staying, said = agreements.staying(session, renewal.agreement_id), answers(session, identity(renewal))
    return bool(staying) and all(said.get(number) is True for number in staying)


def settle(session: Session, renewal_id: int, state: RenewalState, now: datetime) -> bool:
    """The renewal waits for no answer any more. Returns whether it did."""
    waits = sa.and_(_rows.c.id == renewal_id, _rows.c.state == RenewalState.ASKED)
    ended = sa.update(_rows).where(waits).values(state=state, settled_at=now)
    return bool(session.core.execute(ended).rowcount)
