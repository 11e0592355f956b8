"""Awards and amendments: of two people at once one wins, and terms follow the order of signature."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from rows import NOW, join, together

from bot.rules.lifecycle import LotState, Move, sources
from bot.store import amendments, awards, lots, organisations, procurements
from bot.store.amendments import Amended, Terms
from bot.store.awards import Award
from bot.store.database import Database, Session
from bot.store.procurements import Announcement, Announcer, LotDraft, Period
from bot.store.tables import Category, Kind, Procurement

DAY = date(2026, 11, 20)
SAID = Announcement(
    title="Groupe scolaire",
    category=Category.WORKS,
    commune="Caen",
    start=Period(date(2027, 3, 1), "2027-03-01/month"),
    months=Decimal(12),
    lots=[LotDraft("1", "Gros œuvre", Decimal(400_000)), LotDraft("2", "Peinture")],
)


def confirmed(session: Session, telegram_id: int = 1, organisation: str = "Ville de Caen") -> Procurement:
    """A contract whose two lots carry the clause."""
    buyer = join(session, telegram_id, organisation=organisation)
    by = Announcer(buyer.organisation_id, buyer.id, on_behalf=False)
    return procurements.add(session, SAID, by, LotState.CONFIRMED, NOW.date(), NOW)


def companies(session: Session, count: int) -> list[int]:
    made = [organisations.find_or_create(session, Kind.COMPANY, f"Maison {n}", NOW) for n in range(count)]
    return [one.id or 0 for one in made]


def test_of_many_who_award_a_lot_at_once_one_wins(database: Database) -> None:
    with database.begin() as session:
        confirmed(session)
        suppliers = companies(session, 6)

    def record(turn: int) -> bool:
        with database.begin() as session:
            return awards.record(session, 1, None, Award(suppliers[turn], DAY, Decimal(1000 + turn)))

    won = together(6, record)
    assert sorted(won) == [False] * 5 + [True]
    with database.begin() as session:
        lot = lots.get(session, 1)
        assert lot is not None
        winner = won.index(True)
        assert awards.of(lot) == Award(suppliers[winner], DAY, Decimal(1000 + winner))
        assert lot.state == LotState.AWARDED
        other = lots.get(session, 2)
        assert other is not None
        assert awards.of(other) is None


def test_of_many_who_correct_an_award_at_once_one_wins(database: Database) -> None:
    first = Award(0, DAY, Decimal("1000.50"))
    with database.begin() as session:
        confirmed(session)
        suppliers = companies(session, 6)
        first = replace(first, supplier_id=suppliers[0])
        assert awards.record(session, 1, None, first)

    def correct(turn: int) -> bool:
        with database.begin() as session:
            return awards.record(session, 1, first, Award(suppliers[turn], DAY, Decimal(2000 + turn)))

    assert sorted(together(6, correct)) == [False] * 5 + [True]


@pytest.mark.parametrize("state", LotState)
def test_a_lot_is_awarded_only_from_where_the_table_says(on_sqlite: Database, state: LotState) -> None:
    with on_sqlite.begin() as session:
        confirmed(session)
        [supplier] = companies(session, 1)
        lots.change(session, 1, [LotState.CONFIRMED], state=state)
        won = awards.record(session, 1, None, Award(supplier, DAY, Decimal(1)))
        assert won == (state in sources(Move.AWARD))
        lot = lots.get(session, 1)
        assert lot is not None
        assert lot.state == (LotState.AWARDED if won else state)
        assert (lot.supplier_id is not None) == won


@pytest.mark.parametrize("move", [Move.RUN, Move.COMPLETE])
def test_a_lot_is_moved_once_by_many_at_once(database: Database, move: Move) -> None:
    [origin] = sources(move)
    with database.begin() as session:
        confirmed(session)
        lots.change(session, 1, [LotState.CONFIRMED], state=origin)

    def go(_turn: int) -> bool:
        with database.begin() as session:
            return lots.change(session, 1, sources(move), state=LotState.COMPLETED)

    assert sorted(together(6, go)) == [False] * 5 + [True]


def test_the_list_holds_contracts_with_lots_to_award_newest_first(database: Database) -> None:
    with database.begin() as session:
        for number in range(6):
            confirmed(session, number, "Caen" if number % 2 else "Ifs")
        for lot in lots.of(session, 3):
            lots.change(session, lot.id or 0, [LotState.CONFIRMED], state=LotState.RUNNING)
        lots.change(session, 7, [LotState.CONFIRMED], state=LotState.CANCELLED)
        every = awards.page(session, organisation_id=None, before=None, size=3)
        assert [line.id for line in every] == [6, 5, 4]
        rest = awards.page(session, organisation_id=None, before=4, size=9)
        assert [line.id for line in rest] == [2, 1]
        own = awards.page(session, organisation_id=1, before=None, size=9)
        assert [line.id for line in own] == [5, 1]
        assert {line.organisation for line in own} == {"Ifs"}


def amended(day: int, amount: int | None = None, months: int | None = None) -> Amended:
    return Amended(
        date(2026, 11, day),
        None if amount is None else Decimal(amount),
        None if months is None else Decimal(months),
    )


@pytest.fixture
def awarded(database: Database) -> Iterator[Session]:
    with database.begin() as session:
        confirmed(session)
        [supplier] = companies(session, 1)
        awards.record(session, 1, None, Award(supplier, DAY, Decimal("420000.50")))
        yield session


def test_terms_follow_the_order_of_signature(awarded: Session) -> None:
    session = awarded
    procurement, lot = procurements.get(session, 1), lots.get(session, 1)
    assert procurement is not None
    assert lot is not None
    first = Terms(Decimal("420000.50"), Decimal(12))
    assert amendments.initial(procurement, lot) == first
    assert amendments.current(session, procurement, lot) == first
    amendments.add(session, 1, amended(21, amount=500_000), 1, NOW)
    amendments.add(session, 1, amended(20, amount=450_000, months=14), 1, NOW)
    assert amendments.current(session, procurement, lot) == Terms(Decimal(500_000), Decimal(14))
    amendments.add(session, 1, amended(21, amount=510_000), 1, NOW)
    assert amendments.current(session, procurement, lot) == Terms(Decimal(510_000), Decimal(14))
    assert [one.signed_on.day for one in amendments.of(session, 1)] == [20, 21, 21]
    assert not amendments.of(session, 2)
