from typing import Any

import pytest
from sandbox_client import Client


def keyboard(*rows: list[dict[str, Any]]) -> dict[str, Any]:
    return {"inline_keyboard": list(rows)}


OK = {"text": "Oui", "callback_data": "ok"}


async def test_a_message_comes_back_whole(client: Client) -> None:
    ana = await client.person(last_name="Lebrun", username="ana")
    message = await client.api(
        "sendMessage",
        chat_id=ana,
        text="\n  <b>Bonjour</b> à vous \n ",
        parse_mode="HTML",
        reply_markup=keyboard([OK], [{"text": "Site", "url": "https://caen.fr"}]),
        protect_content=True,
        disable_notification=True,
        link_preview_options={"is_disabled": True},
    )
    assert message["text"] == "Bonjour à vous"
    assert message["entities"] == [{"type": "bold", "offset": 0, "length": 7}]
    assert message["from"] == {
        "id": 123456,
        "is_bot": True,
        "first_name": "Clausette",
        "username": "ClausetteBot",
    }
    assert message["chat"] == {
        "id": ana,
        "type": "private",
        "first_name": "Ana",
        "last_name": "Lebrun",
        "username": "ana",
    }
    assert message["reply_markup"]["inline_keyboard"][1] == [{"text": "Site", "url": "https://caen.fr/"}]
    assert message["has_protected_content"] is True
    assert message["link_preview_options"] == {"is_disabled": True}


TEXTS = [
    ({"text": ""}, "message text is empty"),
    ({"text": " \n\u200b"}, "text must be non-empty"),
    ({"text": "<b></b>", "parse_mode": "HTML"}, "text must be non-empty"),
    ({"text": "x" * 4097}, "message is too long"),
    ({"text": "😀" * 2049}, "message is too long"),
    ({"text": "x", "parse_mode": "null"}, "unsupported parse_mode"),
    ({"text": "x", "parse_mode": None}, "unsupported parse_mode"),
    ({"text": "x", "parse_mode": "MarkdownV2"}, "the sandbox reads HTML only, not Markdown"),
    (
        {"text": "a<x>", "parse_mode": "html"},
        'can\'t parse entities: Unsupported start tag "x" at byte offset 1',
    ),
    ({"text": "\ud83d"}, "strings must be encoded in UTF-8"),
    (
        {"text": "hello", "entities": [{"type": "bold", "offset": 100, "length": 1}]},
        "entity begins after the end of the text at UTF-16 offset 100",
    ),
    (
        {"text": "hello", "entities": [{"type": "bold", "offset": 0, "length": 100}]},
        "entity beginning at UTF-16 offset 0 ends after the end of the text at UTF-16 offset 100",
    ),
    (
        {"text": "hello", "entities": [{"type": "odd", "offset": 0, "length": 1}]},
        "can't parse MessageEntity: Unsupported type specified",
    ),
    (
        {"text": "x", "entities": [{"type": "text_link", "offset": 0, "length": 1, "url": "nowhere"}]},
        "entity URL 'nowhere' is invalid: Wrong HTTP URL",
    ),
    ({"text": "x", "reply_parameters": {"message_id": 999}}, "message to be replied not found"),
    ({"text": "x", "business_connection_id": "a"}, "business connection not found"),
    ({"text": "x", "message_thread_id": 9}, "message thread not found"),
    ({"text": "x", "message_effect_id": "9"}, "EFFECT_ID_INVALID"),
]


@pytest.mark.parametrize(("params", "refusal"), TEXTS)
async def test_texts_are_refused_in_telegrams_words(
    client: Client, params: dict[str, Any], refusal: str
) -> None:
    ana = await client.person()
    assert await client.refused("sendMessage", chat_id=ana, **params) == f"Bad Request: {refusal}"


async def test_the_longest_text_passes_and_tags_do_not_count(client: Client) -> None:
    ana = await client.person()
    message = await client.api(
        "sendMessage", chat_id=ana, text="<b>" + "😀" * 2048 + "</b>", parse_mode="HTML"
    )
    assert message["entities"] == [{"type": "bold", "offset": 0, "length": 4096}]


