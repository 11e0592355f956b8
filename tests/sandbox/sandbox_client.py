"""The bot and the hand that plays the people, over HTTP; every answer is checked against the Bot API."""

from typing import Any

import aiohttp
from bot_api_model import check_result, check_update

from bot.sandbox.server import Sandbox


class Client:
    """Requests of the bot, and control requests."""

    def __init__(self, sandbox: Sandbox, http: aiohttp.ClientSession) -> None:
        self.sandbox = sandbox
        self.http = http
        self.base = f"{sandbox.api_url}{sandbox.config.token}/"

    async def request(self, method: str, **params: Any) -> tuple[int, dict[str, Any]]:
        async with self.http.post(self.base + method, json=params) as response:
            return response.status, await response.json()

    async def api(self, method: str, **params: Any) -> Any:
        status, body = await self.request(method, **params)
        assert (status, body["ok"]) == (200, True), body
        check_result(method, body["result"])
        return body["result"]

    async def refused(self, method: str, **params: Any) -> str:
        status, body = await self.request(method, **params)
        assert body["ok"] is False
        assert body["error_code"] == status
        return str(body["description"])

    async def updates(self, **params: Any) -> list[dict[str, Any]]:
        updates: list[dict[str, Any]] = await self.api("getUpdates", **params)
        for update in updates:
            check_update(update)
        return updates

    async def control(self, path: str, **given: Any) -> Any:
        headers = {"X-Sandbox": "1"}
        async with self.http.post(
            f"{self.sandbox.url}/sandbox/{path}", json=given, headers=headers
        ) as response:
            body = await response.json()
            assert response.status == 200, body
            return body

    async def control_refused(self, path: str, **given: Any) -> int:
        headers = {"X-Sandbox": "1"}
        async with self.http.post(
            f"{self.sandbox.url}/sandbox/{path}", json=given, headers=headers
        ) as response:
            assert "error" in await response.json()
            return response.status

    async def look(self, path: str) -> Any:
        async with self.http.get(f"{self.sandbox.url}/sandbox/{path}") as response:
            assert response.status == 200
            return await response.json()

    async def log(self, after: int = 0) -> list[dict[str, Any]]:
        entries: list[dict[str, Any]] = (await self.look(f"log?after={after}"))["entries"]
        return entries

    async def person(self, first_name: str = "Ana", *, started: bool = True, **given: Any) -> int:
        person_id = int((await self.control("people", first_name=first_name, **given))["id"])
        if started:
            await self.control(f"people/{person_id}/say", text="/start")
            updates = await self.updates()
            await self.updates(offset=updates[-1]["update_id"] + 1)
        return person_id
