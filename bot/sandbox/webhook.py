"""Delivery of updates to a webhook: in order, again and again until it answers 2xx."""

import asyncio
import time
from dataclasses import dataclass
from typing import Any

import aiohttp

from bot.sandbox.updates import UpdateQueue

_FIRST_RETRY = 0.1
_LAST_RETRY = 5.0
_TIMEOUT = 20.0


@dataclass(slots=True)
class Failure:
    """Why the last delivery failed, and when (real Unix seconds)."""

    message: str
    at: int


class Webhook:
    """Where updates are sent; an empty `url` means that they are polled."""

    def __init__(self, queue: UpdateQueue) -> None:
        self.url = ""
        self.secret = ""
        self.connections = 40
        self.failure: Failure | None = None
        self._queue = queue
        self._task: asyncio.Task[None] | None = None

    def set(self, url: str, secret: str, connections: int) -> None:
        """Send updates to `url` from now on, with `secret` in a header unless it is empty."""
        self.stop()
        self.url, self.secret, self.connections, self.failure = url, secret, connections, None
        if url:
            self._task = asyncio.create_task(self._deliver())

    def stop(self) -> None:
        """Stop sending."""
        if self._task is not None:
            self._task.cancel()
            self._task = None

    def info(self) -> dict[str, Any]:
        """Return the Bot API `WebhookInfo`."""
        info: dict[str, Any] = {
            "url": self.url,
            "has_custom_certificate": False,
            "pending_update_count": len(self._queue.pending),
        }
        if self.url:
            info["max_connections"] = self.connections
        if self.failure is not None:
            info |= {"last_error_date": self.failure.at, "last_error_message": self.failure.message}
        if self._queue.allowed:
            info["allowed_updates"] = self._queue.allowed
        return info

    async def _deliver(self) -> None:
        headers = {"X-Telegram-Bot-Api-Secret-Token": self.secret} if self.secret else {}
        timeout = aiohttp.ClientTimeout(total=_TIMEOUT)
        async with aiohttp.ClientSession(headers=headers, timeout=timeout) as session:
            pause = _FIRST_RETRY
            while True:
                while not self._queue.pending:
                    self._queue.added.clear()
                    await self._queue.added.wait()
                update = self._queue.pending[0]
                if await self._send(session, update):
                    self._queue.confirm(update["update_id"] + 1)
                    pause = _FIRST_RETRY
                else:
                    await asyncio.sleep(pause)
                    pause = min(pause * 2, _LAST_RETRY)

    async def _send(self, session: aiohttp.ClientSession, update: dict[str, Any]) -> bool:
        try:
            async with session.post(self.url, json=update) as response:
                if 200 <= response.status < 300:
                    return True
                reason = f"Wrong response from the webhook: {response.status} {response.reason}"
        except (aiohttp.ClientError, TimeoutError) as error:
            reason = f"{type(error).__name__}"
        self.failure = Failure(reason, int(time.time()))
        return False
