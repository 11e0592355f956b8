import asyncio
from typing import Any

import pytest
from sandbox_client import Client

from bot.sandbox.config import SandboxConfig

TOO_OLD = "Bad Request: query is too old and response timeout expired or query ID is invalid"


@pytest.fixture
def config(request: pytest.FixtureRequest) -> SandboxConfig:
    return SandboxConfig(limits=False, **getattr(request, "param", {}))


async def next_update(client: Client) -> dict[str, Any]:
    updates = await client.updates()
    await client.updates(offset=updates[-1]["update_id"] + 1)
    return updates[-1]


async def card(client: Client, person: int) -> int:
    rows = [[{"text": "Oui", "callback_data": "y"}, {"text": "Non", "callback_data": "n"}]]
    rows.append([{"text": "Site", "url": "https://caen.fr/"}])
    message = await client.api(
        "sendMessage", chat_id=person, text="?", reply_markup={"inline_keyboard": rows}
    )
    return int(message["message_id"])


async def test_a_start_link_carries_its_payload(client: Client) -> None:
    ana = await client.person(started=False, language_code="fr")
    await client.control(f"people/{ana}/open", start="A_-9" * 16)
    message = (await next_update(client))["message"]
    assert message["text"] == "/start " + "A_-9" * 16
    assert message["entities"] == [{"type": "bot_command", "offset": 0, "length": 6}]
    assert message["from"]["language_code"] == "fr"
    for payload in ("", "é", "a b", "x" * 65, "a/b"):
        assert await client.control_refused(f"people/{ana}/open", start=payload) == 400
    await client.control(f"people/{ana}/say", text="/start é")
    assert (await next_update(client))["message"]["text"] == "/start é"


async def test_a_tap_becomes_a_callback_query(client: Client) -> None:
    ana = await client.person()
    message_id = await card(client, ana)
    query_id = (await client.control(f"people/{ana}/tap", message_id=message_id, text="Non"))[
        "callback_query_id"
    ]
    query = (await next_update(client))["callback_query"]
    assert (query["id"], query["data"], query["message"]["message_id"]) == (query_id, "n", message_id)
    assert (
        await client.api("answerCallbackQuery", callback_query_id=query_id, text="Noté", show_alert=True)
        is True
    )
    toast = (await client.look(f"people/{ana}"))["toasts"][0]
    assert (toast["text"], toast["show_alert"]) == ("Noté", True)
    assert await client.refused("answerCallbackQuery", callback_query_id=query_id) == TOO_OLD
    assert await client.refused("answerCallbackQuery", callback_query_id="1") == TOO_OLD
    assert await client.refused("answerCallbackQuery", callback_query_id=query_id, text="x" * 201) == (
        "Bad Request: MESSAGE_TOO_LONG"
    )


@pytest.mark.parametrize("config", [{"callback_seconds": 0.05}], indirect=True)
async def test_a_press_grows_old(client: Client) -> None:
    ana = await client.person()
    message_id = await card(client, ana)
    press = await client.control(f"people/{ana}/tap", message_id=message_id, callback_data="y")
    await asyncio.sleep(0.06)
    assert await client.refused("answerCallbackQuery", **press) == TOO_OLD
    other = await client.control(f"people/{ana}/tap", message_id=message_id, callback_data="y")
    assert list(client.sandbox.world.presses) == [other["callback_query_id"]]


async def test_only_buttons_that_exist_can_be_tapped(client: Client) -> None:
    ana, bob = await client.person(), await client.person("Bob")
    message_id = await card(client, ana)
    taps: list[dict[str, Any]] = [{"text": "Peut-être"}, {"callback_data": "z"}, {"text": "Site"}, {}]
    for tap in taps:
        assert await client.control_refused(f"people/{ana}/tap", message_id=message_id, **tap) == 400
    assert await client.control_refused(f"people/{bob}/tap", message_id=message_id, text="Oui") == 400
    await client.api("editMessageReplyMarkup", chat_id=ana, message_id=message_id)
    assert await client.control_refused(f"people/{ana}/tap", message_id=message_id, text="Oui") == 400
    assert await client.updates() == []


