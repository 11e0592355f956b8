"""Starting, stopping, two processes, pace."""

import asyncio
import time
from collections import Counter
from datetime import datetime
from itertools import pairwise
from pathlib import Path

import pytest
from pydantic import SecretStr
from town import Town
from wire import INBOX, LISTENING, OUTBOX, a_town, calm, count, opened, put, rows, staff, text, times, until

from bot import app
from bot.pipeline.leader import AlreadyRunningError
from bot.sandbox.config import SandboxConfig
from bot.sandbox.state import Chat, Person, make_user
from bot.store.tables import InboxState, OutboxState, Priority


async def test_a_second_process_on_one_file_is_refused_with_a_sentence(town: Town) -> None:
    _, buyer = await staff(town)
    with pytest.raises(AlreadyRunningError, match=r"^Another process already serves this database\.$"):
        await asyncio.wait_for(app.run(town.settings, asyncio.Event()), 5)
    await buyer.says("/aide")
    await buyer.saw("14 jours")


async def test_no_token_is_told_in_a_sentence(town: Town) -> None:
    settings = town.settings.model_copy(update={"token": None})
    with pytest.raises(app.NoTokenError, match="CLAUSETTE_TOKEN"):
        await app.run(settings, asyncio.Event())


async def test_stopping_finishes_what_was_received_and_sends_it(tmp_path: Path) -> None:
    async with a_town(tmp_path) as town:
        _, buyer = await staff(town)
        others = [await town.joins(f"N{number}", "buyer", "Ville d’Ifs") for number in range(4)]
        await calm(town)
        await asyncio.gather(*(one.says("/langue") for one in [buyer, *others] for _ in range(20)))
        began = time.monotonic()
        await town.stop()
        assert time.monotonic() - began < 8
        assert rows(town, INBOX, state=InboxState.NEW) == []
        left = [one for one in rows(town, OUTBOX) if one.state != OutboxState.SENT]
        assert left == []
        handled = len(rows(town, INBOX))
        await town.start()
        await until(lambda: not town.sandbox.world.queue.pending, "the rest")
        await calm(town)
        assert handled <= len(rows(town, INBOX))
        for one in [buyer, *others]:
            assert await count(one, "Quelle langue") == 20


async def test_stopping_twenty_times_loses_and_doubles_nothing(tmp_path: Path) -> None:
    async with a_town(tmp_path) as town:
        _, buyer = await staff(town)
        for _ in range(20):
            await buyer.says("/langue")
            await town.stop()
            await town.start()
        await until(lambda: not town.sandbox.world.queue.pending, "the rest")
        await calm(town)
        assert await count(buyer, "Quelle langue") == 20


async def test_stopping_does_not_wait_for_what_is_throttled(tmp_path: Path) -> None:
    async with a_town(tmp_path, chat_rate=0.1, chat_burst=1) as town:
        buyer = await town.stranger("Zoé")
        await buyer.says("Bonjour")
        await buyer.sees("PLIE")
        put(town, *(text(f"n{number}", buyer.id) for number in range(5)))
        began = time.monotonic()
        await town.stop()
        assert time.monotonic() - began < 6
        states = Counter(one.state for one in rows(town, OUTBOX))
        assert states[OutboxState.SENDING] == 0
        assert states[OutboxState.NEW] >= 4


