"""Job offers: what is kept, who comes first, how they end, the lots a company holds."""

from collections.abc import Sequence
from contextlib import closing
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from rows import NOW, join, together
from sqlmodel import SQLModel
from vacancies import CARPENTER, LOTS, MASON, SAID, ZONE, company, hand_lots, mason, post

from bot.rules.lifecycle import LotState
from bot.store import circulation, held, offers, parameters
from bot.store.database import Database, Session
from bot.store.offers import Line, Vacancy
from bot.store.procurements import Period
from bot.store.sealed import Sealer
from bot.store.tables import Circulation, Contract, JobOffer, OfferState, Role

RESERVED_UNTIL = "2026-11-25T18:00:00+00:00"
"""Sunday 22 November and three working days: Wednesday 19:00 in Caen."""


def facilitator(session: Session) -> int:
    return join(session, 50, Role.FACILITATOR, "PLIE").id


def test_what_was_posted_is_read_back(database: Database) -> None:
    with database.begin() as session:
        number = offers.identity(post(session, company(session, 1, NOW), NOW))
    with database.begin() as session:
        found = offers.get(session, number)
        assert found is not None
        assert offers.vacancy(session, found) == SAID
        assert (found.reference, found.state, found.job_prefix) == ("O-2026-0001", OfferState.OPEN, "F17")
        assert (found.posted_at, found.heard_at, found.hired, found.closed_on) == (NOW, NOW, 0, None)
        assert found.comment is not None
        assert b"Chaussures" not in found.comment
        named = offers.by_reference(session, "O-2026-0001")
        assert named is not None
        assert named.id == number
        assert offers.get(session, 4711) is None
        assert offers.by_reference(session, "O-2026-4711") is None


def test_the_least_an_offer_says(database: Database) -> None:
    least = replace(SAID, contract=Contract.CDI, months=None, requirements=0, level=None, comment=None)
    with database.begin() as session:
        number = offers.identity(post(session, company(session, 1, NOW), NOW, least))
    with database.begin() as session:
        found = offers.get(session, number)
        assert found is not None
        assert offers.vacancy(session, found) == least


def test_a_row_not_written_has_no_number() -> None:
    with pytest.raises(LookupError):
        offers.identity(JobOffer())


def test_the_plies_participants_come_first(database: Database) -> None:
    with database.begin() as session:
        marc = company(session, 1, NOW)
        alone = post(session, marc, NOW)
        mason(session, facilitator(session), NOW)
        matched = post(session, marc, NOW)
        parameters.change(session, "reservation_days", Decimal(0), marc.id, NOW)
        unreserved = post(session, marc, NOW)
    assert (alone.circulation, alone.reserved_until) == (Circulation.DUE, None)
    assert matched.circulation == Circulation.RESERVED
    assert matched.reserved_until is not None
    assert matched.reserved_until.isoformat() == RESERVED_UNTIL
    assert (unreserved.circulation, unreserved.reserved_until) == (Circulation.DUE, None)


LATER = NOW + timedelta(days=10)


def change(session: Session, offer: JobOffer, **changes: Any) -> tuple[str, Any]:
    said: Vacancy = replace(offers.vacancy(session, offer), **changes)
    assert offers.change(session, offer, said, LATER, ZONE)
    found = offers.get(session, offers.identity(offer))
    assert found is not None
    assert offers.vacancy(session, found) == said
    assert found.heard_at == LATER
    return found.circulation, found.reserved_until


def test_a_change_looks_for_participants_anew_where_it_matters(database: Database) -> None:
    with database.begin() as session:
        marc = company(session, 1, NOW)
        mason(session, facilitator(session), NOW)
        offer = post(session, marc, NOW)
        until = offer.reserved_until
        assert change(session, offer, positions=5, comment=None) == (Circulation.RESERVED, until)
        assert change(session, offer, job=CARPENTER) == (Circulation.DUE, None)
        assert offer.job_prefix == "F15"
        again = change(session, offer, job=MASON)
        assert again[0] == Circulation.RESERVED
        assert again[1] > until
        for changes in ({"level": 6}, {"requirements": 63}, {"start": Period(date(2026, 11, 30), "x")}):
            assert change(session, offer, **changes) == (Circulation.DUE, None)
            back = replace(SAID, comment=None)
            assert offers.change(session, offer, back, LATER, ZONE)
            assert offer.circulation == Circulation.RESERVED


def test_a_change_leaves_what_was_kept_or_sent(database: Database) -> None:
    with database.begin() as session:
        marc = company(session, 1, NOW)
        kept, sent = post(session, marc, NOW), post(session, marc, NOW)
        assert circulation.hold(session, offers.identity(kept), marc.id)
        sent.circulation = Circulation.SENT
        session.flush()
        session.refresh(kept)
        mason(session, facilitator(session), NOW)
        for offer, state in ((kept, Circulation.HELD), (sent, Circulation.SENT)):
            assert change(session, offer, level=None) == (state, None)


