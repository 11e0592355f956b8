import time

import pytest
from sandbox_client import Client

from bot.sandbox.config import SandboxConfig
from bot.sandbox.limits import Bucket, Limits, Window


@pytest.fixture
def config() -> SandboxConfig:
    return SandboxConfig(limits=True)


async def test_one_person_takes_five_at_once_then_one_a_second(client: Client) -> None:
    ana = await client.person()
    for n in range(5):
        await client.api("sendMessage", chat_id=ana, text=str(n))
    status, body = await client.request("sendMessage", chat_id=ana, text="x")
    assert (status, body["description"]) == (429, "Too Many Requests: retry after 1")
    assert body["parameters"] == {"retry_after": 1}
    state = await client.look("state")
    assert (state["counters"]["429"], state["counters"]["messages"]) == (1, 5)
    assert await client.api("sendChatAction", chat_id=ana, action="typing") is True


async def test_edits_count_and_answers_do_not(client: Client) -> None:
    ana = await client.person()
    rows = [[{"text": "Oui", "callback_data": "y"}]]
    sent = await client.api("sendMessage", chat_id=ana, text="?", reply_markup={"inline_keyboard": rows})
    for _ in range(6):
        press = await client.control(f"people/{ana}/tap", message_id=sent["message_id"], text="Oui")
        await client.api("answerCallbackQuery", **press)
    at = {"chat_id": ana, "message_id": sent["message_id"], "reply_markup": {"inline_keyboard": rows}}
    for n in range(4):
        await client.api("editMessageText", **at, text=str(n))
    assert (await client.request("editMessageText", **at, text="x"))[0] == 429


async def test_a_429_says_when_in_a_header_too(client: Client) -> None:
    ana = await client.person()
    for _ in range(5):
        await client.api("sendMessage", chat_id=ana, text="x")
    async with client.http.post(client.base + "sendMessage", json={"chat_id": ana, "text": "x"}) as response:
        assert response.headers["Retry-After"] == "1"


async def test_refused_requests_cost_nothing(client: Client) -> None:
    ana = await client.person()
    for _ in range(20):
        await client.refused("sendMessage", chat_id=ana, text="")
    await client.api("sendMessage", chat_id=ana, text="x")


async def test_a_group_takes_twenty_a_minute(client: Client) -> None:
    ana = await client.person()
    group = (await client.control("groups", title="Bureau", members=[ana]))["id"]
    for n in range(20):
        await client.api("sendMessage", chat_id=group, text=str(n))
    status, body = await client.request("sendMessage", chat_id=group, text="x")
    assert status == 429
    assert 55 <= body["parameters"]["retry_after"] <= 60


def test_thirty_a_second_overall() -> None:
    limits = Limits(enabled=True)
    waits = [limits.take(chat_id) for chat_id in range(1, 41)]
    assert waits[:30] == [0] * 30
    assert waits[-1] == 1
    assert [Limits(enabled=False).take(1) for _ in range(100)] == [0] * 100


def test_a_bucket_fills_again() -> None:
    now = time.monotonic()
    bucket = Bucket(1, 5, at=now)
    for _ in range(5):
        assert bucket.wait(now) == 0
        bucket.spend()
    assert bucket.wait(now) == pytest.approx(1)
    assert bucket.wait(now + 0.25) == pytest.approx(0.75)
    assert bucket.wait(now + 100) == 0
    assert bucket.level == 5


def test_a_window_slides() -> None:
    window = Window(2, 60)
    for at in (0.0, 10.0):
        assert window.wait(at) == 0
        window.spend()
    assert window.wait(20) == 40
    assert window.wait(61) == 0
