"""When a town is still: everything said was taken in and done, and what it made the bot say has arrived."""

import asyncio
import contextlib
import sqlite3
from datetime import UTC
from pathlib import Path

from bot.clock import Clock
from bot.sandbox.server import Sandbox

LONGEST = 1.0
"""Seconds a town is given: what waits for a clock, a rate or a repair is not waited for longer."""
_STEP = 0.005
_BUSY = """
    SELECT EXISTS (SELECT 1 FROM inbox WHERE state = 'new' AND due_at <= :now)
        OR EXISTS (SELECT 1 FROM outbox WHERE state IN ('new', 'sending') AND due_at <= :now AND rank < 2)
"""


async def stillness(sandbox: Sandbox, file: Path, clock: Clock) -> bool:
    """Wait until nothing is under way. Returns whether it came to that."""
    with contextlib.closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True, timeout=LONGEST)) as reader:
        for _ in range(int(LONGEST / _STEP)):
            now = clock.now().astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S.%f")
            if not _taking(sandbox) and not reader.execute(_BUSY, {"now": now}).fetchone()[0]:
                return True
            await asyncio.sleep(_STEP)
    return False


def _taking(sandbox: Sandbox) -> bool:
    return bool(sandbox.world.queue.pending)
