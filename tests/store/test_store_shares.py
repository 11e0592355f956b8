"""Shares as the databases keep them: one a SIAE, moved once, listed page by page."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from threading import Barrier, Thread

import pytest
from vacancies import company, hand_lots, post

from bot.rules.shares import ShareMove
from bot.store import organisations, people, shares
from bot.store.database import Database, Session
from bot.store.people import Member, Newcomer
from bot.store.procurements import Period
from bot.store.shares import Answer, Shared, identity
from bot.store.tables import Kind, Role

NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)
START = Period(date(2027, 3, 1), "2027-03-01/month")


def structure(session: Session, telegram_id: int, name: str) -> Member:
    home = organisations.find_or_create(session, Kind.SIAE, name, NOW)
    return people.join(
        session, Newcomer(telegram_id, "Inès Martin", "fr", home.id or 0, Role.SIAE, None), NOW
    )


def test_a_share_is_made_once_and_again_after_it_was_withdrawn(database: Database) -> None:
    with database.begin() as session:
        marc, ines = company(session, 5, NOW), structure(session, 6, "Calvados Insertion")
        what = Shared(offer_id=post(session, marc, NOW).id)
        share = shares.add(session, what, ines.organisation_id, marc.id, NOW)
        assert share is not None
        assert shares.subject(share) == what
        assert shares.add(session, what, ines.organisation_id, marc.id, NOW) is None
        number, later = identity(share), NOW + timedelta(hours=1)
        assert shares.answer(session, share, Answer(START, people=2, comment="Équipe <b>"), ines.id, NOW)
        session.refresh(share)
        assert shares.answered(session, share) == Answer(START, people=2, comment="Équipe <b>")
        assert "Équipe".encode() not in (share.comment or b"")
        assert shares.settle(session, number, ShareMove.WITHDRAW, marc.id, NOW)
        again = shares.add(session, what, ines.organisation_id, marc.id, later)
        assert again is not None
        assert (identity(again), again.shared_at, again.state) == (number, later, "shared")
        assert shares.answered(session, again) is None


def test_the_chosen_ones_are_kept_when_an_offer_ends_but_not_when_a_lot_changes_hands(
    database: Database,
) -> None:
    with database.begin() as session:
        marc = company(session, 5, NOW)
        some = [structure(session, 10 + n, f"SIAE {n}") for n in range(3)]
        [lot] = hand_lots(session, marc.organisation_id, marc, 1, NOW)
        offer = post(session, marc, NOW).id or 0
        for what in (Shared(offer_id=offer), Shared(lot_id=lot, hours=400)):
            made = [shares.add(session, what, one.organisation_id, marc.id, NOW) for one in some]
            for share in made[:2]:
                assert share is not None
                said = Answer(START, people=1) if what.offer_id else Answer(START, hours=100)
                assert shares.answer(session, share, said, some[0].id, NOW)
            first = made[0]
            assert first is not None
            assert shares.settle(session, identity(first), ShareMove.PICK, marc.id, NOW)
        assert [one.siae_id for one in shares.picked_of_offer(session, offer)] == [some[0].organisation_id]
        ended = shares.end_of_offer(session, offer, marc.id, NOW)
        assert [one.siae_id for one in ended] == [one.organisation_id for one in some[1:]]
        assert len(shares.picked_of_offer(session, offer)) == 1
        assert shares.end_of_offer(session, offer, marc.id, NOW) == []
        [picked] = shares.picked_of_lot(session, lot)
        assert picked.hours_offered == Decimal(100)
        assert len(shares.end_of_lot(session, lot, marc.id, NOW)) == 3
        assert shares.picked_of_lot(session, lot) == []


@pytest.mark.parametrize("moves", [(ShareMove.PICK, ShareMove.WITHDRAW), (ShareMove.LEAVE, ShareMove.LEAVE)])
def test_of_two_people_at_once_one_moves_it_from_where_it_was(
    database: Database, moves: tuple[ShareMove, ShareMove]
) -> None:
    with database.begin() as session:
        marc, ines = company(session, 5, NOW), structure(session, 6, "Calvados Insertion")
        share = shares.add(
            session, Shared(offer_id=post(session, marc, NOW).id), ines.organisation_id, marc.id, NOW
        )
        assert share is not None
        number = identity(share)
        shares.answer(session, share, Answer(START, people=2), ines.id, NOW)
    start, done = Barrier(2), []

    def settle(move: ShareMove) -> None:
        start.wait()
        with database.begin() as session:
            done.append(shares.settle(session, number, move, marc.id, NOW))

    threads = [Thread(target=settle, args=(move,)) for move in moves]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with database.begin() as session:
        state = getattr(shares.get(session, number), "state", None)
    if moves[0] is moves[1]:
        assert sorted(done) == [False, True]
        assert state == "passed"
    else:
        assert state == "withdrawn"


def test_lists_page_and_leave_out_what_was_withdrawn(database: Database) -> None:
    with database.begin() as session:
        marc = company(session, 5, NOW)
        some = [structure(session, 10 + n, f"SIAE {n:02}") for n in range(12)]
        offer = Shared(offer_id=post(session, marc, NOW).id)
        for one in some:
            shares.add(session, offer, one.organisation_id, marc.id, NOW)
        first = shares.page_of(session, offer, 0, 9)
        assert [line.siae for line in first] == [f"SIAE {n:02}" for n in range(9)]
        assert shares.page_of(session, offer, first[7].siae_id, 9)[0].siae == "SIAE 08"
        shares.settle(session, first[0].id, ShareMove.WITHDRAW, marc.id, NOW)
        assert shares.page_of(session, offer, 0, 1)[0].siae == "SIAE 01"
        assert shares.page(session, some[0].organisation_id, None, 9, waiting=False) == []
        [line] = shares.page(session, some[1].organisation_id, None, 9, waiting=True)
        assert (line.reference, line.job, line.asked) == ("O-2026-0001", "F1703", 2)
        page = shares.siaes_on_clausette(session, "", 5)
        assert [name for _, name, _ in page] == [f"SIAE {n:02}" for n in range(5)]
        assert shares.siaes_on_clausette(session, page[-1][2], 5)[0][1] == "SIAE 05"
        people.change(session, some[5].id, revoked_at=NOW)
        assert shares.siaes_on_clausette(session, page[-1][2], 5)[0][1] == "SIAE 06"
        numbers = [one.organisation_id for one in some]
        assert len(shares.siaes_named(session, numbers)) == 11
        assert len(shares.siaes_of(session, offer, numbers)) == 11