async def test_a_person_edits_what_they_wrote(client: Client) -> None:
    ana = await client.person()
    said = (await client.control(f"people/{ana}/say", text="bonjuor"))["message_id"]
    await client.control(f"people/{ana}/edit", message_id=said, text="bonjour")
    edited = (await next_update(client))["edited_message"]
    assert (edited["message_id"], edited["text"]) == (said, "bonjour")
    assert "edit_date" in edited
    mine = (await client.api("sendMessage", chat_id=ana, text="x"))["message_id"]
    assert await client.control_refused(f"people/{ana}/edit", message_id=mine, text="y") == 404
    assert await client.control_refused(f"people/{ana}/edit", message_id=said, text=" ") == 400


async def test_blocking_and_unblocking_are_told(client: Client) -> None:
    ana = await client.person()
    await client.control(f"people/{ana}/block")
    await client.control(f"people/{ana}/block")
    change = (await next_update(client))["my_chat_member"]
    statuses = (change["old_chat_member"]["status"], change["new_chat_member"]["status"])
    assert statuses == ("member", "kicked")
    await client.control(f"people/{ana}/say", text="/start")
    back, said = await client.updates()
    assert back["my_chat_member"]["new_chat_member"]["status"] == "member"
    assert said["message"]["text"] == "/start"
    assert (await client.look(f"people/{ana}"))["blocked"] is False


async def test_a_deleted_account_says_nothing(client: Client) -> None:
    ana = await client.person()
    await client.control(f"people/{ana}/deactivate")
    assert await client.control_refused(f"people/{ana}/say", text="x") == 409


async def test_groups(client: Client) -> None:
    ana, bob = await client.person(), await client.person("Bob", started=False)
    group = (await client.control("groups", title="Bureau", members=[ana]))["id"]
    change = (await next_update(client))["my_chat_member"]
    assert (change["chat"]["type"], change["new_chat_member"]["status"]) == ("group", "member")
    await client.control(f"groups/{group}/say", person=ana, text="/marche@ClausetteBot")
    message = (await next_update(client))["message"]
    assert (message["chat"]["id"], message["from"]["id"]) == (group, ana)
    assert await client.control_refused(f"groups/{group}/say", person=bob, text="x") == 400
    rows = [[{"text": "Oui", "callback_data": "y"}]]
    sent = await client.api("sendMessage", chat_id=group, text="?", reply_markup={"inline_keyboard": rows})
    await client.control(f"groups/{group}/tap", person=ana, message_id=sent["message_id"], text="Oui")
    assert (await next_update(client))["callback_query"]["message"]["chat"]["id"] == group
    await client.control(f"groups/{group}/kick", person=ana)
    assert (await next_update(client))["my_chat_member"]["new_chat_member"]["status"] == "kicked"
    assert await client.refused("sendMessage", chat_id=group, text="x") == (
        "Forbidden: bot was kicked from the group chat"
    )


async def test_a_group_becomes_a_supergroup(client: Client) -> None:
    ana = await client.person()
    group = (await client.control("groups", title="Bureau", members=[ana]))["id"]
    new = (await client.control(f"groups/{group}/upgrade"))["id"]
    moves = [update["message"] for update in await client.updates() if "message" in update]
    assert [move.get("migrate_to_chat_id") or move.get("migrate_from_chat_id") for move in moves] == [
        new,
        group,
    ]
    status, body = await client.request("sendMessage", chat_id=group, text="x")
    assert (status, body["description"], body["parameters"]) == (
        400,
        "Bad Request: group chat was upgraded to a supergroup chat",
        {"migrate_to_chat_id": new},
    )
    assert (await client.api("sendMessage", chat_id=new, text="x"))["chat"]["type"] == "supergroup"


async def test_message_ids_are_counted_per_account_and_per_supergroup(client: Client) -> None:
    ana = await client.person()
    big = (await client.control("groups", title="Grand", members=[ana], supergroup=True))["id"]
    other = (await client.control("groups", title="Autre", members=[ana], supergroup=True))["id"]
    sent = [
        (await client.api("sendMessage", chat_id=chat, text="x"))["message_id"] for chat in (big, other, ana)
    ]
    assert sent == [1, 1, 2]
