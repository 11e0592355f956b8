import asyncio
from typing import Any

import aiohttp
import pytest
from sandbox_client import Client

from bot.sandbox.params import Upload


async def fault(client: Client, kind: str, **given: Any) -> None:
    await client.control("faults", method="sendMessage", fault=kind, **given)


async def texts(client: Client, person: int) -> list[str]:
    messages = (await client.look(f"people/{person}"))["messages"]
    return [message["text"] for message in messages if message["from"] == "bot"]


@pytest.mark.parametrize(
    ("kind", "status", "description"),
    [
        ("429", 429, "Too Many Requests: retry after 7"),
        ("500", 500, "Internal Server Error"),
        ("403", 403, "Forbidden: bot was blocked by the user"),
        ("400", 400, "Bad Request: chat not found"),
    ],
)
async def test_refusals_do_nothing(client: Client, kind: str, status: int, description: str) -> None:
    ana = await client.person()
    await fault(client, kind, retry_after=7, times=2)
    for _ in range(2):
        answered, body = await client.request("sendMessage", chat_id=ana, text="x")
        assert (answered, body["description"]) == (status, description)
    await client.api("sendMessage", chat_id=ana, text="y")
    assert await texts(client, ana) == ["y"]


@pytest.mark.parametrize(("kind", "kept"), [("reset", []), ("reset_after_accept", ["x"])])
async def test_resets(client: Client, kind: str, kept: list[str]) -> None:
    ana = await client.person()
    await fault(client, kind)
    with pytest.raises(aiohttp.ClientOSError):
        await client.request("sendMessage", chat_id=ana, text="x")
    assert await texts(client, ana) == kept
    assert (await client.log())[-1]["fault"] == kind


async def test_timeout_after_accept(client: Client) -> None:
    ana = await client.person()
    await fault(client, "timeout_after_accept", seconds=20)
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(client.request("sendMessage", chat_id=ana, text="x"), 0.2)
    assert await texts(client, ana) == ["x"]


async def test_bad_json_and_bad_gateway(client: Client) -> None:
    ana = await client.person()
    await fault(client, "bad_json")
    await fault(client, "502")
    for status, start in ((200, b'{"ok":true,"result":{"mess'), (502, b"<html>")):
        async with client.http.post(
            client.base + "sendMessage", json={"chat_id": ana, "text": "x"}
        ) as response:
            assert response.status == status
            assert (await response.read()).startswith(start)
    assert await texts(client, ana) == ["x"]


async def test_slow_answers_come(client: Client) -> None:
    ana = await client.person()
    await fault(client, "slow", seconds=0.2)
    began = asyncio.get_running_loop().time()
    await client.api("sendMessage", chat_id=ana, text="x")
    assert asyncio.get_running_loop().time() - began >= 0.2


async def test_faults_can_be_listed_and_taken_back(client: Client) -> None:
    ana = await client.person()
    await client.control("faults", method="*", fault="500", times=3)
    assert (await client.look("state"))["faults"][0]["times"] == 3
    await client.updates()
    assert (await client.request("sendMessage", chat_id=ana, text="x"))[0] == 500
    async with client.http.delete(
        f"{client.sandbox.url}/sandbox/faults", headers={"X-Sandbox": "1"}
    ) as response:
        assert await response.json() == {"faults": []}
    await client.api("sendMessage", chat_id=ana, text="x")
    assert await client.control_refused("faults", method="*", fault="flood") == 400


@pytest.mark.parametrize(
    ("kind", "status"), [("429", 429), ("500", 500), ("403", 403), ("400", 400), ("502", 502), ("slow", 200)]
)
async def test_downloads_answered_with_a_fault(client: Client, kind: str, status: int) -> None:
    file = client.sandbox.world.files.add_document(Upload("a.csv", "", b"abc" * 1000))
    url = f"{client.sandbox.file_url}{client.sandbox.config.token}/{file.path}"
    await client.control("faults", method="file", fault=kind, seconds=0.1)
    for expected in (status, 200):
        async with client.http.get(url) as response:
            assert response.status == expected
            assert (await response.read() == file.data) is (expected == 200)


@pytest.mark.parametrize("kind", ["reset", "reset_after_accept", "bad_json", "timeout_after_accept"])
async def test_downloads_cut(client: Client, kind: str) -> None:
    file = client.sandbox.world.files.add_document(Upload("a.csv", "", b"abc" * 1000))
    url = f"{client.sandbox.file_url}{client.sandbox.config.token}/{file.path}"
    tries = 1 if kind == "bad_json" else 2  # aiohttp asks again by itself where no answer came
    await client.control("faults", method="file", fault=kind, seconds=0.1, times=tries)
    with pytest.raises(aiohttp.ClientError):
        async with client.http.get(url) as response:
            await response.read()
    async with client.http.get(url) as response:
        assert await response.read() == file.data
