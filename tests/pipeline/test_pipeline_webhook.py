"""Updates by webhook: in the database before Telegram is told they arrived."""

import asyncio
import socket
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
import pytest
from sqlalchemy.exc import OperationalError
from town import Town
from wire import INBOX, a_town, calm, count, fault, opened, rows, staff, until

from bot import app
from bot.store import inbox
from bot.store.database import Database
from bot.web import webhook

SECRET = webhook.secret_for(bytes(range(32)), "1:x")


@pytest.fixture
async def hooked(tmp_path: Path) -> AsyncIterator[Town]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    changes = {"public_url": f"http://127.0.0.1:{port}/", "listen": f"127.0.0.1:{port}"}
    async with a_town(tmp_path, **changes) as town:
        await town.stop()
        await town.start(webhook=True)
        await until(lambda: town.sandbox.world.webhook.url, "setWebhook")
        yield town


async def test_a_conversation_by_webhook(hooked: Town) -> None:
    coordinator, buyer = await staff(hooked)
    before = len(await hooked.log("getUpdates"))
    await buyer.says("/langue")
    await buyer.taps("English")
    await buyer.sees("in English")
    await calm(hooked)
    assert len(await hooked.log("getUpdates")) == before
    assert await count(coordinator, "⚠️") == 0
    [asked] = await hooked.log("setWebhook")
    assert asked["params"]["url"].endswith("/telegram")
    assert len(asked["params"]["secret_token"]) == 64
    assert sorted(asked["params"]["allowed_updates"]) == ["callback_query", "message", "my_chat_member"]


async def test_health_and_strangers_of_the_hook(hooked: Town) -> None:
    base = hooked.sandbox.world.webhook.url.removesuffix("/telegram")
    async with hooked.http.get(f"{base}/health") as answer:
        assert (answer.status, await answer.text()) == (200, "ok")
    before = len(rows(hooked, INBOX))
    for headers in ({}, {webhook.HEADER: "wrong"}, {webhook.HEADER: ""}):
        async with hooked.http.post(f"{base}/telegram", json={"update_id": 1}, headers=headers) as answer:
            assert answer.status == 401
    assert len(rows(hooked, INBOX)) == before


async def test_stopping_keeps_what_was_received(hooked: Town) -> None:
    _, buyer = await staff(hooked)
    for _ in range(10):
        await buyer.says("/langue")
    await hooked.stop()
    await hooked.start(webhook=True)
    await until(lambda: not hooked.sandbox.world.queue.pending, "the rest")
    await calm(hooked)
    assert await count(buyer, "Quelle langue") == 10


@pytest.mark.parametrize("kind", ["502", "429", "reset"])
async def test_telegram_failing_at_set_webhook_is_survived(hooked: Town, kind: str) -> None:
    await hooked.stop()
    hooked.sandbox.world.webhook.set("", "", 40)
    await fault(hooked, kind, method="setWebhook", times=2, retry_after=1)
    await hooked.start(webhook=True)
    await until(lambda: hooked.sandbox.world.webhook.url, "setWebhook")


async def test_no_address_is_told_in_a_sentence(town: Town) -> None:
    with pytest.raises(app.NoPublicUrlError, match="CLAUSETTE_PUBLIC_URL"):
        await app.run(town.settings, asyncio.Event(), webhook=True)


@pytest.fixture
async def client(database: Database) -> AsyncIterator[httpx.AsyncClient]:

    async def receive(updates: list[Any]) -> None:
        await database.run(inbox.receive, updates, datetime.now(UTC))

    pages = webhook.application(database, SECRET, receive)
    transport = httpx.ASGITransport(pages)
    async with httpx.AsyncClient(
        transport=transport, base_url="http://bot", headers={webhook.HEADER: SECRET}
    ) as opened_:
        yield opened_


@pytest.mark.parametrize(
    "body", [b"{}", b"[]", b"null", b"17", b'{"update_id": 5}', b'{"message": {"chat": {"id": 1e400}}}']
)
async def test_any_json_is_kept(client: httpx.AsyncClient, database: Database, body: bytes) -> None:
    assert (await client.post("/telegram", content=body)).status_code == 200
    with database.begin() as session:
        assert session.core.exec_driver_sql("SELECT count(*) FROM inbox").scalar() == 1


@pytest.mark.parametrize(
    ("body", "status"), [(b"{", 400), (b"\xff", 400), (b"", 400), (b" " * 1_000_001, 413)]
)
async def test_what_is_no_update_is_refused(client: httpx.AsyncClient, body: bytes, status: int) -> None:
    assert (await client.post("/telegram", content=body)).status_code == status


@pytest.mark.parametrize("secret", ["é", "", SECRET[:-1], SECRET.upper(), f"{SECRET} x"])
async def test_a_wrong_secret_is_401(client: httpx.AsyncClient, secret: str) -> None:
    answer = await client.post("/telegram", json={}, headers={webhook.HEADER: secret.encode("latin-1")})
    assert answer.status_code == 401


async def test_not_kept_is_not_confirmed(client: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch) -> None:
    def failing(*_given: Any) -> int:
        raise OperationalError("", {}, Exception("disk full"))

    monkeypatch.setattr(inbox, "receive", failing)
    assert (await client.post("/telegram", json={"update_id": 1})).status_code == 503


async def test_health_tells_of_a_database_that_fails(
    client: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def failing(*_given: Any) -> None:
        raise OperationalError("", {}, Exception("disk full"))

    monkeypatch.setattr(Database, "run", failing)
    assert (await client.get("/health")).status_code == 503


def test_the_secret_is_telegrams_alphabet_and_of_this_bot() -> None:
    assert SECRET.isalnum()
    assert SECRET.isascii()
    others = {webhook.secret_for(bytes(range(32)), "2:x"), webhook.secret_for(bytes(32), "1:x")}
    assert SECRET not in others
    assert len(others) == 2


async def test_an_update_kept_by_webhook_twice_is_handled_once(hooked: Town) -> None:
    _, buyer = await staff(hooked)
    await buyer.says("/langue")
    await buyer.sees("langue")
    last = rows(hooked, INBOX)[-1]
    url, secret = hooked.sandbox.world.webhook.url, hooked.sandbox.world.webhook.secret
    again = {"update_id": last.update_id, "message": {"text": "anything"}}
    async with hooked.http.post(url, json=again, headers={webhook.HEADER: secret}) as answer:
        assert answer.status == 200
    await calm(hooked)
    with opened(hooked).begin() as session:
        assert session.core.exec_driver_sql("SELECT max(id) FROM inbox").scalar() == last.id
