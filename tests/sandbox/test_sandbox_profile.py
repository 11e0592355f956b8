from typing import Any

import pytest
from sandbox_client import Client

MARCHE = {"command": "marche", "description": "Annoncer un marché"}
ANNOUNCE = {"command": "announce", "description": "Announce a contract"}
SCOPE = "can't parse BotCommandScope: "


async def test_the_narrowest_scope_and_the_language_win(client: Client) -> None:
    ana = await client.person(language_code="fr")

    async def shown() -> list[str]:
        return [command["command"] for command in (await client.look(f"people/{ana}"))["commands"]]

    assert await shown() == []
    await client.api("setMyCommands", commands=[ANNOUNCE])
    assert await shown() == ["announce"]
    await client.api("setMyCommands", commands=[MARCHE], language_code="fr")
    assert await shown() == ["marche"]
    scope = {"type": "all_private_chats"}
    await client.api("setMyCommands", commands=[ANNOUNCE, MARCHE], scope=scope)
    assert await shown() == ["announce", "marche"]
    mine = {"type": "chat", "chat_id": ana}
    await client.api("setMyCommands", commands=[MARCHE, ANNOUNCE], scope=mine)
    assert await shown() == ["marche", "announce"]
    assert await client.api("getMyCommands", scope=mine) == [MARCHE, ANNOUNCE]
    assert await client.api("getMyCommands", scope=mine, language_code="fr") == []
    assert await client.api("deleteMyCommands", scope=mine) is True
    assert await shown() == ["announce", "marche"]


@pytest.mark.parametrize(
    ("commands", "refusal"),
    [
        ([{"command": "Marche", "description": "x"}], "BOT_COMMAND_INVALID"),
        ([{"command": "marché", "description": "x"}], "BOT_COMMAND_INVALID"),
        ([{"command": "", "description": "x"}], "command must be non-empty"),
        ([{"command": "a" * 33, "description": "x"}], "command length must not exceed 32"),
        ([{"command": "a", "description": " "}], "command description must be non-empty"),
        ([{"command": "a", "description": "x" * 257}], "command description length must not exceed 256"),
        ([{"command": "a"}], "can't parse BotCommand: Can't find field \"description\""),
        (
            [{"command": 1, "description": "x"}],
            'can\'t parse BotCommand: Field "command" must be of type String',
        ),
        (["a"], "can't parse BotCommand: expected an Object"),
        ({}, "expected an Array of BotCommand"),
        ([MARCHE] * 101, "BOT_COMMANDS_TOO_MUCH"),
    ],
)
async def test_commands_are_refused_in_telegrams_words(client: Client, commands: Any, refusal: str) -> None:
    assert await client.refused("setMyCommands", commands=commands) == f"Bad Request: {refusal}"


async def test_the_longest_commands_pass(client: Client) -> None:
    long = {"command": "a_9" + "z" * 29, "description": "é" * 256}
    assert await client.api("setMyCommands", commands=[long] * 100) is True


@pytest.mark.parametrize(
    ("scope", "refusal"),
    [
        ({"type": "everyone"}, SCOPE + "Unsupported type specified"),
        ({}, SCOPE + 'Can\'t find field "type"'),
        ({"type": "chat"}, SCOPE + 'Can\'t find field "chat_id"'),
        ({"type": "chat", "chat_id": ""}, SCOPE + "Empty chat_id specified"),
        ({"type": "chat_member", "chat_id": 1, "user_id": 0}, SCOPE + "Invalid user_id specified"),
        ([], SCOPE + "BotCommandScope must be an Object"),
        ("{", "can't parse BotCommandScope JSON object"),
        ({"type": "chat", "chat_id": 42}, "chat not found"),
    ],
)
async def test_scopes_are_refused_in_telegrams_words(client: Client, scope: Any, refusal: str) -> None:
    assert await client.refused("getMyCommands", scope=scope) == f"Bad Request: {refusal}"


async def test_scopes_of_chats_and_languages(client: Client) -> None:
    ana = await client.person()
    scope = {"type": "chat_administrators", "chat_id": ana}
    assert await client.refused("getMyCommands", scope=scope) == (
        "Bad Request: can't use specified scope in private chats"
    )
    assert await client.refused("getMyCommands", language_code="fra") == (
        "Bad Request: invalid language code specified"
    )


async def test_name_descriptions_and_menu_button(client: Client) -> None:
    for method, field, most in (
        ("Name", "name", 64),
        ("Description", "description", 512),
        ("ShortDescription", "short_description", 120),
    ):
        assert await client.api(f"setMy{method}", **{field: "x" * most}, language_code="fr") is True
        assert await client.api(f"getMy{method}", language_code="fr") == {field: "x" * most}
        assert (await client.api(f"getMy{method}"))[field] in ("", "Clausette")
        assert "is too long" in await client.refused(f"setMy{method}", **{field: "x" * (most + 1)})
    ana = await client.person()
    assert await client.api("setChatMenuButton", chat_id=ana, menu_button={"type": "default"}) is True
    assert await client.api("getChatMenuButton", chat_id=ana) == {"type": "default"}
    assert await client.api("getChatMenuButton") == {"type": "commands"}
    assert await client.api("setChatMenuButton", menu_button={"type": "default"}) is True
    assert await client.refused("setChatMenuButton", menu_button={"type": "x"}) == (
        "Bad Request: can't parse MenuButton: Unsupported type specified"
    )
