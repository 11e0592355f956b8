import asyncio
from typing import Any

import pytest
from aiohttp import web
from sandbox_client import Client

from bot.sandbox.config import DEFAULT_TOKEN, SandboxConfig

CONFLICT = "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"
ACTIVE = (
    "Conflict: can't use getUpdates method while webhook is active; "
    "use deleteWebhook to delete the webhook first"
)


@pytest.fixture
def config() -> SandboxConfig:
    return SandboxConfig(limits=False, first_update_id=1000)


async def say(client: Client, person: int, *texts: str) -> None:
    for text in texts:
        await client.control(f"people/{person}/say", text=text)


def ids(updates: list[dict[str, Any]]) -> list[int]:
    return [update["update_id"] for update in updates]


async def test_tokens_and_methods(client: Client) -> None:
    async def get(path: str) -> tuple[int, str]:
        async with client.http.get(f"{client.sandbox.url}/{path}") as response:
            return response.status, (await response.json())["description"]

    assert await get("bot123456:" + "B" * 35 + "/getMe") == (401, "Unauthorized")
    assert await get("botabc/getMe") == (404, "Not Found")
    assert await get(f"bot{DEFAULT_TOKEN}/getNothing") == (404, "Not Found: method not found")
    me = await client.api("getMe")
    assert (me["id"], me["is_bot"], me["username"]) == (123456, True, "ClausetteBot")
    async with client.http.get(client.base + "GETME") as response:
        assert response.status == 200
    with pytest.raises(ValueError, match="token"):
        SandboxConfig(token="short")


async def test_updates_stay_until_an_offset_confirms_them(client: Client) -> None:
    ana = await client.person(started=False)
    await say(client, ana, "un", "deux", "trois")
    assert ids(await client.updates()) == [1000, 1001, 1002]
    assert ids(await client.updates(limit=2)) == [1000, 1001]
    assert ids(await client.updates(offset=1001)) == [1001, 1002]
    assert ids(await client.updates()) == [1001, 1002]
    assert ids(await client.updates(offset=-1)) == [1002]
    assert ids(await client.updates()) == [1002]
    assert ids(await client.updates(offset=1003)) == []
    assert ids(await client.updates()) == []


async def test_the_limit_is_between_1_and_100(client: Client) -> None:
    ana = await client.person(started=False)
    await say(client, ana, *["x"] * 102)
    assert len(await client.updates()) == 100
    assert len(await client.updates(limit=1000)) == 100
    assert len(await client.updates(limit=0)) == 1


async def test_after_a_quiet_week_ids_restart_and_a_high_offset_confirms_nothing(client: Client) -> None:
    ana = await client.person(started=False)
    await say(client, ana, "x")
    assert ids(await client.updates(offset=1001)) == []
    await client.control("clock", advance="week")
    await client.control("clock", advance="hour")
    await say(client, ana, "y")
    [update] = await client.updates(offset=999_999_999)
    assert update["update_id"] >= 100_000_000
    assert ids(await client.updates(offset=999_999_999)) == [update["update_id"]]
    assert ids(await client.updates(offset=update["update_id"] + 1)) == []


async def test_a_long_poll_ends_with_an_update(client: Client) -> None:
    ana = await client.person(started=False)
    poll = asyncio.create_task(client.updates(timeout=20))
    await asyncio.sleep(0.05)
    assert not poll.done()
    await say(client, ana, "bonjour")
    async with asyncio.timeout(2):
        assert (await poll)[0]["message"]["text"] == "bonjour"


async def test_a_long_poll_ends_empty_in_time(client: Client) -> None:
    async with asyncio.timeout(3):
        assert await client.updates(timeout=1) == []


async def test_the_first_of_two_pollers_gets_409(client: Client) -> None:
    first = asyncio.create_task(client.request("getUpdates", timeout=20))
    await asyncio.sleep(0.05)
    second = asyncio.create_task(client.request("getUpdates", timeout=1))
    async with asyncio.timeout(3):
        status, body = await first
        assert (status, body["description"]) == (409, CONFLICT)
        assert await second == (200, {"ok": True, "result": []})


async def test_a_poller_that_hung_up_is_no_conflict(client: Client) -> None:
    ana = await client.person()
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(client.request("getUpdates", timeout=20), 0.1)
    second = asyncio.create_task(client.updates(timeout=20))
    await asyncio.sleep(0.1)
    await say(client, ana, "bonjour")
    async with asyncio.timeout(2):
        assert len(await second) == 1
    assert (await client.look("state"))["counters"]["409"] == 0