TYPE = "can't parse inline keyboard button: "
MARKUPS = [
    (None, "object expected as reply markup"),
    ([], "object expected as reply markup"),
    ("{", "can't parse reply keyboard markup JSON object"),
    ({"inline_keyboard": {}}, 'field "inline_keyboard" must be of type Array'),
    (
        {"inline_keyboard": [OK]},
        'field "inline_keyboard" of the InlineKeyboardMarkup must be an Array of Arrays',
    ),
    (keyboard([{}]), TYPE + 'Can\'t find field "text"'),
    (keyboard([{"text": 1, "callback_data": "x"}]), TYPE + 'Field "text" must be of type String'),
    (keyboard([{"text": "a", "url": None}]), TYPE + 'Field "url" must be of type String'),
    (keyboard([{"text": " ", "callback_data": "x"}]), "inline keyboard button text must be non-empty"),
    (keyboard([{"text": "a"}]), TYPE + "Text buttons are unallowed in the inline keyboard"),
    (
        keyboard([{"text": "a", "callback_data": ""}]),
        TYPE + "Text buttons are unallowed in the inline keyboard",
    ),
    (keyboard([{"text": "a", "callback_data": "x" * 65}]), "BUTTON_DATA_INVALID"),
    (keyboard([{"text": "a", "callback_data": "é" * 33}]), "BUTTON_DATA_INVALID"),
    (
        keyboard([{"text": "a", "url": "not-a-url"}]),
        "inline keyboard button URL 'not-a-url' is invalid: Wrong HTTP URL",
    ),
    (
        keyboard([{"text": "a", "url": "ftp://example.com"}]),
        "inline keyboard button URL 'ftp://example.com' is invalid: Unsupported URL protocol",
    ),
    (keyboard([OK] * 9), "reply markup is too long"),
    (keyboard(*[[OK]] * 101), "reply markup is too long"),
]


@pytest.mark.parametrize(("markup", "refusal"), MARKUPS)
async def test_keyboards_are_refused_in_telegrams_words(client: Client, markup: Any, refusal: str) -> None:
    ana = await client.person()
    params = {"chat_id": ana, "text": "x", "reply_markup": markup}
    assert await client.refused("sendMessage", **params) == f"Bad Request: {refusal}"


async def test_the_largest_keyboard_passes(client: Client) -> None:
    ana = await client.person()
    data = {"text": "a", "callback_data": "x" * 64}
    message = await client.api(
        "sendMessage", chat_id=ana, text="x", reply_markup=keyboard(*[[data] * 8] * 12)
    )
    assert len(message["reply_markup"]["inline_keyboard"]) == 12


async def test_chats_are_refused_in_telegrams_words(client: Client) -> None:
    ana, bob = await client.person(), await client.person("Bob", started=False)

    async def refusal(chat_id: Any) -> str:
        return await client.refused("sendMessage", chat_id=chat_id, text="x")

    assert await client.refused("sendMessage", text="x") == "Bad Request: chat_id is empty"
    for unknown in (0, 42, "@nobody", "abc", bob):
        assert await refusal(unknown) == "Bad Request: chat not found"
    await client.control("groups", title="Bureau", members=[ana, bob])
    assert await refusal(bob) == "Forbidden: bot can't initiate conversation with a user"
    await client.control(f"people/{ana}/block")
    assert await refusal(ana) == "Forbidden: bot was blocked by the user"
    await client.control(f"people/{ana}/unblock")
    await client.api("sendMessage", chat_id=ana, text="x")
    await client.control(f"people/{ana}/deactivate")
    assert await refusal(ana) == "Forbidden: user is deactivated"


