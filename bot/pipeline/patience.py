"""Waiting for Telegram without keeping a stop waiting."""

import asyncio
import contextlib
from collections.abc import Callable, Coroutine
from itertools import chain, repeat
from typing import Any, TypeVar

import structlog
from telegram.error import TelegramError

from bot.pipeline.transport import ThrottledError

log = structlog.get_logger(__name__)

T = TypeVar("T")

_BACKOFF = (0.2, 0.5, 1.0, 2.0, 5.0, 10.0)


class StoppedError(Exception):
    """The process was told to stop before this was done."""


async def unless(stopping: asyncio.Event, doing: Coroutine[Any, Any, T]) -> T:
    """The result of the coroutine. Raises StoppedError as soon as the process is told to stop."""
    task, stop = asyncio.create_task(doing), asyncio.create_task(stopping.wait())
    try:
        await asyncio.wait({task, stop}, return_when=asyncio.FIRST_COMPLETED)
        if not task.done():
            raise StoppedError(StoppedError.__doc__)
        return task.result()
    finally:
        for either in (task, stop):
            either.cancel()
        await asyncio.gather(task, stop, return_exceptions=True)


async def insist(
    stopping: asyncio.Event, ask: Callable[[], Coroutine[Any, Any, T]], final: tuple[type[TelegramError], ...]
) -> T:
    """What Telegram answers, however long it is out of reach. Raises the `final` errors, and StoppedError."""
    for wait in chain(_BACKOFF, repeat(_BACKOFF[-1])):
        try:
            return await unless(stopping, ask())
        except final:
            raise
        except TelegramError as error:
            log.warning("Telegram is out of reach", error=type(error).__name__)
            pause = error.seconds if isinstance(error, ThrottledError) else wait
            await _rest(stopping, pause)
    raise StoppedError(StoppedError.__doc__)


async def _rest(stopping: asyncio.Event, seconds: float) -> None:
    with contextlib.suppress(TimeoutError):
        await asyncio.wait_for(stopping.wait(), seconds)
