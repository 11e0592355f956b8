"""Long polling: fetch, keep, then confirm. What Telegram handed over is in the database before
Telegram may forget it."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import structlog
from telegram.error import Conflict, InvalidToken, TelegramError

from bot.pipeline.crash import point
from bot.pipeline.transport import BotApi, ThrottledError
from bot.store import inbox

log = structlog.get_logger(__name__)

POLL_SECONDS = 25
KINDS = ["message", "callback_query", "my_chat_member"]
_BACKOFF = (0.5, 1.0, 2.0, 5.0, 10.0, 30.0)
_CONFLICT_SECONDS = 5.0


Receive = Callable[[list[Any]], Awaitable[None]]


class Intake:
    """Polls until cancelled. `receive` returns once the updates are in the database."""

    def __init__(self, api: BotApi, receive: Receive) -> None:
        self._api = api
        self._receive = receive
        self._failures = 0

    async def run(self) -> None:
        """Fetch batch after batch.

        An offset is sent only to confirm the batch just kept: Telegram's numbers restart lower after a
        quiet week, when an old offset would hide new updates.
        """
        offset: int | None = None
        ready = False
        while True:
            try:
                if not ready:
                    await self._api.call("deleteWebhook", {})
                    ready = True
                updates = await self._fetch(offset)
                self._failures = 0
                if updates:
                    await self._receive(updates)
                    point("intake.kept")
            except TelegramError as error:
                ready = ready and not isinstance(error, Conflict)
                await asyncio.sleep(self._pause(error))
            except Exception as error:
                log.warning("could not keep a batch, it will be fetched again", exc_info=error)
                offset = None
                await asyncio.sleep(_BACKOFF[0])
            else:
                offset = _following(updates)

    async def _fetch(self, offset: int | None) -> list[Any]:
        params = {"offset": offset, "timeout": POLL_SECONDS, "allowed_updates": KINDS}
        updates = await self._api.call("getUpdates", params, read_timeout=POLL_SECONDS + 10)
        point("intake.fetched")
        return updates if isinstance(updates, list) else []

    def _pause(self, error: TelegramError) -> float:
        """Seconds to wait after an error."""
        log.warning("polling failed", error=type(error).__name__, failures=self._failures)
        self._failures += 1
        match error:
            case ThrottledError():
                return error.seconds
            case Conflict():
                return _CONFLICT_SECONDS
            case InvalidToken():
                return _BACKOFF[-1]
            case _:
                return _BACKOFF[min(self._failures - 1, len(_BACKOFF) - 1)]


def _following(updates: list[Any]) -> int | None:
    """What confirms this batch: one more than its last number, whatever came before."""
    numbers = [number for number in map(inbox.update_number, updates) if number is not None]
    return numbers[-1] + 1 if numbers else None