async def test_edits(client: Client) -> None:
    ana = await client.person()
    first = await client.api("sendMessage", chat_id=ana, text="un", reply_markup=keyboard([OK]))
    at = {"chat_id": ana, "message_id": first["message_id"]}
    edited = await client.api("editMessageText", **at, text="<i>deux</i>", parse_mode="HTML")
    assert edited["text"] == "deux"
    assert "edit_date" in edited
    assert "reply_markup" not in edited
    same = await client.refused("editMessageText", **at, text="<i>deux</i>", parse_mode="HTML")
    assert same == (
        "Bad Request: message is not modified: specified new message content and reply markup are exactly "
        "the same as a current content and reply markup of the message"
    )
    await client.api("editMessageText", **at, text="deux")
    marked = await client.api("editMessageReplyMarkup", **at, reply_markup=keyboard([OK]))
    assert marked["reply_markup"] == keyboard([OK])
    assert "is not modified" in await client.refused(
        "editMessageReplyMarkup", **at, reply_markup=keyboard([OK])
    )
    bare = await client.api("editMessageReplyMarkup", **at)
    assert "reply_markup" not in bare


async def test_edits_are_refused_in_telegrams_words(client: Client) -> None:
    ana = await client.person()
    said = (await client.control(f"people/{ana}/say", text="bonjour"))["message_id"]
    mine = (await client.api("sendMessage", chat_id=ana, text="x"))["message_id"]

    async def refusal(method: str, **params: Any) -> str:
        return await client.refused(method, **params)

    assert await refusal("editMessageText", chat_id=ana, message_id=said, text="y") == (
        "Bad Request: message can't be edited"
    )
    assert await refusal("editMessageText", chat_id=ana, message_id=999, text="y") == (
        "Bad Request: message to edit not found"
    )
    assert await refusal("editMessageText", chat_id=ana, text="y") == (
        "Bad Request: message identifier is not specified"
    )
    assert await refusal("editMessageText", text="y") == "Bad Request: message identifier is not specified"
    assert await refusal("editMessageText", chat_id=ana, message_id=mine, text="y" * 4097) == (
        "Bad Request: MESSAGE_TOO_LONG"
    )
    assert await refusal("editMessageCaption", chat_id=ana, message_id=mine, caption="y") == (
        "Bad Request: there is no caption in the message to edit"
    )
    assert (
        await refusal(
            "editMessageReplyMarkup", chat_id=ana, message_id=mine, reply_markup={"force_reply": True}
        )
        == "Bad Request: inline keyboard expected"
    )
    forced = await client.api("sendMessage", chat_id=ana, text="x", reply_markup={"force_reply": True})
    assert await refusal("editMessageText", chat_id=ana, message_id=forced["message_id"], text="y") == (
        "Bad Request: message can't be edited"
    )


async def test_deletion(client: Client) -> None:
    ana = await client.person()
    said = (await client.control(f"people/{ana}/say", text="bonjour"))["message_id"]
    mine = (await client.api("sendMessage", chat_id=ana, text="x"))["message_id"]
    assert await client.api("deleteMessage", chat_id=ana, message_id=said) is True
    assert await client.refused("deleteMessage", chat_id=ana, message_id=said) == (
        "Bad Request: message to delete not found"
    )
    await client.control("clock", advance=49 * 3600)
    assert await client.refused("deleteMessage", chat_id=ana, message_id=mine) == (
        "Bad Request: message can't be deleted for everyone"
    )


async def test_replies_carry_what_they_answer(client: Client) -> None:
    ana = await client.person()
    said = (await client.control(f"people/{ana}/say", text="bonjour"))["message_id"]
    reply = await client.api("sendMessage", chat_id=ana, text="x", reply_parameters={"message_id": said})
    assert reply["reply_to_message"]["text"] == "bonjour"
    loose = {"message_id": 999, "allow_sending_without_reply": True}
    assert "reply_to_message" not in await client.api(
        "sendMessage", chat_id=ana, text="x", reply_parameters=loose
    )


async def test_chat_actions_and_getchat(client: Client) -> None:
    ana = await client.person(username="ana")
    assert await client.api("sendChatAction", chat_id=ana, action="typing") is True
    assert await client.refused("sendChatAction", chat_id=ana, action="dancing") == (
        "Bad Request: wrong parameter action in request"
    )
    chat = await client.api("getChat", chat_id=ana)
    assert (chat["type"], chat["active_usernames"]) == ("private", ["ana"])
    group = (await client.control("groups", title="Bureau", members=[ana]))["id"]
    assert (await client.api("getChat", chat_id=group))["title"] == "Bureau"
