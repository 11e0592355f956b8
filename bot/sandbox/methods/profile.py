"""The bot's commands, menu button, name and descriptions."""

import re
from typing import Any

from bot.sandbox import utf16
from bot.sandbox.errors import ApiError, bad
from bot.sandbox.methods.registry import method
from bot.sandbox.methods.targets import known_chat
from bot.sandbox.params import Params
from bot.sandbox.state import Json, Person
from bot.sandbox.world import World

MAX_COMMANDS = 100
MAX_COMMAND = 32
MAX_DESCRIPTION = 256
_COMMAND = re.compile(r"[a-z0-9_]+")
_LANGUAGE = re.compile(r"(?:[a-z]{2})?")
_WIDE = ("default", "all_private_chats", "all_group_chats", "all_chat_administrators")
_NARROW = ("chat", "chat_administrators", "chat_member")

CommandKey = tuple[str, int, int, str]


def _key(world: World, params: Params) -> CommandKey:
    scope = params.json("scope", "BotCommandScope")
    kind, chat, user = _scope({"type": "default"} if scope is None else scope)
    chat_id = _scope_chat(world, kind, chat) if chat else 0
    return kind, chat_id, user, language(params)


def _wrong(text: str) -> ApiError:
    return bad(f"can't parse BotCommandScope: {text}")


def _scope(scope: Any) -> tuple[str, str, int]:
    """Return the type, chat and user of a scope, or refuse it."""
    if not isinstance(scope, dict):
        raise _wrong("BotCommandScope must be an Object")
    kind = _field(scope, "type")
    if kind in _WIDE:
        return kind, "", 0
    if kind not in _NARROW:
        raise _wrong("Unsupported type specified")
    chat = _field(scope, "chat_id")
    if not chat:
        raise _wrong("Empty chat_id specified")
    user = _field(scope, "user_id") if kind == "chat_member" else "0"
    if kind == "chat_member" and not (user.isdecimal() and int(user)):
        raise _wrong("Invalid user_id specified")
    return kind, chat, int(user)


def _field(scope: Json, name: str) -> str:
    if name not in scope:
        raise _wrong(f'Can\'t find field "{name}"')
    return str(scope[name])


def _scope_chat(world: World, kind: str, chat: str) -> int:
    found = known_chat(world, chat)
    if isinstance(found, Person) and kind != "chat":
        raise bad("can't use specified scope in private chats")
    return found.chat.id


def language(params: Params) -> str:
    """Return the `language_code` of a request, "" for all.

    Raises:
        ApiError: 400, it is not two small letters.

    """
    code = params.text("language_code")
    if not _LANGUAGE.fullmatch(code):
        raise bad("invalid language code specified")
    return code


def _commands(params: Params) -> list[Json]:
    if not params.text("commands"):
        return []
    value = params.json("commands", "commands")
    if not isinstance(value, list):
        raise bad("expected an Array of BotCommand")
    if len(value) > MAX_COMMANDS:
        raise bad("BOT_COMMANDS_TOO_MUCH")
    return [_command(item) for item in value]


def _command(item: Any) -> Json:
    if not isinstance(item, dict):
        raise bad("can't parse BotCommand: expected an Object")
    for name in ("command", "description"):
        if name not in item:
            raise bad(f"can't parse BotCommand: Can't find field \"{name}\"")
        if not isinstance(item[name], str):
            raise bad(f'can\'t parse BotCommand: Field "{name}" must be of type String')
    command, description = item["command"].strip().removeprefix("/"), item["description"].strip()
    if refused := _refusal(command, description):
        raise refused
    return {"command": command, "description": description}


def _refusal(command: str, description: str) -> ApiError | None:
    if not command:
        return bad("command must be non-empty")
    if len(command) > MAX_COMMAND:
        return bad(f"command length must not exceed {MAX_COMMAND}")
    if not description:
        return bad("command description must be non-empty")
    if len(description) > MAX_DESCRIPTION:
        return bad(f"command description length must not exceed {MAX_DESCRIPTION}")
    return None if _COMMAND.fullmatch(command) else bad("BOT_COMMAND_INVALID")


