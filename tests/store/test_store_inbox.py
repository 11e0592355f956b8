"""The inbox: kept once, handled in order, blanked once done."""

from datetime import timedelta
from typing import Any

import pytest
from rows import INBOX, NOW, receive, rows, tap, undone, update

from bot.store import inbox
from bot.store.database import Database
from bot.store.tables import InboxState

POISON = [
    None,
    17,
    "text",
    [],
    {},
    {"update_id": "seven", "message": {"chat": {"id": "a"}}},
    {"update_id": 5, "message": None},
    {"update_id": 6, "message": {"chat": {"id": 2**70}}},
    {"update_id": 2**70, "message": {"chat": {"id": 7}}},
    {"update_id": 7, "message": {"text": "lone \ud800 surrogate, \u0000 zero"}},
]


def taken(database: Database, now: Any = NOW, most: int = 100) -> list[Any]:
    with database.begin() as session:
        return [inbox.read(session, waiting) for waiting in inbox.take(session, now, most)]


def test_a_redelivered_update_is_kept_once(database: Database) -> None:
    assert receive(database, update(1), update(2)) == 2
    assert receive(database, update(2), update(3)) == 1
    assert receive(database, update(4), update(4)) == 1
    assert [row.update_id for row in rows(database, INBOX)] == [1, 2, 3, 4]


def test_a_handled_update_redelivered_within_48_hours_has_no_second_effect(database: Database) -> None:
    receive(database, update(1))
    with database.begin() as session:
        inbox.finish(session, inbox.take(session, NOW, 1), NOW)
    assert receive(database, update(1), now=NOW + timedelta(hours=47, minutes=59)) == 0
    assert taken(database, NOW + timedelta(days=2)) == []


def test_an_id_seen_more_than_48_hours_ago_names_another_update(database: Database) -> None:
    receive(database, update(1, text="before"))
    later = NOW + timedelta(hours=48, seconds=1)
    assert receive(database, update(1, chat=8, text="after"), now=later) == 1
    assert receive(database, update(1, chat=8, text="after"), now=later) == 0
    texts = [content["message"]["text"] for content in taken(database, later)]
    assert texts == ["before", "after"]


@pytest.mark.parametrize("poison", POISON, ids=range(len(POISON)))
def test_whatever_telegram_hands_over_is_kept(database: Database, poison: Any) -> None:
    assert receive(database, poison, update(50)) == 2
    found = []
    with database.begin() as session:
        while waiting := inbox.take(session, NOW, 100):
            found += [inbox.read(session, one) for one in waiting]
            inbox.finish(session, waiting, NOW)
    assert poison in found


def test_nothing_received_is_nothing(database: Database) -> None:
    assert receive(database) == 0


@pytest.mark.parametrize(
    ("given", "lane"),
    [
        (update(1, chat=11), 11),
        (tap(1, chat=-12, who=3), -12),
        ({"update_id": 1, "my_chat_member": {"chat": {"id": 13}, "from": {"id": 3}}}, 13),
        ({"update_id": 1, "inline_query": {"from": {"id": 14}}}, 14),
        ({"update_id": 1, "callback_query": {"from": {"id": 15}, "data": "x"}}, 15),
        ({"update_id": 1, "poll": {"id": "x"}}, 0),
        ("nothing", 0),
    ],
)
def test_the_lane_is_the_chat_or_else_the_person(database: Database, given: Any, lane: int) -> None:
    receive(database, given)
    assert [row.lane for row in rows(database, INBOX)] == [lane]


def test_updates_of_one_lane_come_in_order(database: Database) -> None:
    receive(database, *(update(number, chat=7 + number % 3) for number in range(30)))
    seen: list[tuple[int, int]] = []
    with database.begin() as session:
        while waiting := inbox.take(session, NOW, 4):
            seen += [(one.lane, one.id) for one in waiting]
            inbox.finish(session, waiting, NOW)
    assert len(seen) == 30
    for lane in (7, 8, 9):
        ids = [number for chat, number in seen if chat == lane]
        assert ids == sorted(ids)


def test_a_row_backing_off_holds_its_lane_and_no_other(database: Database) -> None:
    receive(database, update(1, chat=7), update(2, chat=8), update(3, chat=7))
    due = NOW + timedelta(seconds=5)
    with database.begin() as session:
        first = next(one for one in inbox.take(session, NOW, 10) if one.lane == 7)
        inbox.retry(session, first, "ValueError", due)
    assert [content["update_id"] for content in taken(database)] == [2]
    with database.begin() as session:
        assert inbox.next_due(session) == NOW
        inbox.finish(session, inbox.take(session, NOW, 10), NOW)
    assert taken(database) == []
    later = taken(database, due)
    assert [content["update_id"] for content in later][:1] == [1]
    [failed] = [row for row in rows(database, INBOX) if row.update_id == 1]
    assert (failed.attempts, failed.error, failed.state) == (1, "ValueError", InboxState.NEW)


def test_done_blanks_what_was_said(database: Database) -> None:
    receive(database, update(1))
    with database.begin() as session:
        assert inbox.next_due(session) == NOW
        inbox.finish(session, inbox.take(session, NOW, 10), NOW)
        inbox.finish(session, [], NOW)
        assert inbox.next_due(session) is None
    [row] = rows(database, INBOX)
    assert (row.state, row.payload, row.done_at) == (InboxState.DONE, None, NOW)


def test_set_aside_is_kept_sealed_and_out_of_the_way(database: Database) -> None:
    receive(database, update(1), update(2))
    with database.begin() as session:
        poison = inbox.take(session, NOW, 1)[0]
        inbox.set_aside(session, poison, "ValueError", NOW)
        assert inbox.read(session, poison) == update(1)
    assert [content["update_id"] for content in taken(database)] == [2]
    [row] = [row for row in rows(database, INBOX) if row.update_id == 1]
    assert (row.state, row.error, row.attempts) == (InboxState.ASIDE, "ValueError", 1)
    assert row.payload is not None


def test_what_is_taken_in_a_transaction_that_fails_waits_again(database: Database) -> None:
    receive(database, update(1))
    with undone(database) as session:
        inbox.finish(session, inbox.take(session, NOW, 10), NOW)
    assert taken(database) == [update(1)]


def test_purge_spares_what_waits(database: Database) -> None:
    receive(database, update(1, chat=1), update(2, chat=2), update(3, chat=3))
    with database.begin() as session:
        first, second, _ = inbox.take(session, NOW, 10)
        inbox.finish(session, [first], NOW)
        inbox.set_aside(session, second, "ValueError", NOW)
    with database.begin() as session:
        assert inbox.purge(session, NOW) == 0
        assert inbox.purge(session, NOW + timedelta(seconds=1)) == 2
        assert inbox.purge(session, NOW + timedelta(seconds=1)) == 0
    assert [row.update_id for row in rows(database, INBOX)] == [3]
