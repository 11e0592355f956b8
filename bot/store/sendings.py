"""How an offer's sending goes: counted from its deliveries and their messages in the outbox."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import sqlalchemy as sa

from bot.store.database import Session
from bot.store.tables import Delivery, Mailing, OfferAnswer, Outbox, OutboxState, rows_of

_rows = rows_of(Delivery)
_mailings = rows_of(Mailing)
_outbox = rows_of(Outbox)


@dataclass(frozen=True, slots=True)
class Wave:
    """The messages of one wave: how many, and how many arrived, are on the way, could not reach anybody, may
    or may not have arrived, never left."""

    messages: int = 0
    sent: int = 0
    on_the_way: int = 0
    unreachable: int = 0
    uncertain: int = 0
    dropped: int = 0


@dataclass(frozen=True, slots=True)
class Report:
    """The waves of an offer by their numbers, and how many people proposed somebody, had nobody, or have not
    answered."""

    waves: Mapping[int, Wave] = field(default_factory=dict)
    proposed: int = 0
    declined: int = 0
    silent: int = 0


_FATES = {
    OutboxState.SENT: "sent",
    OutboxState.NEW: "on_the_way",
    OutboxState.SENDING: "on_the_way",
    OutboxState.LATER: "on_the_way",
    OutboxState.BLOCKED: "unreachable",
    OutboxState.FAILED: "unreachable",
    OutboxState.HELD: "uncertain",
    OutboxState.EXPIRED: "dropped",
}


def of_offer(session: Session, offer_id: int) -> Report:
    """How the sending of an offer goes now."""
    answers = _answers(session, offer_id)
    return Report(
        _waves(session, offer_id),
        answers.get(OfferAnswer.PROPOSED, 0),
        answers.get(OfferAnswer.DECLINED, 0),
        answers.get(None, 0),
    )


def of_run(session: Session, broadcast_id: int) -> Wave:
    """How the messages of a run fare now."""
    query = (
        sa.select(_outbox.c.state, sa.func.count().label("n"))
        .join_from(_mailings, _outbox, _outbox.c.key == _mailings.c.key)
        .where(_mailings.c.broadcast_id == broadcast_id)
        .group_by(_outbox.c.state)
    )
    of = {"messages": 0}
    for state, n in session.core.execute(query):
        of["messages"] += n
        of[_FATES[state]] = of.get(_FATES[state], 0) + n
    return Wave(**of)


def _waves(session: Session, offer_id: int) -> dict[int, Wave]:
    query = (
        sa.select(_rows.c.wave, _outbox.c.state, sa.func.count().label("n"))
        .join_from(_rows, _mailings, _mailings.c.id == _rows.c.mailing_id)
        .join(_outbox, _outbox.c.key == _mailings.c.key)
        .where(_rows.c.offer_id == offer_id)
        .group_by(_rows.c.wave, _outbox.c.state)
        .order_by(_rows.c.wave)
    )
    counts: dict[int, dict[str, int]] = {}
    for wave, state, n in session.core.execute(query):
        of = counts.setdefault(wave, {"messages": 0})
        of["messages"] += n
        of[_FATES[state]] = of.get(_FATES[state], 0) + n
    return {wave: Wave(**of) for wave, of in counts.items()}


def _answers(session: Session, offer_id: int) -> dict[str | None, int]:
    """How many people gave each answer; a person counts once, whatever the waves."""
    mine = sa.and_(_rows.c.offer_id == offer_id, _rows.c.person_id.is_not(None))
    each = sa.select(sa.func.max(_rows.c.answer).label("answer")).where(mine).group_by(_rows.c.person_id)
    one = each.subquery()
    query = sa.select(one.c.answer, sa.func.count()).group_by(one.c.answer)
    return {row[0]: row[1] for row in session.core.execute(query)}
