"""The outbox: written beside the facts, once a fact, leaving in order."""

from dataclasses import replace
from datetime import timedelta

import pytest
import sqlalchemy as sa
from rows import LEASE, NOW, OUTBOX, add, body, keys, message, row, settle, take, undone

from bot.store import outbox
from bot.store.database import Database, Session
from bot.store.outbox import Lease, OutsideTransactionError
from bot.store.tables import OutboxState, Priority

LATER = NOW + timedelta(seconds=90)


def test_the_same_fact_never_speaks_twice(database: Database) -> None:
    assert add(database, message("a"), message("b"), message("a")) == 2
    assert add(database, message("a", chat=9)) == 0
    [first, *_] = take(database)
    settle(database, first, OutboxState.SENT, message_id=1)
    assert add(database, message("a")) == 0


def test_a_message_is_refused_outside_a_transaction(database: Database) -> None:
    with (
        database.engine.connect() as connection,
        Session(connection, database.sealer, database.files) as session,
    ):
        with pytest.raises(OutsideTransactionError, match="outside the transaction"):
            outbox.add(session, [message("a")], NOW)
        with pytest.raises(OutsideTransactionError):
            outbox.add(session, [], NOW)


def test_a_message_goes_with_the_fact_that_fails(database: Database) -> None:
    with undone(database) as session:
        outbox.add(session, [message("a")], NOW)
    assert take(database) == []


def test_the_most_urgent_leaves_first(database: Database) -> None:
    by_rank = [Priority.BROADCAST, Priority.REMINDER, Priority.NOTICE, Priority.ANSWER]
    add(database, *(message(priority, chat, priority) for chat, priority in enumerate(by_rank, start=1)))
    assert keys(take(database, most=2)) == ["answer", "notice"]
    assert keys(take(database)) == ["reminder", "broadcast"]
    assert set(outbox.RANK) == set(Priority)


def test_an_answer_overtakes_in_its_own_lane_too(database: Database) -> None:
    add(database, message("first", priority=Priority.BROADCAST), message("second", priority=Priority.ANSWER))
    assert keys(take(database)) == ["second"]


def test_one_lane_leaves_one_by_one_in_order(database: Database) -> None:
    add(database, *(message(f"{chat}-{number}", chat) for number in range(5) for chat in (7, 8)))
    sent: dict[int, list[str]] = {7: [], 8: []}
    for _ in range(5):
        taken = take(database)
        assert [leased.lane for leased in taken] == [7, 8]
        for leased in taken:
            sent[leased.chat_id].append(leased.key)
            assert take(database) == []
        for leased in taken:
            settle(database, leased, OutboxState.SENT)
    assert sent == {chat: [f"{chat}-{number}" for number in range(5)] for chat in (7, 8)}
    assert take(database) == []


def test_a_message_backing_off_holds_its_lane_and_no_other(database: Database) -> None:
    add(database, message("a"), message("b"), message("other", chat=8))
    first, _ = take(database)
    settle(database, first, OutboxState.NEW, attempts=1, due_at=LATER)
    assert take(database) == []
    [again] = take(database, LATER)
    assert (again.key, again.attempts) == ("a", 1)
    settle(database, again, OutboxState.SENT)
    assert keys(take(database, LATER)) == ["b"]


def test_a_throttled_chat_waits(database: Database) -> None:
    add(database, message("a", chat=7), message("b", chat=8), message("c", chat=7, in_order=False))
    assert keys(take(database, throttled=(7,))) == ["b", "c"]
    assert keys(take(database)) == ["a"]


def test_calls_without_order_leave_at_once_and_cost_nothing(database: Database) -> None:
    add(database, message("a"), *(message(f"tap{number}", in_order=False) for number in range(3)))
    assert keys(take(database, most=0)) == ["tap0", "tap1", "tap2"]
    assert keys(take(database, most=1)) == ["a"]


def test_not_before_it_is_due(database: Database) -> None:
    add(database, message("a"), message("b", in_order=False))
    with database.begin() as session:
        session.core.execute(sa.update(OUTBOX).values(due_at=LATER))
    assert take(database) == []
    assert keys(take(database, LATER)) == ["a", "b"]


