"""Everything a sandbox holds."""

import asyncio
import time
from itertools import count
from typing import Any

from bot.sandbox.clock import Clock
from bot.sandbox.config import SandboxConfig
from bot.sandbox.faults import Faults
from bot.sandbox.files import FileStore
from bot.sandbox.limits import Limits
from bot.sandbox.mailboxes import PostOffice
from bot.sandbox.requestlog import RequestLog
from bot.sandbox.state import Chat, Group, Json, Message, Person, Press
from bot.sandbox.updates import UpdateQueue
from bot.sandbox.webhook import Webhook


class World:
    """The state of one sandbox: one bot, the people it talks to, and what happened."""

    def __init__(self, config: SandboxConfig) -> None:
        self.config = config
        self.clock = Clock(config.clock_file)
        self.people: dict[int, Person] = {}
        self.groups: dict[int, Group] = {}
        self.presses: dict[str, Press] = {}
        self.files = FileStore()
        self.mail = PostOffice()
        self.limits = Limits(enabled=config.limits)
        self.queue = UpdateQueue(config.first_update_id, self.clock.time)
        self.webhook = Webhook(self.queue)
        self.faults = Faults()
        self.log = RequestLog()
        self.commands: dict[tuple[str, int, int, str], list[Json]] = {}
        self.profile: dict[tuple[str, str], str] = {}
        self.menu_button: Json = {"type": "commands"}
        self.version = 0
        self.wide_version = 0
        self.closing = asyncio.Event()
        self.ids = count(1)
        self._message_ids = count(1)
        self._changed = asyncio.Event()

    @property
    def bot(self) -> Json:
        """The bot as a Bot API `User`."""
        config = self.config
        return {
            "id": config.bot_id,
            "is_bot": True,
            "first_name": config.bot_name,
            "username": config.bot_username,
        }

    def touch(self, chat: Chat | None = None) -> None:
        """Say that something visible changed, in `chat` if given; wakes those who wait for it."""
        self.version += 1
        if chat is not None:
            chat.version = self.version
        self._changed.set()

    def touch_everyone(self) -> None:
        """Say that something changed on every telephone."""
        self.touch()
        self.wide_version = self.version

    async def changed(self, after: int, seconds: float) -> None:
        """Wait until the version is above `after`, the sandbox closes, or `seconds` passed."""
        until = time.monotonic() + seconds
        while self.version <= after and not self.closing.is_set() and (left := until - time.monotonic()) > 0:
            self._changed.clear()
            try:
                await asyncio.wait_for(self._changed.wait(), left)
            except TimeoutError:
                return

    def close(self) -> None:
        """End every wait: long polls, watchers of changes, webhook deliveries, held answers."""
        self.closing.set()
        self.queue.end_poll()
        self.webhook.stop()
        self._changed.set()

    def post(
        self, chat: Chat, sender: Json, content: Json, markup: Json | None = None, **extra: Any
    ) -> Message:
        """Put a message into a chat and return it."""
        message_id = self._next_message_id(chat)
        from_bot = sender["id"] == self.config.bot_id
        message = Message(
            message_id, chat, sender, from_bot, int(self.clock.time()), content, markup, extra=extra
        )
        chat.keep(message)
        self.log.counters["messages" if from_bot else "received"] += 1
        self.touch(chat)
        return message

    def _next_message_id(self, chat: Chat) -> int:
        """Count per account, and per supergroup inside supergroups, as Telegram does."""
        if chat.type != "supergroup":
            return next(self._message_ids)
        chat.last_id += 1
        return chat.last_id
