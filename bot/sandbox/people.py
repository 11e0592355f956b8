"""What people do with their telephones; each action becomes an update for the bot."""

import re
import secrets
import time
from typing import Any

from bot.sandbox.errors import ControlError
from bot.sandbox.params import Upload
from bot.sandbox.state import Chat, Group, Json, Message, Person, Press, make_user, message_content
from bot.sandbox.text import written
from bot.sandbox.world import World

_FIRST_ID = 700_000_000
_PAYLOAD = re.compile(r"[A-Za-z0-9_-]{1,64}")


def add_person(world: World, given: Json) -> Person:
    """Let someone into the world; they have not started the bot yet.

    Raises:
        ControlError: 400, no first name; 409, the id is taken.

    """
    if not given.get("first_name"):
        raise ControlError(400, "first_name is needed")
    person_id = int(given.get("id") or _FIRST_ID + next(world.ids))
    if person_id in world.people or person_id <= 0:
        raise ControlError(409, f"the id {person_id} is taken")
    user = make_user(person_id, given)
    names: Json = {key: user[key] for key in ("first_name", "last_name", "username") if key in user}
    chat = Chat(person_id, "private", names)
    person = Person(person_id, user, str(given.get("label") or user["first_name"]), chat)
    world.people[person_id] = person
    world.touch(chat)
    return person


def person_of(world: World, person_id: int) -> Person:
    """Return a person.

    Raises:
        ControlError: 404, there is none.

    """
    if person_id not in world.people:
        raise ControlError(404, f"there is no person {person_id}")
    return world.people[person_id]


def _writes(world: World, person: Person) -> None:
    if person.deactivated:
        raise ControlError(409, "this account is deleted")
    if person.blocked:
        unblock(world, person)


def say(world: World, person: Person, text: str, chat: Chat | None = None) -> Message:
    """Let a person write a text, in private or in a group.

    Raises:
        ControlError: 400, nothing written; 409, a deleted account.

    """
    clean, entities = written(text)
    if not clean:
        raise ControlError(400, "text is empty")
    return _receive(world, person, message_content("text", None, clean, entities), chat)


def open_link(world: World, person: Person, payload: str) -> Message:
    """Let a person follow a link to the bot, with its `start` parameter, and press Start.

    Raises:
        ControlError: 400, a parameter Telegram would not carry.

    """
    if not _PAYLOAD.fullmatch(payload):
        raise ControlError(400, "a start parameter is 1 to 64 letters, digits, _ and -")
    return say(world, person, f"/start {payload}")


def _receive(world: World, person: Person, content: Json, chat: Chat | None = None) -> Message:
    if chat is None:
        _writes(world, person)
        person.started = True
    person.seen = True
    message = world.post(chat or person.chat, person.user, content)
    world.queue.add("message", message.api())
    return message


def send_file(world: World, person: Person, upload: Upload, caption: str) -> Message:
    """Let a person send a file; an image goes as a photo, anything else as a document."""
    text, entities = written(caption)
    if upload.mime_type in ("image/png", "image/jpeg"):
        value: Any = world.files.add_photo(upload).photo()
        return _receive(world, person, message_content("photo", value, text, entities))
    value = world.files.add_document(upload).document()
    return _receive(world, person, message_content("document", value, text, entities))


def edit(world: World, person: Person, message_id: int, text: str) -> Message:
    """Let a person rewrite one of their messages.

    Raises:
        ControlError: 404, it is not one of theirs; 400, nothing written.

    """
    message = person.chat.history.get(message_id)
    if message is None or message.from_bot or "text" not in message.content:
        raise ControlError(404, "this person wrote no such text")
    clean, entities = written(text)
    if not clean:
        raise ControlError(400, "text is empty")
    message.content = message_content("text", None, clean, entities)
    message.edit_date = int(world.clock.time())
    world.touch(message.chat)
    world.queue.add("edited_message", message.api())
    return message


def tap(world: World, person: Person, given: Json, chat: Chat | None = None) -> str:
    """Let a person press a button, by its data or its text; return the id of the callback query.

    Raises:
        ControlError: 400, no such button, or one that opens a link.

    """
    place = chat or person.chat
    message = place.history.get(int(given.get("message_id", 0)))
    data = _data(message, given) if message is not None and message.from_bot else None
    if message is None or data is None:
        raise ControlError(400, "there is no such button")
    _writes(world, person)
    press = Press(str(2**60 + secrets.randbits(62)), person, time.monotonic() + world.config.callback_seconds)
    _forget_old(world)
    world.presses[press.id] = press
    query = {
        "id": press.id,
        "from": person.user,
        "message": message.api(),
        "chat_instance": str(-(place.id * 2_654_435_761 % 2**62)),
        "data": data,
    }
    world.queue.add("callback_query", query)
    return press.id