@pytest.mark.parametrize("in_order", [True, False])
def test_past_its_deadline_it_is_dropped(database: Database, in_order: bool) -> None:
    add(database, message("a", deadline=NOW, in_order=in_order), message("b"))
    assert "a" in keys(take(database, NOW)) if not in_order else True
    with database.begin() as session:
        session.core.execute(sa.update(OUTBOX).values(state=OutboxState.NEW, leased_by=None))
    after = NOW + timedelta(seconds=1)
    assert "a" not in keys(take(database, after))
    assert row(database, "a").state == OutboxState.EXPIRED
    assert row(database, "a").done_at == after
    assert row(database, "b").state == (OutboxState.NEW if in_order else OutboxState.SENDING)
    assert keys(take(database, after)) == (["b"] if in_order else [])


def test_an_edit_waits_for_the_message_it_follows(database: Database) -> None:
    add(database, message("told", chat=7), message("edit", chat=7, follows="told"))
    [told] = take(database)
    assert take(database) == []
    settle(database, told, OutboxState.SENT, message_id=4711)
    [edit] = take(database)
    assert body(database, edit) == {"chat_id": 7, "text": "edit", "message_id": 4711}


def test_an_edit_waits_even_where_it_keeps_no_order(database: Database) -> None:
    add(database, message("told", chat=7), message("edit", chat=8, follows="told"))
    assert keys(take(database)) == ["told"]


@pytest.mark.parametrize("first", [Priority.BROADCAST, Priority.REMINDER, Priority.NOTICE])
def test_an_edit_more_urgent_than_what_it_follows_does_not_stop_the_lane(
    database: Database, first: Priority
) -> None:
    between = message("between", priority=Priority.REMINDER)
    edit = message("edit", priority=Priority.ANSWER, follows="told")
    add(database, message("told", priority=first), between, edit)
    seen = []
    while taken := take(database):
        seen += keys(taken)
        settle(database, taken[0], OutboxState.SENT, message_id=1)
    assert sorted(seen) == ["between", "edit", "told"]
    assert seen.index("told") < seen.index("edit")


def test_an_edit_of_what_was_never_said_is_not_written(database: Database) -> None:
    assert add(database, message("edit", follows="never")) == 0
    assert take(database) == []


@pytest.mark.parametrize("end", [OutboxState.FAILED, OutboxState.EXPIRED, OutboxState.HELD])
def test_an_edit_of_a_message_that_never_left_has_no_body(database: Database, end: OutboxState) -> None:
    add(database, message("told"), message("edit", follows="told"))
    [told] = take(database)
    settle(database, told, end)
    [edit] = take(database)
    assert body(database, edit) is None


def test_an_edit_of_a_blocked_message_waits_with_it_for_its_reader(database: Database) -> None:
    add(database, message("told"), message("edit", follows="told"))
    [told] = take(database)
    settle(database, told, OutboxState.BLOCKED)
    assert take(database) == []
    with database.begin() as session:
        assert outbox.release_blocked(session, 7, NOW) == 2
    [told] = take(database)
    settle(database, told, OutboxState.SENT, message_id=1)
    assert keys(take(database)) == ["edit"]


def test_only_who_leased_it_settles_it(database: Database) -> None:
    add(database, message("a"))
    [leased] = take(database)
    with database.begin() as session:
        outbox.forget_leases(session, NOW, of_others_than="another")
    [again] = take(database, lease=Lease("another", LATER))
    settle(database, leased, OutboxState.SENT, message_id=1)
    assert row(database, "a").state == OutboxState.SENDING
    settle(database, again, OutboxState.SENT, message_id=2)
    assert (row(database, "a").state, row(database, "a").message_id) == (OutboxState.SENT, 2)


def test_leases_of_the_dead_are_forgotten_answers_again_broadcasts_held(database: Database) -> None:
    add(database, *(message(priority, chat, priority) for chat, priority in enumerate(Priority, start=1)))
    assert len(take(database)) == len(Priority)
    with database.begin() as session:
        assert outbox.forget_leases(session, NOW, of_others_than=LEASE.owner) == []
        held = outbox.forget_leases(session, NOW, of_others_than="the next")
        assert len(held) == 1
    held = row(database, "broadcast")
    assert (held.state, held.error, held.leased_by) == (OutboxState.HELD, "uncertain", None)
    again = take(database)
    assert keys(again) == ["answer", "notice", "reminder"]
    assert {leased.attempts for leased in again} == {1}


