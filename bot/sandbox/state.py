"""The people, chats and messages of a sandbox, in memory."""

from dataclasses import dataclass, field
from typing import Any

from bot.sandbox.html import Entity

Json = dict[str, Any]

MAX_HISTORY = 10_000
MAX_TOASTS = 50


@dataclass(slots=True)
class Message:
    """One message; `content` is what an edit replaces: a text, or a file with its caption."""

    id: int
    chat: "Chat"
    sender: Json
    from_bot: bool
    date: int
    content: Json
    reply_markup: Json | None = None
    edit_date: int | None = None
    extra: Json = field(default_factory=dict)

    def api(self) -> Json:
        """Return the message as a Bot API `Message`."""
        body = {
            "message_id": self.id,
            "from": self.sender,
            "chat": self.chat.api(),
            "date": self.date,
            **({"edit_date": self.edit_date} if self.edit_date else {}),
            **self.extra,
            **{key: value for key, value in self.content.items() if value},
        }
        if self.reply_markup and "inline_keyboard" in self.reply_markup:
            body["reply_markup"] = self.reply_markup
        return body

    def buttons(self) -> list[list[Json]]:
        """Return the rows of the inline keyboard, none when there is no keyboard."""
        rows: list[list[Json]] = (self.reply_markup or {}).get("inline_keyboard", [])
        return rows


@dataclass(slots=True)
class Chat:
    """A private chat, a group or a supergroup, with its last 10 000 messages."""

    id: int
    type: str
    names: Json
    history: dict[int, Message] = field(default_factory=dict)
    version: int = 0
    last_id: int = 0
    menu_button: Json | None = None

    def api(self) -> Json:
        """Return the chat as a Bot API `Chat`."""
        return {"id": self.id, "type": self.type, **self.names}

    def keep(self, message: Message) -> None:
        """Add a message, dropping the oldest of too many."""
        self.history[message.id] = message
        if len(self.history) > MAX_HISTORY:
            del self.history[next(iter(self.history))]


@dataclass(slots=True)
class Toast:
    """What a button press was answered with."""

    text: str
    show_alert: bool
    at: str


@dataclass(slots=True)
class Person:
    """Someone with a telephone. `seen`: the bot met them in a group; `started`: they wrote to the bot."""

    id: int
    user: Json
    label: str
    chat: Chat
    started: bool = False
    seen: bool = False
    blocked: bool = False
    deactivated: bool = False
    toasts: list[Toast] = field(default_factory=list)

    def toast(self, toast: Toast) -> None:
        """Keep a toast, and the 50 before it."""
        self.toasts = [*self.toasts[-MAX_TOASTS + 1 :], toast]


@dataclass(slots=True)
class Group:
    """A group chat; `bot_status` is the bot's membership, `migrated_to` the supergroup that replaced it."""

    chat: Chat
    members: set[int]
    bot_status: str = "member"
    migrated_to: int | None = None


@dataclass(slots=True)
class Press:
    """A press on a button, waiting for its answer until `deadline` (monotonic seconds)."""

    id: str
    person: Person
    deadline: float


def make_user(person_id: int, given: Json) -> Json:
    """Return a Bot API `User` from the fields of a control request."""
    user: Json = {"id": person_id, "is_bot": False, "first_name": str(given["first_name"])}
    for name in ("last_name", "username", "language_code"):
        if given.get(name):
            user[name] = str(given[name])
    return user


def message_content(kind: str, value: Any, text: str, entities: list[Entity]) -> Json:
    """Return the content of a text (`kind` "text") or of a file with its caption."""
    if kind == "text":
        return {"text": text, "entities": entities}
    return {kind: value, "caption": text, "caption_entities": entities}
