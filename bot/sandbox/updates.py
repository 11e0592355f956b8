"""The queue of updates of one bot: ids, confirmation by offset, long polls."""

import asyncio
import secrets
from collections import deque
from collections.abc import Callable
from itertools import islice
from typing import Any

from bot.sandbox.errors import ApiError, conflict

Json = dict[str, Any]

_OPTIONAL = {"chat_member", "message_reaction", "message_reaction_count"}
_FUTURE = 10
_QUIET_WEEK = 7 * 86_400.0
OTHER_POLL = "terminated by other getUpdates request; make sure that only one bot instance is running"


class UpdateQueue:
    """Updates wait here until their id is confirmed; after a quiet week ids restart at random."""

    def __init__(self, first_id: int, now: Callable[[], float]) -> None:
        self.pending: deque[Json] = deque()
        self.allowed: list[str] = []
        self.added = asyncio.Event()
        self.total = 0
        self._next_id = first_id
        self._now = now
        self._last_at = now()
        self._poll: asyncio.Future[None] | None = None

    def add(self, kind: str, payload: Json) -> int | None:
        """Queue an update and return its id, None when its kind is not among the allowed ones."""
        wanted = kind in self.allowed if self.allowed else kind not in _OPTIONAL
        return self.add_raw({kind: payload}) if wanted else None

    def add_raw(self, update: Json) -> int:
        """Queue any JSON object under the next id and return the id."""
        now = self._now()
        if now - self._last_at > _QUIET_WEEK and not self.pending:
            self._next_id = 100_000_000 + secrets.randbelow(800_000_000)
        self._last_at = now
        update_id = self._next_id
        self._next_id += 1
        self.total += 1
        self.pending.append({"update_id": update_id, **update})
        self.added.set()
        return update_id

    def allow(self, kinds: list[str]) -> None:
        """Remember which kinds of updates the bot wants; none means the usual ones."""
        self.allowed = kinds

    def drop(self) -> None:
        """Forget every waiting update."""
        self.pending.clear()

    def confirm(self, offset: int) -> None:
        """Forget what an offset confirms.

        Positive: everything below it. Negative: all but the last ones. An offset far above the newest id (ids
        restarted since) confirms nothing, as on the official server.
        """
        if offset < 0:
            while len(self.pending) > -offset:
                self.pending.popleft()
        elif offset <= self._next_id + _FUTURE:
            while self.pending and self.pending[0]["update_id"] < offset:
                self.pending.popleft()

    async def poll(
        self, offset: int, limit: int, seconds: float, left: asyncio.Task[None] | None = None
    ) -> list[Json]:
        """Return the next updates, waiting up to `seconds` for one, or until `left` is done.

        Raises:
            ApiError: 409, when another poll begins meanwhile.

        """
        self.end_poll(conflict(OTHER_POLL))
        self.confirm(offset)
        if not self.pending and seconds > 0:
            await self._wait(seconds, left)
            self.confirm(offset)
        return list(islice(self.pending, limit))

    async def _wait(self, seconds: float, left: asyncio.Task[None] | None) -> None:
        ended: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._poll = ended
        self.added.clear()
        added = asyncio.ensure_future(self.added.wait())
        try:
            ends: set[asyncio.Future[Any]] = {added, ended} if left is None else {added, ended, left}
            await asyncio.wait(ends, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
        finally:
            added.cancel()
            if self._poll is ended:
                self._poll = None
        if ended.done():
            ended.result()

    def end_poll(self, error: ApiError | None = None) -> None:
        """End the open long poll, if any: with an error, or with what there is."""
        poll, self._poll = self._poll, None
        if poll is None or poll.done():
            return
        if error is None:
            poll.set_result(None)
        else:
            poll.set_exception(error)
