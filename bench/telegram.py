"""The Bot API that the emulator answers: updates queued for one poller, and messages that reach people."""

import asyncio
import json
import time
from collections import deque
from dataclasses import dataclass
from typing import Protocol
from urllib.parse import parse_qsl

from bench.http import Respond

_OK = b'{"ok":true,"result":true}'
_BOT = '{"id":42,"is_bot":true,"first_name":"Clausette","username":"clausette_bench_bot"}'
_ME = (
    _BOT[:-1] + ',"can_join_groups":true,"can_read_all_group_messages":false,"supports_inline_queries":false}'
)
_MOST = 100


@dataclass(frozen=True, slots=True)
class Shown:
    """A message of the bot as a person sees it; `markup` is the JSON of its keyboard, if any."""

    chat: int
    id: int
    text: str
    markup: str | None

    def to_json(self) -> str:
        """The message as the Bot API tells it."""
        markup = f',"reply_markup":{self.markup}' if self.markup else ""
        return (
            f'{{"message_id":{self.id},"from":{_BOT},"chat":{{"id":{self.chat},"type":"private","first_name":"B"}},'
            f'"date":{int(time.time())},"text":{json.dumps(self.text)}{markup}}}'
        )


def _form(body: str) -> dict[str, str]:
    """The parameters of a request, sent as a form or as JSON; what is no text stays JSON."""
    if not body.startswith("{"):
        return dict(parse_qsl(body))
    return {
        name: value if isinstance(value, str) else json.dumps(value)
        for name, value in json.loads(body).items()
    }


class Audience(Protocol):
    """Who reads what the bot says."""

    def shown(self, message: Shown) -> None:
        """A message was sent or edited."""


class Telegram:
    """One bot's Bot API. Updates not confirmed by an offset are handed over again, as Telegram does."""

    def __init__(self) -> None:
        self.audience: Audience | None = None
        self.polled = asyncio.Event()
        self.last_message = 1000
        self.calls = 0
        self._updates: deque[tuple[int, str]] = deque()
        self._last_update = 5000
        self._poll: Respond | None = None
        self._timer: asyncio.TimerHandle | None = None

    def post(self, content: str) -> None:
        """Queue an update: `content` is the JSON of its message or tap, with its name."""
        self._last_update += 1
        self._updates.append((self._last_update, f'{{"update_id":{self._last_update},{content}}}'))
        if len(self._updates) == 1:
            asyncio.get_running_loop().call_soon(self._deliver)

    def call(self, method: str, body: bytes, respond: Respond) -> None:
        """Serve one request of the bot."""
        self.calls += method != "getUpdates"
        form = _form(body.decode())
        match method:
            case "getUpdates":
                self._poll_begins(form, respond)
            case "sendMessage":
                self.last_message += 1
                self._show(form, self.last_message, respond)
            case "editMessageText":
                self._show(form, int(form["message_id"]), respond)
            case "getMe":
                respond(f'{{"ok":true,"result":{_ME}}}'.encode())
            case _:
                respond(_OK)

    def _poll_begins(self, form: dict[str, str], respond: Respond) -> None:
        offset = int(form.get("offset") or 0)
        while self._updates and self._updates[0][0] < offset:
            self._updates.popleft()
        if self._timer is not None:
            self._timer.cancel()
        self._poll = respond
        self._timer = asyncio.get_running_loop().call_later(float(form.get("timeout") or 0), self._poll_ends)
        self.polled.set()
        self._deliver()

    def _poll_ends(self) -> None:
        if self._poll is not None:
            poll, self._poll = self._poll, None
            poll(b'{"ok":true,"result":[]}')

    def _deliver(self) -> None:
        if self._poll is None or not self._updates:
            return
        batch = [update for _, update in self._updates][:_MOST]
        poll, self._poll = self._poll, None
        poll(f'{{"ok":true,"result":[{",".join(batch)}]}}'.encode())

    def _show(self, form: dict[str, str], number: int, respond: Respond) -> None:
        message = Shown(int(form["chat_id"]), number, form["text"], form.get("reply_markup"))
        respond(f'{{"ok":true,"result":{message.to_json()}}}'.encode())
        if self.audience is not None:
            self.audience.shown(message)