def test_a_lease_ends_in_real_time(database: Database) -> None:
    add(database, message("a"), message("b", chat=8, priority=Priority.BROADCAST))
    take(database)
    with database.begin() as session:
        assert outbox.end_leases(session, LEASE.until, NOW) == []
        assert outbox.end_leases(session, LEASE.until + timedelta(seconds=1), NOW) != []
    assert keys(take(database)) == ["a"]
    assert row(database, "b").state == OutboxState.HELD


def test_a_group_that_moved_takes_along_what_waits(database: Database) -> None:
    add(
        database,
        message("sent", chat=-5),
        message("flying", chat=-5),
        message("waiting", chat=-5),
        message("other", chat=-6),
    )
    for leased in take(database):
        settle(database, leased, OutboxState.SENT)
    [flying] = take(database)
    with database.begin() as session:
        outbox.move_chat(session, -5, -1005)
    assert row(database, "sent").chat_id == -5
    settle(database, flying, OutboxState.NEW)
    [flying] = take(database)
    assert (flying.key, flying.lane, flying.chat_id) == ("flying", -1005, -1005)
    content = body(database, flying)
    assert content is not None
    assert content["chat_id"] == -1005
    settle(database, flying, OutboxState.SENT)
    assert keys(take(database)) == ["waiting"]


def test_who_comes_back_gets_what_could_not_reach_them(database: Database) -> None:
    old = NOW - timedelta(days=14)
    add(database, message("too old"), now=old)
    add(database, message("missed"), message("failed"))
    add(database, message("another's", chat=8))
    for key in ("too old", "missed", "another's"):
        with database.begin() as session:
            session.core.execute(
                sa.update(OUTBOX).where(OUTBOX.c.key == key).values(state=OutboxState.BLOCKED, done_at=NOW)
            )
    with database.begin() as session:
        session.core.execute(
            sa.update(OUTBOX).where(OUTBOX.c.key == "failed").values(state=OutboxState.FAILED)
        )
        assert outbox.release_blocked(session, 7, NOW) == 1
        assert outbox.release_blocked(session, 7, NOW) == 0
    assert keys(take(database)) == ["missed"]


def test_what_waits_for_someone_revoked_is_dropped(database: Database) -> None:
    states = [OutboxState.NEW, OutboxState.BLOCKED, OutboxState.HELD, OutboxState.SENDING, OutboxState.SENT]
    add(
        database,
        *(message(state) for state in states),
        message("other", chat=8),
        message("tap", in_order=False),
    )
    with database.begin() as session:
        for state in states:
            session.core.execute(sa.update(OUTBOX).where(OUTBOX.c.key == state).values(state=state))
        assert outbox.drop_waiting(session, 7, NOW) == 4
    for state in states[:4]:
        assert (row(database, state).state, row(database, state).body) == (OutboxState.EXPIRED, None)
    assert row(database, "sent").body is not None
    assert row(database, "other").state == OutboxState.NEW


def test_texts_are_blanked_when_old_and_settled(database: Database) -> None:
    add(database, message("sent"), message("waiting", chat=8))
    settle(database, take(database, most=1)[0], OutboxState.SENT)
    with database.begin() as session:
        assert outbox.blank(session, NOW) == 0
        assert outbox.blank(session, LATER) == 1
        assert outbox.blank(session, LATER) == 0
    assert row(database, "sent").body is None
    assert row(database, "waiting").body is not None
    assert add(database, message("sent")) == 0


@pytest.mark.parametrize(
    ("method", "stays"), [("sendDocument", False), ("sendPhoto", False), ("sendMessage", True)]
)
def test_nothing_is_kept_of_a_file_that_arrived(database: Database, method: str, stays: bool) -> None:
    add(database, replace(message("a"), method=method))
    [leased] = take(database)
    with database.begin() as session:
        outbox.sent(session, leased, NOW, 1, None)
        told = session.core.execute(sa.select(OUTBOX)).one()
    assert (told.state, told.body is not None) == (OutboxState.SENT, stays)