@method("setMyCommands", "commands", "scope", "language_code")
async def set_my_commands(world: World, params: Params) -> Any:
    """Store the commands of a scope and language."""
    commands = _commands(params)
    key = _key(world, params)
    world.commands[key] = commands
    _show(world, key)
    return True


@method("getMyCommands", "scope", "language_code")
async def get_my_commands(world: World, params: Params) -> Any:
    """Return the commands of exactly this scope and language."""
    return world.commands.get(_key(world, params), [])


@method("deleteMyCommands", "scope", "language_code")
async def delete_my_commands(world: World, params: Params) -> Any:
    """Forget the commands of exactly this scope and language."""
    key = _key(world, params)
    world.commands.pop(key, None)
    _show(world, key)
    return True


def _show(world: World, key: CommandKey) -> None:
    if key[1] in world.people:
        world.touch(world.people[key[1]].chat)
    else:
        world.touch_everyone()


def commands_for(world: World, person: Person) -> list[Json]:
    """Return the commands this person's telephone shows: the narrowest scope wins, then their language."""
    code = str(person.user.get("language_code", ""))[:2]
    for kind, chat_id in (("chat", person.id), ("all_private_chats", 0), ("default", 0)):
        for lang in (code, ""):
            if commands := world.commands.get((kind, chat_id, 0, lang)):
                return commands
    return []


@method("setChatMenuButton", "chat_id", "menu_button")
async def set_chat_menu_button(world: World, params: Params) -> Any:
    """Store the menu button of a private chat, or of all."""
    button = params.json("menu_button", "menu button") or {"type": "default"}
    if not isinstance(button, dict) or button.get("type") not in ("default", "commands", "web_app"):
        raise bad("can't parse MenuButton: Unsupported type specified")
    if params.text("chat_id"):
        known_chat(world, params.text("chat_id")).chat.menu_button = button
    else:
        world.menu_button = button
    return True


@method("getChatMenuButton", "chat_id")
async def get_chat_menu_button(world: World, params: Params) -> Any:
    """Return the menu button of a private chat, or the one of all."""
    chat = known_chat(world, params.text("chat_id")).chat if params.text("chat_id") else None
    return (chat.menu_button if chat else None) or world.menu_button


def _store(world: World, params: Params, field: str, most: int) -> bool:
    value = params.text(field)
    if utf16.length(value) > most:
        raise bad(f"bot {field.replace('_', ' ')} is too long")
    world.profile[(field, language(params))] = value
    return True


@method("setMyName", "name", "language_code")
async def set_my_name(world: World, params: Params) -> Any:
    """Store the bot's name."""
    return _store(world, params, "name", 64)


@method("setMyDescription", "description", "language_code")
async def set_my_description(world: World, params: Params) -> Any:
    """Store the bot's description."""
    return _store(world, params, "description", 512)


@method("setMyShortDescription", "short_description", "language_code")
async def set_my_short_description(world: World, params: Params) -> Any:
    """Store the bot's short description."""
    return _store(world, params, "short_description", 120)


@method("getMyName", "language_code")
async def get_my_name(world: World, params: Params) -> Any:
    """Return the bot's name."""
    return {"name": world.profile.get(("name", language(params))) or world.config.bot_name}


@method("getMyDescription", "language_code")
async def get_my_description(world: World, params: Params) -> Any:
    """Return the bot's description."""
    return {"description": world.profile.get(("description", language(params)), "")}


@method("getMyShortDescription", "language_code")
async def get_my_short_description(world: World, params: Params) -> Any:
    """Return the bot's short description."""
    return {"short_description": world.profile.get(("short_description", language(params)), "")}
