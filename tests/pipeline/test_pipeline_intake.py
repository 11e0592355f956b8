"""Long polling: kept, then confirmed; whatever the network and the numbers do."""

import asyncio
import socket
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from sqlalchemy.exc import OperationalError
from town import Town, open_town, settings_for
from wire import INBOX, LISTENING, a_town, calm, count, fault, faults_left, rows, staff, until

from bot import app
from bot.pipeline.transport import AiohttpRequest, BotApi, NotSentError, UnreadableAnswerError
from bot.sandbox.config import SandboxConfig
from bot.sandbox.server import Sandbox
from bot.store import inbox


def _offset(entry: dict[str, Any]) -> int | None:
    offset = entry["params"].get("offset")
    return None if offset is None else int(offset)


async def test_an_update_is_confirmed_only_once_it_is_kept(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, buyer = await staff(town)
    receive, failures = inbox.receive, 0

    def failing(*given: Any) -> int:
        nonlocal failures
        if failures < 7:
            failures += 1
            raise OperationalError("", {}, Exception("disk full"))
        return receive(*given)

    monkeypatch.setattr(inbox, "receive", failing)
    before = len(await town.log("getUpdates"))
    await buyer.says("/aide")
    await until(lambda: failures == 7, "seven failures")
    await buyer.saw("14 jours")
    polls = (await town.log("getUpdates"))[before:]
    number = next(entry["result"][-1]["update_id"] for entry in polls if entry["result"])
    delivered = [index for index, entry in enumerate(polls) if entry["result"]]
    assert len(delivered) >= 3
    confirmed = [index for index, entry in enumerate(polls) if _offset(entry) == number + 1]
    assert confirmed[0] == delivered[-1] + 1
    assert await count(buyer, "14 jours") == 1


async def test_every_offset_confirms_the_batch_before(town: Town) -> None:
    _, buyer = await staff(town)
    await asyncio.gather(*(buyer.says("/langue") for _ in range(10)))
    await calm(town)
    previous: list[int] = []
    for entry in await town.log("getUpdates"):
        assert _offset(entry) == (previous[-1] + 1 if previous else None)
        previous = [update["update_id"] for update in entry["result"] or []]


async def test_numbers_that_restart_lower_are_heard(tmp_path: Path) -> None:
    async with a_town(tmp_path, config=SandboxConfig(limits=False, first_update_id=950_000_000)) as town:
        _, buyer = await staff(town)
        await town.post("clock", advance="week")
        await town.post("clock", advance="hour")
        await buyer.says("/aide")
        await buyer.saw("14 jours")
        await buyer.says("/menu")
        await buyer.sees(LISTENING)
        numbers = [row.update_id for row in rows(town, INBOX)]
        assert numbers[-1] < numbers[0]
        assert await count(buyer, "14 jours") == 1


@pytest.mark.parametrize(
    "kind", ["reset", "500", "502", "bad_json", "429", "403", "400", "reset_after_accept"]
)
async def test_a_poll_that_fails_loses_nothing(town: Town, kind: str) -> None:
    _, buyer = await staff(town)
    await fault(town, kind, method="getUpdates", times=2, retry_after=1)
    await buyer.says("/aide")
    await buyer.says("/langue")
    await buyer.saw("14 jours")
    await buyer.saw("Quelle langue")
    await calm(town)
    assert (await count(buyer, "14 jours"), await count(buyer, "Quelle langue")) == (1, 1)
    assert await faults_left(town) == 0


async def test_a_second_poller_is_survived(town: Town) -> None:
    _, buyer = await staff(town)
    api = f"{town.sandbox.api_url}{town.sandbox.config.token}"
    for _ in range(3):
        async with town.http.post(f"{api}/getUpdates", json={"timeout": 0}) as answer:
            assert answer.status == 200
    await until(lambda: _refused(town), "a 409")
    await buyer.says("/aide")
    await buyer.saw("14 jours")
    assert await count(buyer, "14 jours") == 1


async def _refused(town: Town) -> bool:
    return any(entry["status"] == 409 for entry in await town.log("getUpdates"))


async def test_an_active_webhook_is_removed(tmp_path: Path) -> None:
    async with open_town(tmp_path) as town:
        await town.stop()
        town.sandbox.world.webhook.set("http://127.0.0.1:9/nobody", "", 40)
        await town.start()
        stranger = await town.stranger("Zoé")
        await stranger.says("Bonjour")
        await stranger.sees("PLIE")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


async def test_telegram_out_of_reach_at_the_start_then_back(tmp_path: Path) -> None:
    config = SandboxConfig(limits=False, port=_free_port())
    absent = Sandbox(SandboxConfig(limits=False))
    absent._socket.close()
    absent._mail_socket.close()
    settings = settings_for(
        absent, tmp_path, api_url=f"http://127.0.0.1:{config.port}/bot", token=config.token
    )
    app.migrate(database := app.open_database(settings))
    database.close()
    stopping = asyncio.Event()
    running = asyncio.create_task(app.run(settings, stopping))
    await asyncio.sleep(0.4)
    assert not running.done()
    async with Sandbox.running(config) as sandbox, aiohttp.ClientSession() as http:
        town = Town(sandbox, settings, http, stopping, running)
        stranger = await town.stranger("Zoé")
        await stranger.says("Bonjour")
        await stranger.sees("PLIE")
        await town.stop()


async def test_told_to_stop_while_telegram_is_out_of_reach(tmp_path: Path) -> None:
    absent = Sandbox(SandboxConfig(limits=False))
    absent._socket.close()
    absent._mail_socket.close()
    stopping = asyncio.Event()
    settings = settings_for(absent, tmp_path)
    app.migrate(database := app.open_database(settings))
    database.close()
    running = asyncio.create_task(app.run(settings, stopping))
    await asyncio.sleep(0.3)
    stopping.set()
    await asyncio.wait_for(running, 2)


async def _answering(body: bytes, status: int = 200) -> tuple[asyncio.Server, str]:
    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        head = f"HTTP/1.1 {status} x\r\nContent-Length: {len(body)}\r\nConnection: close\r\n\r\n"
        writer.write(head.encode() + body)
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    return server, f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/bot"


@pytest.mark.parametrize(
    "body", [b"", b"{", b"[]", b"null", b"17", b"{}", b'{"ok":true}', b"<html>", b"\xff\xfe"]
)
async def test_whatever_is_not_an_answer_is_an_error_of_telegram(body: bytes) -> None:
    server, url = await _answering(body)
    async with server, BotApi(url, "1:x", AiohttpRequest()) as api:
        with pytest.raises(UnreadableAnswerError):
            await api.call("getUpdates", {})


async def test_a_connection_refused_is_surely_not_sent() -> None:
    async with BotApi(f"http://127.0.0.1:{_free_port()}/bot", "1:x", AiohttpRequest()) as api:
        with pytest.raises(NotSentError):
            await api.call("sendMessage", {"chat_id": 1, "text": "x"})
