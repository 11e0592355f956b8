"""Notices as their reader prefers them: at once, without a sound, later; to a stand-in too."""

from datetime import datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from dailies import MONDAY, at, facilitator
from markupsafe import escape
from rows import LEASE, NOW, OUTBOX, keys, message, row, take, together, work

from bot.dialogue.cards import Card
from bot.jobs import later as job
from bot.store import later, outbox, people, preferences
from bot.store.database import Database
from bot.store.people import Member
from bot.store.tables import Notices, OutboxState, Priority

NOON = at(MONDAY, 12)
MORNING = at(MONDAY + timedelta(days=1))


def someone(database: Database, notices: Notices, number: int = 7, **more: Any) -> Member:
    with database.begin() as session:
        found = facilitator(session, number)
        preferences.change(session, found.id, notices=notices, **more)
        return found


def card(said: str) -> Any:
    return lambda _language: Card(escape(said))


def tell(database: Database, person: Member, key: str = "fact", now: datetime = NOON, **how: Any) -> None:
    with database.begin() as session:
        turn = work(session, now).turn(f"tell:{key}")
        turn.tell(person, f"{key}:{person.id}", card(key), **how)
        turn.close()


def retell(database: Database, person: Member, key: str = "fact", now: datetime = NOON) -> None:
    with database.begin() as session:
        turn = work(session, now).turn(f"retell:{key}")
        turn.retell(person, f"again:{key}:{person.id}", f"{key}:{person.id}", card("again"))
        turn.close()


def body(database: Database, key: str) -> dict[str, Any]:
    with database.begin() as session:
        found = session.core.execute(sa.select(OUTBOX).where(OUTBOX.c.key == key)).one()
        opened: dict[str, Any] = session.sealer.open(found.body, f"outbox.body:{found.uid}")
        return opened


def release(database: Database, now: datetime) -> int:
    with database.begin() as session:
        return job.run(work(session, now))


def test_at_once_unless_said_otherwise(database: Database) -> None:
    fatou = someone(database, Notices.AT_ONCE)
    tell(database, fatou)
    assert keys(take(database, NOON)) == [f"fact:{fatou.id}"]
    assert "disable_notification" not in body(database, f"fact:{fatou.id}")


def test_without_a_sound(database: Database) -> None:
    fatou = someone(database, Notices.SILENT)
    tell(database, fatou)
    assert keys(take(database, NOON)) == [f"fact:{fatou.id}"]
    assert body(database, f"fact:{fatou.id}")["disable_notification"] is True


@pytest.mark.parametrize(
    ("now", "minute", "due"),
    [
        (at(MONDAY, 7), 510, at(MONDAY)),
        (NOON, 510, MORNING),
        (NOON, 1080, at(MONDAY, 18, 0)),
        (at(MONDAY + timedelta(days=4), 12), 510, at(MONDAY + timedelta(days=7))),
    ],
)
def test_with_the_daily_message(database: Database, now: datetime, minute: int, due: datetime) -> None:
    fatou = someone(database, Notices.DAILY, daily_at=minute)
    tell(database, fatou, now=now)
    key = f"fact:{fatou.id}"
    assert (row(database, key).state, row(database, key).due_at) == (OutboxState.LATER, due)
    assert release(database, due - timedelta(seconds=1)) == 0
    assert take(database, due) == []
    assert (release(database, due), release(database, due)) == (1, 0)
    assert keys(take(database, due)) == [key]


@pytest.mark.parametrize(
    "how", [{"at_once": True}, {"priority": Priority.REMINDER}, {"priority": Priority.BROADCAST}]
)
def test_call_backs_and_what_comes_by_itself_do_not_wait(database: Database, how: dict[str, Any]) -> None:
    fatou = someone(database, Notices.DAILY)
    tell(database, fatou, **how)
    assert keys(take(database, NOON)) == [f"fact:{fatou.id}"]


def test_no_lane_is_blocked(database: Database) -> None:
    fatou = someone(database, Notices.DAILY)
    tell(database, fatou)
    with database.begin() as session:
        outbox.add(session, [message("answer", fatou.telegram_id)], NOON)
        outbox.add(session, [message("mass", fatou.telegram_id, Priority.BROADCAST)], NOON)
    taken = take(database, NOON)
    assert keys(taken) == ["answer"]
    with database.begin() as session:
        outbox.settle(session, taken[0], OutboxState.SENT, NOON)
    assert keys(take(database, NOON)) == ["mass"]


def test_what_edits_it_leaves_with_it_and_after_it(database: Database) -> None:
    fatou = someone(database, Notices.DAILY)
    tell(database, fatou)
    retell(database, fatou, now=at(MONDAY, 18))
    again = row(database, f"again:fact:{fatou.id}")
    assert (again.state, again.due_at) == (OutboxState.LATER, MORNING)
    assert release(database, MORNING) == 2
    first = take(database, MORNING)
    assert keys(first) == [f"fact:{fatou.id}"]
    with database.begin() as session:
        outbox.sent(session, first[0], MORNING, 77, None)
    second = take(database, MORNING)
    assert keys(second) == [f"again:fact:{fatou.id}"]
    with database.begin() as session:
        found = outbox.body(session, second[0])
    assert found is not None
    assert found["message_id"] == 77


def test_what_edits_a_message_that_was_read_does_not_wait(database: Database) -> None:
    fatou = someone(database, Notices.DAILY)
    tell(database, fatou, at_once=True)
    taken = take(database, NOON)
    with database.begin() as session:
        outbox.sent(session, taken[0], NOON, 5, None)
    retell(database, fatou)
    assert keys(take(database, NOON)) == [f"again:fact:{fatou.id}"]