def _data(message: Message, given: Json) -> str | None:
    name = "callback_data" if "callback_data" in given else "text"
    for row in message.buttons():
        for button in row:
            if button.get(name) == given.get(name) and "callback_data" in button:
                return str(button["callback_data"])
    return None


def _forget_old(world: World) -> None:
    now = time.monotonic()
    while world.presses:
        oldest = next(iter(world.presses.values()))
        if oldest.deadline > now:
            return
        del world.presses[oldest.id]


def block(world: World, person: Person) -> None:
    """Let a person block the bot."""
    if not person.blocked:
        person.blocked = True
        _membership(world, person.chat, person.user, "member", "kicked")


def unblock(world: World, person: Person) -> None:
    """Let a person unblock the bot."""
    if person.blocked:
        person.blocked = False
        _membership(world, person.chat, person.user, "kicked", "member")


def deactivate(world: World, person: Person) -> None:
    """Delete a person's account."""
    person.deactivated = True
    world.touch(person.chat)


def _member(world: World, status: str) -> Json:
    return {"user": world.bot, "status": status} | ({"until_date": 0} if status == "kicked" else {})


def _membership(world: World, chat: Chat, by: Json, old: str, new: str) -> None:
    """Tell the bot that its place in a chat changed."""
    change = {
        "chat": chat.api(),
        "from": by,
        "date": int(world.clock.time()),
        "old_chat_member": _member(world, old),
        "new_chat_member": _member(world, new),
    }
    world.touch(chat)
    world.queue.add("my_chat_member", change)


def add_group(world: World, given: Json) -> Group:
    """Create a group of people and add the bot to it, unless `bot` is false.

    Raises:
        ControlError: 400, no title; 404, a member that does not exist.

    """
    if not given.get("title"):
        raise ControlError(400, "title is needed")
    members = [person_of(world, int(member)) for member in given.get("members", [])]
    kind = "supergroup" if given.get("supergroup") else "group"
    number = next(world.ids)
    chat_id = -1_000_000_000_000 - number if kind == "supergroup" else -4_000_000 - number
    group = Group(Chat(chat_id, kind, {"title": str(given["title"])}), {member.id for member in members})
    world.groups[chat_id] = group
    for member in members:
        member.seen = True
    if given.get("bot") is False:
        group.bot_status = "left"
        world.touch(group.chat)
    else:
        _membership(world, group.chat, members[0].user if members else world.bot, "left", "member")
    return group


def open_group_link(world: World, person: Person, group: Group, payload: str) -> Message:
    """Let a member follow a `startgroup` link to the bot and choose this group: the bot is added where it
    is not in it, and the member says `/start` with the parameter there.

    Raises:
        ControlError: 400, a parameter Telegram would not carry.

    """
    if not _PAYLOAD.fullmatch(payload):
        raise ControlError(400, "a start parameter is 1 to 64 letters, digits, _ and -")
    if group.bot_status not in ("member", "administrator"):
        old, group.bot_status = group.bot_status, "member"
        _membership(world, group.chat, person.user, old, "member")
    return say(world, person, f"/start@{world.config.bot_username} {payload}", group.chat)


def bot_leaves(world: World, group: Group) -> None:
    """Let the bot leave a group."""
    old, group.bot_status = group.bot_status, "left"
    _membership(world, group.chat, world.bot, old, "left")


def group_of(world: World, group_id: int) -> Group:
    """Return a group.

    Raises:
        ControlError: 404, there is none.

    """
    if group_id not in world.groups:
        raise ControlError(404, f"there is no group {group_id}")
    return world.groups[group_id]


def kick_bot(world: World, group: Group, by: Person) -> None:
    """Let someone remove the bot from a group."""
    old, group.bot_status = group.bot_status, "kicked"
    _membership(world, group.chat, by.user, old, "kicked")


def upgrade(world: World, group: Group) -> Group:
    """Turn a group into a supergroup, with a new id."""
    new = Group(
        Chat(-1_000_000_000_000 - next(world.ids), "supergroup", group.chat.names), set(group.members)
    )
    world.groups[new.chat.id] = new
    group.migrated_to = new.chat.id
    creator = world.people[min(group.members)].user if group.members else world.bot
    for chat, field, other in (
        (group.chat, "migrate_to_chat_id", new.chat.id),
        (new.chat, "migrate_from_chat_id", group.chat.id),
    ):
        world.queue.add("message", world.post(chat, creator, {field: other}).api())
    return new