async def test_allowed_updates_are_remembered(client: Client) -> None:
    ana = await client.person(started=False)
    await client.updates(allowed_updates=["callback_query"])
    await say(client, ana, "x")
    assert await client.updates() == []
    await client.updates(allowed_updates=[])
    await say(client, ana, "y")
    assert [update["message"]["text"] for update in await client.updates()] == ["y"]


async def test_parameters_come_by_query_form_and_json(client: Client) -> None:
    ana = await client.person()
    values = {"chat_id": str(ana), "text": "é & <b>", "reply_markup": '{"inline_keyboard": []}'}
    async with client.http.get(client.base + "sendMessage", params=values) as response:
        assert (await response.json())["result"]["text"] == "é & <b>"
    async with client.http.post(client.base + "sendMessage", data=values) as response:
        assert (await response.json())["result"]["text"] == "é & <b>"
    for body in (b"{", b"[]"):
        headers = {"Content-Type": "application/json"}
        async with client.http.post(client.base + "getMe", data=body, headers=headers) as response:
            assert response.status == 400
    log = await client.log()
    sent = [entry for entry in log if entry["method"] == "sendMessage"]
    assert [entry["params"]["reply_markup"] for entry in sent] == [{"inline_keyboard": []}] * 2


class Hook:
    """A webhook that fails as often as told."""

    def __init__(self) -> None:
        self.seen: list[dict[str, Any]] = []
        self.secrets: set[str | None] = set()
        self.failures = 0
        self.done = asyncio.Event()

    async def receive(self, request: web.Request) -> web.Response:
        self.secrets.add(request.headers.get("X-Telegram-Bot-Api-Secret-Token"))
        if self.failures:
            self.failures -= 1
            return web.Response(status=500)
        self.seen.append(await request.json())
        if len(self.seen) == 3:
            self.done.set()
        return web.Response()


async def test_a_webhook_gets_updates_in_order_again_and_again(client: Client) -> None:
    hook = Hook()
    hook.failures = 2
    app = web.Application()
    app.router.add_post("/hook", hook.receive)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    url = f"http://127.0.0.1:{runner.addresses[0][1]}/hook"
    ana = await client.person(started=False)
    poll = asyncio.create_task(client.request("getUpdates", timeout=20))
    await asyncio.sleep(0.05)
    assert (await client.request("setWebhook", url=url, secret_token="s3cret"))[1]["description"] == (
        "Webhook was set"
    )
    assert (await poll)[1]["description"] == "Conflict: terminated by setWebhook request"
    await say(client, ana, "un", "deux", "trois")
    assert await client.refused("getUpdates") == ACTIVE
    async with asyncio.timeout(5):
        await hook.done.wait()
    assert [update["message"]["text"] for update in hook.seen] == ["un", "deux", "trois"]
    assert hook.secrets == {"s3cret"}
    info = await client.api("getWebhookInfo")
    assert info["url"] == url
    assert info["last_error_message"] == "Wrong response from the webhook: 500 Internal Server Error"
    status, body = await client.request("deleteWebhook")
    assert (status, body["description"]) == (200, "Webhook was deleted")
    await runner.cleanup()
    assert (await client.api("getWebhookInfo"))["url"] == ""


async def test_a_sandbox_with_a_deaf_webhook_stops_at_once(client: Client) -> None:
    ana = await client.person(started=False)
    await client.api("setWebhook", url="http://127.0.0.1:9/hook")
    await say(client, ana, "x")
    await asyncio.sleep(0.3)
    info = await client.api("getWebhookInfo")
    assert info["last_error_message"] == "ClientConnectorError"
    assert info["pending_update_count"] == 1


async def test_webhooks_are_refused_in_telegrams_words(client: Client) -> None:
    ana = await client.person(started=False)
    assert await client.refused("setWebhook", url="ftp://x.fr") == (
        "Bad Request: bad webhook: An HTTPS URL must be provided for webhook"
    )
    assert await client.refused("setWebhook", url="https://x.fr", secret_token="a b") == (
        "Bad Request: secret token contains unallowed characters"
    )
    assert await client.refused("setWebhook", url="https://x.fr", secret_token="a" * 257) == (
        "Bad Request: secret token is too long"
    )
    await say(client, ana, "x")
    status, body = await client.request("deleteWebhook", drop_pending_updates=True)
    assert (status, body["description"]) == (200, "Webhook is already deleted")
    assert await client.updates() == []