def test_an_offer_ends_once(database: Database) -> None:
    with database.begin() as session:
        number = offers.identity(post(session, company(session, 1, NOW), NOW))

    def end(turn: int) -> bool:
        state = OfferState.FILLED if turn % 2 else OfferState.WITHDRAWN
        with database.begin() as session:
            return offers.close(session, number, state, NOW.date())

    ended = together(6, end)
    assert sorted(ended) == [False] * 5 + [True]
    with database.begin() as session:
        offer = offers.get(session, number, lock=True)
        assert offer is not None
        assert offer.state == (OfferState.FILLED if ended.index(True) % 2 else OfferState.WITHDRAWN)
        assert offer.closed_on == NOW.date()
        assert not offers.hear(session, number, LATER)
        assert not offers.change(session, offer, SAID, LATER, ZONE)
        assert not offers.close(session, 4711, OfferState.FILLED, NOW.date())
        session.refresh(offer)
        assert offer.heard_at == NOW


def test_news_lets_an_offer_live_on(database: Database) -> None:
    with database.begin() as session:
        offer = post(session, company(session, 1, NOW), NOW)
        assert offers.hear(session, offers.identity(offer), LATER)
        session.refresh(offer)
        assert offer.heard_at == LATER


def test_pages_newest_first(database: Database) -> None:
    with database.begin() as session:
        some, other = company(session, 1, NOW), company(session, 2, NOW, "Toits de Caen")
        for positions in range(1, 6):
            post(session, other if positions % 2 else some, NOW, replace(SAID, positions=positions))
        every = offers.page(session, organisation_id=None, before=None, size=3)
        assert [line.positions for line in every] == [5, 4, 3]
        assert every[0] == Line(5, "O-2026-0005", MASON, 5, "open", "Toits de Caen")
        rest = offers.page(session, organisation_id=None, before=every[-1].id, size=3)
        assert [line.positions for line in rest] == [2, 1]
        own = offers.page(session, organisation_id=some.organisation_id, before=None, size=9)
        assert [line.positions for line in own] == [4, 2]


def test_lists_are_read_by_an_index(tmp_path: Path) -> None:
    seen: list[tuple[str, Any]] = []
    with (
        closing(Database(f"sqlite:///{tmp_path / 'plans.sqlite'}", Sealer([bytes(32)]))) as database,
        database.begin() as session,
    ):
        SQLModel.metadata.create_all(session.core)
        sa.event.listen(session.core, "before_cursor_execute", lambda *a: seen.append((a[2], a[3])))
        offers.page(session, organisation_id=1, before=9, size=8)
        offers.page(session, organisation_id=None, before=9, size=8)
        held.of(session, 1)
        plans = [_plan(session, *query) for query in list(seen)]
    assert "ix_offers_organisation_id (organisation_id=? AND id<?)" in plans[0]
    assert "offers USING INTEGER PRIMARY KEY (rowid<?)" in plans[1]
    assert "ix_lots_supplier_id (supplier_id=?)" in plans[2]
    assert not any("TEMP B-TREE" in plan for plan in plans)


def _plan(session: Session, query: str, values: Sequence[Any]) -> str:
    steps = session.core.exec_driver_sql(f"EXPLAIN QUERY PLAN {query}", tuple(values))
    return "\n".join(str(step) for step in steps)


def test_a_company_holds_what_was_awarded_to_it_and_is_not_completed(database: Database) -> None:
    with database.begin() as session:
        buyer, marc, other = join(session, 9), company(session, 1, NOW), company(session, 2, NOW, "Toits")
        states = [LotState.AWARDED, LotState.RUNNING, LotState.COMPLETED, LotState.CANCELLED]
        numbers = hand_lots(session, marc.organisation_id, buyer, 4, NOW)
        for number, state in zip(numbers, states, strict=True):
            session.core.execute(sa.update(LOTS).where(LOTS.c.id == number).values(state=state))
        mine = held.of(session, marc.organisation_id)
        assert [(lot.id, lot.reference, lot.number, lot.title) for lot in mine] == [
            (numbers[1], "M-2026-0001", "2", "Gros œuvre 2"),
            (numbers[0], "M-2026-0001", "1", "Gros œuvre 1"),
        ]
        assert [held.holds(session, marc.organisation_id, number) for number in numbers] == [
            True, True, False, False,
        ]  # fmt: skip
        assert not held.holds(session, other.organisation_id, numbers[0])
        assert held.of(session, other.organisation_id) == []
        ended = held.named(session, numbers[2])
        assert ended is not None
        assert ended.title == "Gros œuvre 3"
        assert held.named(session, 4711) is None


def test_a_change_leaves_what_somebody_sent(database: Database) -> None:
    """ "Send to the partners now" is not undone by an edit of the company, whoever corresponds then."""
    with database.begin() as session:
        marc = company(session, 1, NOW)
        mason(session, facilitator(session), NOW)
        offer = post(session, marc, NOW)
        assert circulation.send_now(session, offers.identity(offer), marc.id)
        session.refresh(offer)
        for level in (6, 3):
            assert change(session, offer, level=level) == (Circulation.DUE, None)
            assert offer.circulated_by == marc.id


def test_an_edit_never_prolongs_a_reservation(database: Database) -> None:
    with database.begin() as session:
        marc = company(session, 1, NOW)
        mason(session, facilitator(session), NOW)
        offer = post(session, marc, NOW)
        until = offer.reserved_until
        assert until is not None
        for level in (2, 3):
            assert change(session, offer, level=level) == (Circulation.RESERVED, until)
        offer.reserved_until = LATER + timedelta(days=99)
        session.flush()
        _, shorter = change(session, offer, level=2)
        assert shorter is not None
        assert shorter < LATER + timedelta(days=9)
        parameters.change(session, "reservation_days", Decimal(0), marc.id, NOW)
        assert change(session, offer, level=3) == (Circulation.DUE, None)
