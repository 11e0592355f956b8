"""Every class of error of the Bot API, injected on the wire, behaves as documented."""

import asyncio
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from town import Town
from wire import (
    LISTENING,
    OUTBOX,
    a_town,
    calm,
    count,
    fault,
    faults_left,
    no_faults,
    opened,
    put,
    row,
    rows,
    settled,
    staff,
    text,
    times,
    until,
    wrong,
)

from bot import app
from bot.pipeline import outcomes, sender, transport
from bot.store import memos
from bot.store.tables import OutboxState, Priority

SENT_AND_UNSURE = ["timeout_after_accept", "reset_after_accept", "bad_json"]
UNSENT_AND_UNSURE = ["reset", "500", "502"]


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outcomes, "_BACKOFF", (0.05, 0.1))
    monkeypatch.setattr(transport, "READ_TIMEOUT", 0.5)
    monkeypatch.setattr(transport.BotApi.call, "__defaults__", (0.5,))


@pytest.mark.parametrize("kind", SENT_AND_UNSURE)
async def test_an_answer_nobody_knows_arrived_is_sent_again(town: Town, kind: str) -> None:
    coordinator, buyer = await staff(town)
    before = await count(buyer, LISTENING)
    await fault(town, kind, seconds=5)
    await buyer.says("/menu")
    await until(lambda: _at_least(town, buyer.id, LISTENING, before + 2), "a second try")
    await calm(town)
    assert await count(buyer, LISTENING) == before + 2
    assert await count(coordinator, "⚠️") == 0
    assert {one.state for one in rows(town, OUTBOX)} == {OutboxState.SENT}


async def _at_least(town: Town, chat: int, words: str, many: int) -> bool:
    return await times(town, "sendMessage", words[:8]) >= many


@pytest.mark.parametrize("kind", UNSENT_AND_UNSURE)
async def test_an_answer_that_failed_on_the_way_is_sent_again(town: Town, kind: str) -> None:
    coordinator, buyer = await staff(town)
    before = await count(buyer, LISTENING)
    await fault(town, kind, times=3)
    await buyer.says("/menu")
    await _seen(buyer, before + 1)
    await calm(town)
    assert await count(buyer, LISTENING) == before + 1
    assert await count(coordinator, "⚠️") == 0
    assert await faults_left(town) == 0


async def _seen(someone: Any, many: int) -> None:
    async def enough() -> bool:
        return await count(someone, LISTENING) >= many

    await until(enough, "the answer")


@pytest.mark.parametrize("kind", SENT_AND_UNSURE + UNSENT_AND_UNSURE)
async def test_a_broadcast_nobody_knows_arrived_is_held_while_answers_go(town: Town, kind: str) -> None:
    coordinator, buyer = await staff(town)
    await fault(town, kind, seconds=5)
    town.passes(days=1)
    put(town, text("broadcast", buyer.id, Priority.BROADCAST))
    held = await settled(town, "broadcast", OutboxState.HELD)
    await coordinator.saw("⚠️", f"numéro {held.id}")
    await buyer.says("/aide")
    await buyer.saw("14 jours")
    await calm(town)
    assert await count(coordinator, "⚠️") == 1
    assert await times(town, "sendMessage", "'broadcast'") == 1
    assert row(town, "broadcast").state == OutboxState.HELD