async def test_a_reply_does_not_wait_for_a_poll(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from bot.pipeline import sender, worker

    monkeypatch.setattr(worker, "POLL", 3600.0)
    monkeypatch.setattr(sender, "POLL", 3600.0)
    async with a_town(tmp_path) as town:
        _, buyer = await staff(town)
        for _ in range(5):
            began = time.monotonic()
            await buyer.says("/langue")
            await until(lambda: times(town, "sendMessage", "Quelle"), "an answer")
            assert time.monotonic() - began < 0.5
        await calm(town)


def populate(town: Town, many: int) -> list[int]:
    """So many people who started the bot long ago."""
    world = town.sandbox.world
    numbers = list(range(5000, 5000 + many))
    for number in numbers:
        user = make_user(number, {"first_name": "P"})
        world.people[number] = Person(
            number, user, "P", Chat(number, "private", {"first_name": "P"}), started=True
        )
    return numbers


async def test_a_broadcast_costs_no_429_and_answers_overtake_it(tmp_path: Path) -> None:
    async with a_town(tmp_path, config=SandboxConfig(limits=True), send_rate=25, chat_rate=1) as town:
        zoe = await town.stranger("Zoé")
        await zoe.says("Bonjour")
        await zoe.sees("PLIE")
        people = populate(town, 90)
        group = (await town.post("groups", title="Comité", members=[zoe.id]))["id"]
        town.passes(days=1)
        put(town, *(text(f"g{number}", group, Priority.BROADCAST) for number in range(5)))
        put(town, *(text(f"b{number}", number, Priority.BROADCAST) for number in people))
        await until(lambda: times(town, "sendMessage", "'b"), "the broadcast's beginning")
        began = time.monotonic()
        await zoe.says("Encore")
        await until(lambda: _answered(zoe), "the answer")
        assert time.monotonic() - began < 0.8
        left = [one for one in rows(town, OUTBOX, rank=3) if one.state == OutboxState.NEW]
        assert len(left) > 30
        await until(lambda: _all_sent(town, people), "the broadcast's end")
        assert {entry["status"] for entry in await town.log("sendMessage")} == {200}
        assert await _fastest_second(town) <= 30


async def _answered(zoe: object) -> bool:
    return await count(zoe, "PLIE") >= 2  # type: ignore[arg-type]


def _all_sent(town: Town, people: list[int]) -> bool:
    return sum(one.state == OutboxState.SENT for one in rows(town, OUTBOX, rank=3)) >= len(people)


async def _fastest_second(town: Town) -> int:
    sent = [datetime.fromisoformat(entry["at"]).timestamp() for entry in await town.log("sendMessage")]
    return max(sum(begin <= at < begin + 1 for at in sent) for begin in sent)


async def test_messages_of_one_chat_arrive_in_the_order_written(town: Town) -> None:
    people = populate(town, 5)
    put(town, *(text(f"{person}-{number:03d}", person) for number in range(30) for person in people))
    await calm(town)
    world = town.sandbox.world
    for person in people:
        texts = [message.content["text"] for message in world.people[person].chat.history.values()]
        assert len(texts) == 30
        assert all(one < other for one, other in pairwise(texts))


async def test_two_processes_on_postgresql_share_the_work_and_one_leads(
    tmp_path: Path, postgres_emptied: str
) -> None:
    async with a_town(tmp_path, database_url=SecretStr(postgres_emptied)) as town:
        _, buyer = await staff(town)
        stopping = asyncio.Event()
        second = asyncio.create_task(app.run(town.settings, stopping))
        await asyncio.sleep(0.5)
        for _ in range(10):
            await buyer.says("/langue")
        await calm(town)
        assert await count(buyer, "Quelle langue") == 10
        assert not any(entry["status"] == 409 for entry in await town.log("getUpdates"))
        await town.stop()
        await buyer.says("/aide")
        await buyer.saw("14 jours")
        stopping.set()
        await asyncio.wait_for(second, 10)
        assert await count(buyer, "14 jours") == 1


async def test_a_conversation_on_postgresql(tmp_path: Path, postgres_emptied: str) -> None:
    async with a_town(tmp_path, database_url=SecretStr(postgres_emptied)) as town:
        coordinator, buyer = await staff(town)
        await buyer.says("/menu")
        await buyer.sees(LISTENING)
        with opened(town).begin() as session:
            assert not session.on_sqlite
        await coordinator.says("/partenaires")
        await coordinator.sees("Brigitte Martin")
