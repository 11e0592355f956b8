"""The world as the page and the tests read it."""

from dataclasses import asdict
from itertools import islice
from typing import Any

from bot.sandbox.mailboxes import mailbox_view
from bot.sandbox.methods.profile import commands_for
from bot.sandbox.render import to_html
from bot.sandbox.state import Chat, Group, Json, Message, Person
from bot.sandbox.world import World

LAST = 50


def _file_view(world: World, content: Json) -> Json | None:
    if "photo" in content:
        file = {"photo": True, **content["photo"][-1]}
    elif "document" in content:
        file = dict(content["document"])
    else:
        return None
    stored = world.files.get(file["file_id"])
    return file | {"url": f"/sandbox/files/{stored.path}"} if stored else file


def message_view(world: World, message: Message) -> Json:
    """Return a message as the page shows it."""
    content = message.content
    text = content.get("text") or content.get("caption") or ""
    entities = content.get("entities") or content.get("caption_entities") or []
    return {
        "message_id": message.id,
        "from": "bot" if message.from_bot else "me",
        "author": message.sender["id"],
        "text": text,
        "html": to_html(text, entities),
        "date": message.date,
        "edited": message.edit_date is not None,
        "keyboard": message.buttons(),
        "document": _file_view(world, content),
    }


def messages_view(world: World, chat: Chat) -> list[Json]:
    """Return the last 50 messages of a chat, oldest first."""
    last = list(islice(reversed(chat.history.values()), LAST))
    return [message_view(world, message) for message in reversed(last)]


def person_view(world: World, person: Person) -> Json:
    """Return a person with their last messages and toasts."""
    return {
        "id": person.id,
        "first_name": person.user["first_name"],
        "last_name": person.user.get("last_name"),
        "username": person.user.get("username"),
        "language_code": person.user.get("language_code"),
        "label": person.label,
        "started": person.started,
        "blocked": person.blocked,
        "deactivated": person.deactivated,
        "commands": commands_for(world, person),
        "messages": messages_view(world, person.chat),
        "toasts": [asdict(toast) for toast in person.toasts],
    }


def group_view(world: World, group: Group) -> Json:
    """Return a group with its last messages."""
    return {
        "id": group.chat.id,
        "type": group.chat.type,
        "title": group.chat.names["title"],
        "members": sorted(group.members),
        "bot_status": group.bot_status,
        "migrated_to": group.migrated_to,
        "messages": messages_view(world, group.chat),
    }


def changes_view(world: World, after: int) -> Json:
    """Return what changed since version `after`: people and groups in full, clock, faults and counters."""
    wide = world.wide_version > after
    people = [p for p in world.people.values() if wide or p.chat.version > after]
    groups = [g for g in world.groups.values() if g.chat.version > after]
    log = world.log
    counters: dict[str, Any] = {
        **dict.fromkeys(("requests", "messages", "edits", "429", "409"), 0),
        **log.counters,
    }
    return {
        "version": world.version,
        "now": world.clock.now().isoformat(timespec="seconds"),
        "offset": world.clock.offset,
        "people": [person_view(world, person) for person in people],
        "groups": [group_view(world, group) for group in groups],
        "mailboxes": [mailbox_view(box) for box in world.mail.boxes.values() if box.version > after],
        "faults": world.faults.api(),
        "counters": counters | {"updates": world.queue.total, "pending_updates": len(world.queue.pending)},
        "unknown_parameters": dict(log.unknown),
    }