async def test_what_surely_did_not_leave_is_sent_again_even_a_broadcast(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with a_town(tmp_path) as town:
        coordinator, buyer = await staff(town)
        refusals = 3
        call = transport.BotApi.call

        async def refused(api: Any, method: str, *args: Any, **more: Any) -> Any:
            nonlocal refusals
            if method == "sendMessage" and refusals:
                refusals -= 1
                raise transport.NotSentError("ClientConnectorError")
            return await call(api, method, *args, **more)

        monkeypatch.setattr(transport.BotApi, "call", refused)
        town.passes(days=1)
        put(town, text("broadcast", buyer.id, Priority.BROADCAST))
        sent = await settled(town, "broadcast", OutboxState.SENT)
        assert (sent.attempts, refusals) == (0, 0)
        assert await count(buyer, "broadcast") == 1
        assert await count(coordinator, "⚠️") == 0


async def test_429_stops_everything_for_as_long_as_asked(town: Town) -> None:
    coordinator, buyer = await staff(town)
    await fault(town, "429", retry_after=2)
    clock = asyncio.get_running_loop().time
    put(town, text("first", buyer.id))
    await until(lambda: _throttled(town), "the 429")
    asked, since = clock(), len(await _sent(town))
    await buyer.says("/aide")
    await coordinator.says("/langue")
    await asyncio.sleep(1.2)
    assert len(await _sent(town)) == since
    await buyer.saw("14 jours")
    assert clock() - asked > 1.7
    await calm(town)
    assert await count(buyer, "first") == 1
    assert row(town, "first").attempts == 0
    assert await count(coordinator, "⚠️") == 0


async def _sent(town: Town) -> list[dict[str, Any]]:
    return [entry for entry in await town.log() if entry["method"] != "getUpdates"]


async def _throttled(town: Town) -> bool:
    return any(entry["status"] == 429 for entry in await town.log())


async def test_the_pause_outlives_the_process(town: Town) -> None:
    _, buyer = await staff(town)
    await fault(town, "429", retry_after=3)
    put(town, text("first", buyer.id))
    await until(lambda: _throttled(town), "the 429")
    await town.stop()
    since = len(await _sent(town))
    await town.start()
    await until(lambda: _greeted(town, since), "the new process")
    await asyncio.sleep(0.8)
    methods = [entry["method"] for entry in (await _sent(town))[since:]]
    assert set(methods) <= {"getMe", "deleteWebhook"}
    await settled(town, "first", OutboxState.SENT)


async def _greeted(town: Town, since: int) -> bool:
    return any(entry["method"] == "deleteWebhook" for entry in (await _sent(town))[since:])


async def test_the_longest_pause_asked_for_is_the_one_kept(town: Town) -> None:
    """Two calls in flight are refused together: the shorter answer must not shorten the pause kept."""
    coordinator, buyer = await staff(town)
    await fault(town, "429", retry_after=60)
    await fault(town, "429", retry_after=1)
    put(town, text("first", buyer.id), text("second", coordinator.id))
    await until(lambda: _both_throttled(town), "two 429")
    await until(lambda: _memo(town), "the memo")
    await asyncio.sleep(0.2)
    end = datetime.fromisoformat(_memo(town) or "")
    assert end - app.make_clock(town.settings).real() > timedelta(seconds=50)


async def _both_throttled(town: Town) -> bool:
    return sum(entry["status"] == 429 for entry in await town.log()) == 2


def _memo(town: Town) -> str | None:
    with opened(town).begin() as session:
        return memos.read(session, sender.PAUSE)


async def test_403_marks_the_person_and_tells_coordinators_once(town: Town) -> None:
    coordinator, buyer = await staff(town)
    town.sandbox.world.people[buyer.id].blocked = True
    put(town, *(text(f"missed{number}", buyer.id) for number in range(3)))
    for number in range(3):
        await settled(town, f"missed{number}", OutboxState.BLOCKED)
    await coordinator.saw("Brigitte Martin", "Ville de Caen", "bloqué")
    await calm(town)
    assert await count(coordinator, "bloqué") == 1
    assert not _reachable(town, buyer.id)
    await buyer.says("/start")
    for number in range(3):
        await buyer.saw(f"missed{number}")
    await calm(town)
    assert _reachable(town, buyer.id)
    assert [await count(buyer, f"missed{number}") for number in range(3)] == [1, 1, 1]


def _reachable(town: Town, telegram_id: int) -> bool:
    with opened(town).begin() as session:
        found = session.core.execute(
            sa.text("SELECT reachable FROM persons WHERE telegram_id = :id"), {"id": telegram_id}
        )
        return bool(found.scalar_one())


async def test_who_blocks_the_bot_is_told_of_once_and_gets_what_they_missed(town: Town) -> None:
    """Telegram tells of the blocking first, by my_chat_member, before any message is refused."""
    coordinator, buyer = await staff(town)
    await buyer.blocks()
    await until(lambda: not _reachable(town, buyer.id), "unreachable")
    put(town, text("missed", buyer.id))
    await settled(town, "missed", OutboxState.BLOCKED)
    await coordinator.saw("Brigitte Martin", "bloqué")
    await calm(town)
    assert await count(coordinator, "bloqué") == 1
    await buyer.says("/start")
    await buyer.saw("missed")
    await calm(town)
    assert _reachable(town, buyer.id)
    assert await count(buyer, "missed") == 1


async def test_a_deleted_account_is_unreachable(town: Town) -> None:
    coordinator, buyer = await staff(town)
    await town.post(f"people/{buyer.id}/deactivate")
    put(town, text("missed", buyer.id))
    await settled(town, "missed", OutboxState.BLOCKED)
    await coordinator.saw("Brigitte Martin", "bloqué")
    assert not _reachable(town, buyer.id)


async def test_a_blocked_coordinator_is_not_alerted_about(town: Town) -> None:
    coordinator, _ = await staff(town)
    await coordinator.blocks()
    put(town, text("missed", coordinator.id))
    await settled(town, "missed", OutboxState.BLOCKED)
    await calm_but_blocked(town)
    assert await times(town, "sendMessage", "bloqué") <= 1


async def calm_but_blocked(town: Town) -> None:
    open_out = (OutboxState.NEW, OutboxState.SENDING)
    await until(lambda: not any(one.state in open_out for one in rows(town, OUTBOX)))


async def test_400_fails_once_with_one_alert(town: Town) -> None:
    coordinator, buyer = await staff(town)
    put(town, wrong("refused", buyer.id), text("next", buyer.id))
    failed = await settled(town, "refused", OutboxState.FAILED)
    await coordinator.saw("⚠️", f"numéro {failed.id}")
    await settled(town, "next", OutboxState.SENT)
    await calm(town)
    assert await times(town, "sendMessage", "<b>refused") == 1
    assert await count(coordinator, "⚠️") == 1
    assert failed.error == "BadRequest"


async def test_a_chat_telegram_does_not_know_is_unreachable(town: Town) -> None:
    coordinator, buyer = await staff(town)
    await fault(town, "400")
    put(town, text("missed", buyer.id))
    await settled(town, "missed", OutboxState.BLOCKED)
    await coordinator.saw("Brigitte Martin", "bloqué")
    assert not _reachable(town, buyer.id)


async def test_an_alert_that_is_refused_does_not_alert(town: Town) -> None:
    coordinator, buyer = await staff(town)
    put(town, wrong("alert:refused", buyer.id))
    await settled(town, "alert:refused", OutboxState.FAILED)
    await calm(town)
    assert await count(coordinator, "⚠️") == 0
    assert [one.key for one in rows(town, OUTBOX) if one.key.startswith("alert:")] == ["alert:refused"]


async def test_not_modified_is_a_success(town: Town) -> None:
    coordinator, buyer = await staff(town)
    edit = text("same", buyer.id, follows="told", method="editMessageText")
    put(town, text("told", buyer.id))
    told = await settled(town, "told", OutboxState.SENT)
    same = text("edit", buyer.id, follows="told", method="editMessageText")
    same.body["text"] = "told"
    put(town, same)
    done = await settled(town, "edit", OutboxState.SENT)
    assert done.error == "BadRequest"
    assert told.message_id is not None
    put(town, edit)
    await settled(town, "same", OutboxState.SENT)
    assert await count(coordinator, "⚠️") == 0


async def test_an_edit_of_a_failed_message_never_leaves(town: Town) -> None:
    coordinator, buyer = await staff(town)
    put(town, wrong("told", buyer.id), text("edit", buyer.id, follows="told", method="editMessageText"))
    await settled(town, "told", OutboxState.FAILED)
    await settled(town, "edit", OutboxState.FAILED)
    await calm(town)
    assert await times(town, "editMessageText", "'edit'") == 0
    assert await count(coordinator, "⚠️") == 1


async def test_an_edit_follows_a_message_that_was_late(town: Town) -> None:
    _, buyer = await staff(town)
    await fault(town, "500", times=2)
    put(town, text("told", buyer.id), text("edit", buyer.id, follows="told", method="editMessageText"))
    await settled(town, "edit", OutboxState.SENT)
    assert await count(buyer, "edit") == 1
    assert await count(buyer, "told") == 0


async def test_a_group_that_became_a_supergroup_gets_its_messages(town: Town) -> None:
    coordinator, buyer = await staff(town)
    group = (await town.post("groups", title="Comité", members=[coordinator.id, buyer.id]))["id"]
    put(town, text("before", group))
    await settled(town, "before", OutboxState.SENT)
    new = (await town.post(f"groups/{group}/upgrade"))["id"]
    put(town, text("one", group), text("two", group))
    moved = await settled(town, "two", OutboxState.SENT)
    assert moved.chat_id == new
    async with town.http.get(f"{town.url}/groups/{new}") as answer:
        texts = [message["text"] for message in (await answer.json())["messages"] if message["from"] == "bot"]
    assert texts == ["one", "two"]
    assert await count(coordinator, "⚠️") == 0


async def test_a_late_answer_to_a_tap_is_dropped_without_a_word(town: Town) -> None:
    coordinator, buyer = await staff(town)
    put(town, text("tap", buyer.id, method="answerCallbackQuery", in_order=False))
    with opened(town).begin() as session:
        body = session.sealer.seal({"callback_query_id": "123", "text": "Trop tard"}, "outbox.body:late")
        session.core.execute(
            sa.update(OUTBOX).where(OUTBOX.c.key == "tap").values(uid="late", body=body, state="new")
        )
    done = await settled(town, "tap", OutboxState.SENT)
    assert done.error == "BadRequest"
    assert await count(coordinator, "⚠️") == 0


async def test_an_unknown_token_waits_and_loses_nothing(town: Town) -> None:
    _, buyer = await staff(town)
    config = town.sandbox.world.config
    object.__setattr__(config, "token", "654321:" + "B" * 35)
    put(town, text("late", buyer.id))
    await asyncio.sleep(0.5)
    assert row(town, "late").state in (OutboxState.NEW, OutboxState.SENDING)
    object.__setattr__(config, "token", town.settings.token.get_secret_value() if town.settings.token else "")
    sent = await settled(town, "late", OutboxState.SENT)
    assert sent.attempts == 0


async def test_a_message_that_does_not_open_does_not_stop_the_others(town: Town) -> None:
    coordinator, buyer = await staff(town)
    await town.stop()
    put(town, text("broken", buyer.id), text("behind", buyer.id), text("other", coordinator.id))
    with opened(town).begin() as session:
        session.core.execute(sa.update(OUTBOX).where(OUTBOX.c.key == "broken").values(body=b"\x01not sealed"))
    await town.start()
    await settled(town, "other", OutboxState.SENT)
    await settled(town, "behind", OutboxState.SENT)
    assert row(town, "broken").state == OutboxState.FAILED
    await coordinator.saw("⚠️", f"numéro {row(town, 'broken').id}")


async def test_a_broadcast_in_flight_at_a_crash_is_held_and_shown(town: Town) -> None:
    coordinator, buyer = await staff(town)
    await town.stop()
    town.passes(days=1)
    put(
        town, text("broadcast", buyer.id, Priority.BROADCAST), text("answer", coordinator.id, Priority.ANSWER)
    )
    with opened(town).begin() as session:
        session.core.execute(
            sa.update(OUTBOX)
            .where(OUTBOX.c.key.in_(["broadcast", "answer"]))
            .values(state="sending", leased_by="dead")
        )
    await town.start()
    await settled(town, "answer", OutboxState.SENT)
    held = await settled(town, "broadcast", OutboxState.HELD)
    await coordinator.saw("⚠️", f"numéro {held.id}")
    assert await count(buyer, "broadcast") == 0


async def test_taking_back_the_faults_ends_an_outage(town: Town) -> None:
    _, buyer = await staff(town)
    before = await count(buyer, LISTENING)
    await fault(town, "502", method="*", times=10_000)
    for _ in range(5):
        await buyer.says("/menu")
    await asyncio.sleep(0.5)
    assert await count(buyer, LISTENING) == before
    await no_faults(town)
    await _seen(buyer, before + 5)
    await calm(town)
    assert await count(buyer, LISTENING) == before + 5