def test_who_no_longer_prefers_to_wait_reads_at_once(database: Database) -> None:
    fatou, denis = someone(database, Notices.DAILY), someone(database, Notices.DAILY, 8)
    tell(database, fatou)
    tell(database, denis)
    with database.begin() as session:
        assert later.hasten(session, fatou.telegram_id, NOON) == 1
    assert keys(take(database, NOON)) == [f"fact:{fatou.id}"]
    assert row(database, f"fact:{denis.id}").state == OutboxState.LATER


def test_dropped_with_the_access(database: Database) -> None:
    fatou, denis = someone(database, Notices.DAILY), someone(database, Notices.DAILY, 8)
    tell(database, fatou)
    tell(database, denis)
    with database.begin() as session:
        assert outbox.drop_waiting(session, fatou.telegram_id, NOON) == 1
    gone = row(database, f"fact:{fatou.id}")
    assert (gone.state, gone.body) == (OutboxState.EXPIRED, None)
    assert release(database, MORNING) == 1
    assert keys(take(database, MORNING)) == [f"fact:{denis.id}"]


def test_its_text_is_kept_and_no_lease_concerns_it(database: Database) -> None:
    fatou = someone(database, Notices.DAILY)
    tell(database, fatou)
    with database.begin() as session:
        assert outbox.blank(session, NOON + timedelta(days=40)) == 0
        assert outbox.forget_leases(session, NOON, of_others_than="me") == []
        assert outbox.end_leases(session, LEASE.until + timedelta(days=9), NOON) == []
    assert row(database, f"fact:{fatou.id}").state == OutboxState.LATER
    assert row(database, f"fact:{fatou.id}").body is not None


def test_two_schedulers_release_each_once(database: Database) -> None:
    fatou = someone(database, Notices.DAILY)
    for count in range(30):
        tell(database, fatou, f"fact{count}")

    def few(_turn: int) -> int:
        total = 0
        for _ in range(10):
            with database.begin() as session:
                total += later.release(session, MORNING, 7)
        return total

    assert sum(together(3, few)) == 30


def test_the_order_is_kept(database: Database) -> None:
    fatou = someone(database, Notices.DAILY)
    for count in range(3):
        tell(database, fatou, f"fact{count}", now=NOON + timedelta(minutes=count))
    with database.begin() as session:
        assert later.release(session, MORNING, 2) == 2
    assert row(database, f"fact2:{fatou.id}").state == OutboxState.LATER
    assert keys(take(database, MORNING)) == [f"fact0:{fatou.id}"]


def pair(database: Database, **more: Any) -> tuple[Member, Member]:
    """Fatou is away until Friday, Denis stands in."""
    fatou, denis = someone(database, Notices.AT_ONCE), someone(database, Notices.AT_ONCE, 8)
    with database.begin() as session:
        until = MONDAY + timedelta(days=4)
        preferences.change(session, fatou.id, paused_until=until, stand_in_id=denis.id)
    return fatou, denis


def test_the_stand_in_is_told_too(database: Database) -> None:
    fatou, denis = pair(database)
    tell(database, fatou)
    assert keys(take(database, NOON)) == [f"fact:{fatou.id}", f"fact:{denis.id}"]
    assert body(database, f"fact:{fatou.id}")["disable_notification"] is True
    assert "disable_notification" not in body(database, f"fact:{denis.id}")
    retell(database, fatou)
    assert row(database, f"again:fact:{denis.id}").follows == row(database, f"fact:{denis.id}").id


def test_after_the_pause_nobody_stands_in(database: Database) -> None:
    fatou, _ = pair(database)
    saturday = at(MONDAY + timedelta(days=5))
    tell(database, fatou, now=saturday)
    assert keys(take(database, saturday)) == [f"fact:{fatou.id}"]


def test_what_everybody_is_told_is_told_once(database: Database) -> None:
    fatou, denis = pair(database)
    with database.begin() as session:
        turn = work(session, NOON).turn("all")
        for person in (fatou, denis):
            turn.tell(person, f"all:{person.id}", card("all"))
        assert turn.close() == 2
    assert keys(take(database, NOON)) == [f"all:{fatou.id}", f"all:{denis.id}"]


def test_who_did_it_is_not_told(database: Database) -> None:
    fatou, denis = pair(database)
    with database.begin() as session:
        turn = work(session, NOON).turn("done", denis)
        turn.tell(fatou, f"fact:{fatou.id}", card("fact"))
        turn.tell_document(fatou, f"sheet:{fatou.id}", "a.txt", b"x", lambda _: "x")
        turn.close()
    assert {found.key for found in take_all(database)} == {f"fact:{fatou.id}", f"sheet:{fatou.id}"}


def take_all(database: Database) -> list[Any]:
    with database.begin() as session:
        return list(session.core.execute(sa.select(OUTBOX)))


def test_a_key_of_another_form_is_told_under_its_own(database: Database) -> None:
    fatou, denis = pair(database)
    with database.begin() as session:
        turn = work(session, NOON).turn("other")
        turn.tell(fatou, "other", card("other"))
        turn.close()
    assert {found.key for found in take_all(database)} == {"other", f"other:for:{denis.id}"}


def test_a_stand_in_without_access_is_told_nothing(database: Database) -> None:
    fatou, denis = pair(database)
    with database.begin() as session:
        people.change(session, denis.id, revoked_at=NOW)
    tell(database, fatou)
    assert keys(take(database, NOON)) == [f"fact:{fatou.id}"]
