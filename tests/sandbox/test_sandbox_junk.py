"""Whatever a bot sends, it is answered in the form of the Bot API, never with a crash."""

from typing import Any

import pytest
from sandbox_client import Client

from bot.sandbox.methods import METHODS

JUNK: list[Any] = [
    "",
    " ",
    "é<b>&#55555;",
    -1,
    0,
    10**30,
    1.5,
    True,
    None,
    [],
    [None],
    [[]],
    {},
    {"type": None},
    {"type": "chat", "chat_id": []},
    {"type": "chat_member", "chat_id": "1", "user_id": "x"},
    {"inline_keyboard": [[{"text": "a", "callback_data": "b", "url": 1}]]},
    {"inline_keyboard": [[None]]},
    [{"type": "bold", "offset": "x", "length": None}],
    [{"type": ["bold"], "offset": 0, "length": 1}],
    {"message_id": "x"},
    "attach://nothing",
    "http://[",
    "[" * 10_000,
]


@pytest.mark.parametrize("name", sorted(METHODS))
async def test_junk_is_answered(client: Client, name: str) -> None:
    ana = await client.person()
    sent = await client.api("sendMessage", chat_id=ana, text="x")
    method = METHODS[name]
    good = {"chat_id": ana, "message_id": sent["message_id"], "text": "y", "action": "typing", "timeout": 0}
    base = {key: value for key, value in good.items() if key in method.parameters}
    for parameter in sorted(method.parameters - {"timeout"}):
        for junk in JUNK:
            if name == "setwebhook" and parameter == "url":
                continue
            status, body = await client.request(method.name, **{**base, parameter: junk})
            assert body["ok"] is (status == 200), (parameter, junk)
            assert status in (200, 400, 403), (parameter, junk)


PATHS = ("say", "open", "tap", "edit", "file", "block")


async def test_junk_in_control_is_refused(client: Client) -> None:
    ana = await client.person()
    headers = {"X-Sandbox": "1"}
    for path in (*(f"people/{ana}/{name}" for name in PATHS), "people", "groups", "clock", "faults", "raw"):
        for junk in JUNK:
            keys = ("text", "message_id", "first_name", "id", "title", "members", "advance", "fault", "times")
            given = dict.fromkeys(keys, junk)
            url = f"{client.sandbox.url}/sandbox/{path}"
            async with client.http.post(url, json=given, headers=headers) as response:
                assert response.status in (200, 400, 404, 409), (path, junk)
                assert response.content_type == "application/json"
